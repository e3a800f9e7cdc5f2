"""What waits at the desk: doubtful stations, reports, supplies that expire."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.kernel.cases import queries as cases
from unionhall.web.kinds import WorkRow

from . import reports, supplies

PUBLIC = ("work", "count_doubts", "count_reports", "search")
AHEAD = timedelta(days=7)
PAGES = {"station_truth": ("stations.keep", "/stations/doubts/{pk}/"), "station_report": ("stations.handle", "/stations/reports/{pk}/")}


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """Deadlines of doubts and reports, and supplies to see to."""
    rows: list[WorkRow] = []
    for kind, (power, address) in PAGES.items():
        for due in cases.due_in(scope=actor.scope(power), until=today + AHEAD, kind=kind)[:30]:
            badge = {"M": gettext("待核实"), "D": gettext("建议")}.get(due.mark, "")
            rows.append(WorkRow(
                title=gettext(due.label), line=f"{due.case.title} · {due.case.reference}", law=gettext(due.law), due=due.due,
                url=address.format(pk=due.case_id), verb=gettext("去看"), provisional=due.provisional, mark=badge,
            ))  # fmt: skip
    return rows + [_supply(row) for row in supplies.expiring(scope=actor.scope("stations.keep"), today=today)[:30]]


def _supply(row: object) -> WorkRow:
    title = gettext("物资到期：{item}").format(item=row.item)
    line = f"{row.station.place.name} · {row.amount}{row.unit}" + (f" · {row.spot}" if row.spot else "")
    url = f"/stations/supplies/?station={row.station_id}"
    return WorkRow(title=title, line=line, law=gettext("到期前提醒，天数工会自己定"), due=row.expires_on, url=url, verb=gettext("去处理"), mark=gettext("建议"))


def count_doubts(actor: Actor) -> int:
    """Doubts that stand in scope."""
    return cases.visible(actor.scope("stations.keep"), "station_truth").filter(open__in=[True]).count()


def count_reports(actor: Actor) -> int:
    """Open reports in scope."""
    return cases.visible(actor.scope("stations.handle"), "station_report").filter(open__in=[True]).count()


def search(actor: Actor, text: str) -> Sequence[tuple[str, str, str]]:
    """Reports in scope: (title, line, address)."""
    rows = reports.reports(scope=actor.scope("stations.handle"), by=reports.Filter(text=text, open=None))[:10]
    return [(row.case.title, row.case.reference, f"/stations/reports/{row.case_id}/") for row in rows]
