"""The leader's view as a whole, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

from django.utils.http import urlencode
from django.utils.translation import gettext

from unionhall.base.access import Actor, Scope
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, Sheet
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS
from unionhall.kernel.people import queries as people

from ..queries import overview as queries
from ..rules import overview as rules
from ..rules.flows import CaseState, plain

DIMENSIONS = {"place": _("按单位"), "industry": _("按行业"), "employer": _("按用人单位"), "officer": _("按经办人")}
PARAMETERS = {"place": "union", "industry": "industry", "employer": "employer", "officer": "officer"}
SUMS = ("owed", "promised", "ordered", "paid", "confirmed")


def look(*, scope: Scope, path: str, first: date, last: date, today: date) -> dict[str, object]:
    """Everything that the page shows: ages, speed, months, and the four dimensions with names."""
    ages = queries.ages(scope=scope, path=path, today=today)
    groups = [
        {"code": by, "label": gettext(label), "rows": named(by=by, path=path, rows=queries.groups(scope=scope, path=path, by=by, first=first, last=last))}
        for by, label in DIMENSIONS.items()
    ]  # fmt: skip
    total = {name: sum(int(row[name]) for row in groups[0]["rows"]) for name in ("count", "heads", *SUMS)}
    return {
        "ages": ages, "groups": groups, "total": total, "months": queries.months(scope=scope, path=path, today=today),
        "speed": speed(scope=scope, path=path, first=first, last=last),
    }  # fmt: skip


def speed(*, scope: Scope, path: str, first: date, last: date) -> list[dict[str, object]]:
    """For each state: how many left it in the period, and the median of the days they stood there."""
    spells = queries.days_in_states(scope=scope, path=path, first=first, last=last)
    rows = [(state, spells[state.value]) for state in CaseState if state.value in spells]
    return [{"label": gettext(plain(state).name), "count": len(days), "median": rules.median(days)} for state, days in rows]


def named(*, by: str, path: str, rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Rows with the words of their key and the ledger's parameter that opens them; '' where the ledger has none."""
    found = list(rows)
    keys = [row["key"] for row in found]
    names, rest = {"place": queries.place_names, "officer": people.names_of_accounts}.get(by, _words_of)(keys), gettext("没写")
    if by == "place":
        own = orgs.lineage(path).last()
        rest = gettext("{name}本级").format(name=own.name if own else "—")
    rest = gettext("还没派人") if by == "officer" else rest
    for row in found:
        row["label"] = names.get(row["key"]) or rest
        row["query"] = urlencode({PARAMETERS[by]: row["key"]}) if row["key"] else ""
    return found


def _words_of(keys: Iterable[object]) -> dict[object, str]:
    return {key: gettext(INDUSTRY_LABELS[key]) if key in INDUSTRY_LABELS else str(key or "") for key in keys}


def sheets_out(*, seen: dict[str, object], first: date, last: date, union: str, by: Actor, at: datetime) -> bytes:
    """The page's tables as xlsx, one sheet each; who took it is journalled."""
    title = (f"{union}　{first.isoformat()} 至 {last.isoformat()}", gettext("在办是现在的数；四栏钱是期内的数，要回多少只看确认到手"))
    money = [Column(gettext(label), ColumnKind.MONEY, 16) for label in (_("欠多少（元）"), _("公司答应（元）"), _("裁决判给（元）"), _("公司说已付（元）"), _("职工确认到手（元）"))]
    counts = [Column(gettext(_("在办（件）")), ColumnKind.INT), Column(gettext(_("涉及（人）")), ColumnKind.INT)]
    made = []
    for group in seen["groups"]:
        rows = [(row["label"], row["count"], row["heads"], *(row[name] for name in SUMS)) for row in group["rows"]]
        made.append(Sheet(group["label"], (Column(group["label"], width=30), *counts, *money), rows, title=title))
    ages = [(gettext(row["bucket"].label), row["count"], row["heads"], row["owed"]) for row in seen["ages"]]
    made.append(Sheet(gettext("多久了"), (Column(gettext("立案多久"), width=20), *counts, money[0]), ages, title=title))
    speed = [(row["label"], row["count"], f"{row['median']:g}") for row in seen["speed"]]
    made.append(Sheet(gettext("多快"), (Column(gettext("走到哪步"), width=20), Column(gettext("走过几件"), ColumnKind.INT), Column(gettext("中位数（天）"))), speed, title=title))
    target = BytesIO()
    files.write(target=target, sheets=made)
    journal.record(kind="read", verb="wages.overview.export", subject="wages.ledger:0", path=by.grants[0].path if by.grants else "", by=by, at=at)
    return target.getvalue()
