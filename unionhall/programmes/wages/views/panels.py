"""What several pages show alike: timeline, deadlines, facts of a clue, why a row is visible."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.money import short
from unionhall.base.ui.templatetags.ui import short_day
from unionhall.kernel.cases.rules import CHANNEL_LABELS, DUTY_LABELS, Channel, DutyRole
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS
from unionhall.kernel.people.queries import role_label

from ..kinds import AGREEMENT_LABELS, ANSWER_LABELS, MONEY_KIND_LABELS, AgreementKind, Answer, MoneyKind
from ..queries import groups as queries
from ..rules.columns import LABELS, EntryKind
from ..rules.conclusions import CONCLUSIONS, CaseFacts, unmet
from ..rules.groups import MATTER_LABELS, QUESTIONS, Matter

OWN_STEPS = frozenset({"answer", "word", "leave", "back", "evidence"})


def timeline(events: Iterable[object], today: date, outsider: bool = False) -> list[dict[str, str]]:
    """Lines for ui/parts/timeline.html, newest first; what stays inside, and which worker it was, the office alone reads."""
    rows = []
    for place, event in enumerate(events):
        who = gettext("职工") if outsider and event.step in OWN_STEPS else event.actor
        line = f"{short_day(event.at, today)} · {who}" if who else short_day(event.at, today)
        if event.inner and not outsider:
            line = f"{line} · {event.inner}"
        rows.append({"title": gettext(event.says), "line": line, "state": "now" if place == 0 else "done"})
    return rows


def deadlines(rows: Iterable[object]) -> list[object]:
    """Deadlines with the badge of an unconfirmed rule."""
    found = list(rows)
    for row in found:
        row.unconfirmed, row.what, row.met = row.mark == "M", gettext(row.label), None
        row.law = gettext(row.law) if row.law else gettext("协议约定")
    return found


def channel(code: str) -> str:
    """How a matter came in."""
    return gettext(CHANNEL_LABELS[Channel(code)])


def duties(rows: Iterable[object]) -> list[object]:
    """Duties with their words."""
    found = list(rows)
    for row in found:
        row.words = gettext(DUTY_LABELS[DutyRole(row.role)])
    return found


def entries(rows: Iterable[object]) -> list[object]:
    """Money rows with the column's words."""
    found = list(rows)
    for row in found:
        row.words, row.note = gettext(LABELS[EntryKind(row.kind)]), gettext(row.note) if row.note else ""
    return found


def worded(agreement: object) -> object:
    """An agreement with the words of its kind."""
    agreement.words = gettext(AGREEMENT_LABELS[AgreementKind(agreement.kind)])
    return agreement


def share(row: object, found: list[dict[str, object]]) -> str:
    """26%，3 人: what of the debt is confirmed, and by how many."""
    sure = sum(1 for one in found if one["confirmed"])
    percent = row.confirmed * 100 // row.owed if row.owed else 0
    return gettext("{percent}%，{n} 人").format(percent=percent, n=sure) if sure else ""


def why(actor: Actor, path: str) -> list[str]:
    """Which post at which union makes a row visible."""
    return [f"{gettext(role_label(grant.role))} · {orgs.union(grant.org_id).name}" for grant in actor.why("wages.view", path)]


def conclusions(facts: CaseFacts) -> list[dict[str, object]]:
    """K1–K10 with model text, caution and what is still missing, for the person who chooses."""
    return [
        {
            "code": code.value, "name": gettext(row.name), "text": gettext(row.text), "caution": gettext(row.caution), "ends": row.ends,
            "missing": [gettext(one) for one in unmet(code, facts)],
        }
        for code, row in CONCLUSIONS.items()
    ]  # fmt: skip


def looker(entry: object) -> str:
    """Who looked, as the worker reads it: name and role."""
    words = gettext("、").join(gettext(role_label(role)) for role in entry.roles.split(",") if role)
    return gettext("{who}（{what}）").format(who=entry.actor, what=words) if words else entry.actor


def clue_facts(row: object) -> list[tuple[str, str]]:
    """The clue's facts that are known, as (label, words)."""
    said = gettext("大约 {sum} 元") if row.approximate else gettext("{sum} 元")
    amount = said.format(sum=short(row.amount)) if row.amount is not None else ""
    pairs = [
        (gettext("用人单位"), row.employer_name), (gettext("信用代码"), row.credit_code), (gettext("项目、工地"), row.project),
        (gettext("行业"), gettext(INDUSTRY_LABELS[row.industry]) if row.industry in INDUSTRY_LABELS else row.industry),
        (gettext("镇街"), row.street), (gettext("人数"), str(row.people or "")), (gettext("欠多少"), amount), (gettext("哪几个月"), row.period),
        (gettext("是工资吗"), gettext(MONEY_KIND_LABELS[MoneyKind(row.money_kind)])), (gettext("是农民工吗"), gettext(ANSWER_LABELS[Answer(row.migrant)])),
        (gettext("老板联系得上吗"), gettext(ANSWER_LABELS[Answer(row.boss_reachable)])),
        (gettext("联系人"), f"{row.contact} {row.contact_remark}".strip()), (gettext("干什么活"), row.work), (gettext("他怎么说"), row.told),
        (gettext("处置方式"), row.disposal), (gettext("台账上的进展"), row.progress), (gettext("备注"), row.remark), (gettext("台账序号"), row.number),
    ]  # fmt: skip
    return [(label, words) for label, words in pairs if words]


def own_line(row: object | None, claimant: object | None) -> dict[str, object]:
    """What the worker's page adds in a group: questions not answered yet, answers, totals for a representative alone."""
    if row is None or claimant is None:
        return {}
    book = queries.book(arrears=row)
    if len(book) < 2:
        return {}
    own = next(each for each in book if each.claimant.pk == claimant.pk)
    agreement = row.agreements.filter(superseded=False).order_by("-pk").first()
    chosen = any(each.claimant.representative for each in book)
    asked = [(Matter.CLAIM, None)] + [(Matter.REPRESENTED, None)] * chosen + ([(Matter.SETTLEMENT, agreement.pk)] if agreement else [])
    rows = [
        {"matter": matter.value, "question": gettext(QUESTIONS[matter]), "label": gettext(MATTER_LABELS[matter]), "yes": own.words.get((matter, which))}
        for matter, which in asked
    ]  # fmt: skip
    totals = queries.totals(arrears=row, lines=book) if claimant.representative else None
    return {"group": {"left": own.line.left, "asked": rows, "totals": totals}}
