"""Opening a matter and moving it along its flow; every move is a line of the timeline and of the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor
from unionhall.base.flow import Step
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import rules as journal_rules
from unionhall.kernel.journal import services as journal

from .. import kinds, queries, rules
from ..models import TIERS, Case, Escalation, Event, Serial
from . import aftercare, clocks, ties

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

FAR = date(9999, 12, 31)
LEAST_WORDS = 4


def next_numbers(*, key: str, count: int = 1) -> int:
    """Reserve `count` numbers under a key; returns the first. The row's lock keeps them apart."""
    Serial.objects.get_or_create(pk=key)
    Serial.objects.filter(pk=key).update(last=F("last") + count)
    return Serial.objects.get(pk=key).last - count + 1


def draft(
    *, kind: kinds.CaseKind, number: int, union: Union, title: str, channel: str, at: datetime, topic: str = ""
) -> Case:
    """An unsaved matter in its first state."""
    return Case(
        kind=kind.code, reference=rules.reference(kind.prefix, at.astimezone().year, number), union=union,
        path=union.path, **queries.tiers(union.path or "/"), title=title[:120], topic=topic[:40], state=kind.first,
        channel=channel, received_at=at, order_due=FAR,
    )  # fmt: skip


def event_row(*, case: Case, number: int, before: str, step: str, says: str, by: Actor, at: datetime, inner: str = "") -> Event:
    """An unsaved line of the timeline, chained to the one before."""
    row = Event(
        case=case, number=number, at=at, step=step, state=case.state, actor=(by.name or by.system)[:80],
        account_id=by.account_id, says=says[:300], inner=inner[:500],
    )  # fmt: skip
    row.digest = journal_rules.digest(
        before, case.reference, number, at, step, row.state, row.actor, row.account_id, row.says, row.inner
    )
    return row


def append(*, case: Case, step: str, says: str, by: Actor, at: datetime, inner: str = "") -> Event:
    """Append a line to the timeline; the unique number refuses a second writer."""
    last = case.events.order_by("-number").first()
    row = event_row(
        case=case, number=last.number + 1 if last else 1, before=last.digest if last else journal_rules.GENESIS,
        step=step, says=says, by=by, at=at, inner=inner,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@transaction.atomic
def open_case(
    *, kind: str, union: Union, title: str, channel: str, says: str, by: Actor, at: datetime, origin: Case | None = None,
    topic: str = "",
) -> Case:
    """Open a matter: reference, first line of the timeline, first clocks."""
    table = kinds.CASE_KINDS[kind]
    number = next_numbers(key=f"{table.prefix}-{at.astimezone().year}")
    case = draft(kind=table, number=number, union=union, title=title, channel=channel, at=at, topic=topic)
    case.origin = origin
    case.save(force_insert=True)
    event = append(case=case, step="open", says=says, by=by, at=at)
    journal.record(
        kind="change", verb=f"{kind}.open", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at
    )  # fmt: skip
    clocks.after_step(case=case, step="open", event=event, at=at)
    return case


def draft_many(
    *, kind: str, unions: Sequence[Union], titles: Sequence[str], channel: str, moments: Sequence[datetime]
) -> list[Case]:
    """Unsaved matters of one kind, their numbers reserved per year in one step each."""
    table = kinds.CASE_KINDS[kind]
    counts = Counter(moment.astimezone().year for moment in moments)
    following = {year: next_numbers(key=f"{table.prefix}-{year}", count=count) for year, count in counts.items()}
    found = []
    for union, title, moment in zip(unions, titles, moments, strict=True):
        year = moment.astimezone().year
        found.append(draft(kind=table, number=following[year], union=union, title=title, channel=channel, at=moment))
        following[year] += 1
    return found


def open_many(*, drafts: list[tuple[Case, str]], by: Actor, at: datetime) -> list[Case]:
    """Store drafted matters with the first line of each timeline, set-wise (an import); no clocks begin."""
    cases = Case.objects.bulk_create([case for case, _says in drafts], batch_size=2000)
    events = [
        event_row(case=case, number=1, before=journal_rules.GENESIS, step="open", says=says, by=by, at=at)
        for case, (_draft, says) in zip(cases, drafts, strict=True)
    ]
    Event.objects.bulk_create(events, batch_size=2000)
    return cases


@transaction.atomic
def take_step(
    *, case_id: int, step: str, by: Actor, at: datetime, says: str = "", inner: str = "", outcome: str = "",
    version: int | None = None, power: str = "",
) -> Case:  # fmt: skip
    """Move a matter along its flow. Refused when it is not in scope, the step is closed, or the page was stale."""
    case = loaded(case_id=case_id, by=by, power=power)
    ties.require_free(case=case, by=by, at=at)
    kind = kinds.CASE_KINDS[case.kind]
    row = _row(kind, step)
    if version is not None and version != case.version:
        raise Refused("stale", _("这一件刚被别人改过，看一眼最新的再办"))
    if row.needs and not any(by.may(need) for need in row.needs):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    target = kind.flow.after(case.state, step)
    aftercare.require_asked(case=case, step=step)
    ended = str(target) in kind.ended
    moved = Case.objects.filter(pk=case.pk, version=case.version).update(
        state=target, version=F("version") + 1, open=not ended, closed_at=at if ended else None,
        outcome=outcome or case.outcome,
    )  # fmt: skip
    if not moved:
        raise Refused("stale", _("这一件刚被别人改过，看一眼最新的再办"))
    case.refresh_from_db()
    event = append(case=case, step=step, says=says or row.label, by=by, at=at, inner=inner)
    journal.record(
        kind="change", verb=f"{case.kind}.{step}", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at
    )
    clocks.after_step(case=case, step=step, event=event, at=at)
    aftercare.after_step(case=case, step=step, at=at)
    return case


@transaction.atomic
def move(
    *, case_id: int, union: Union, step: str, by: Actor, at: datetime, says: str, inner: str = "", power: str = ""
) -> Case:  # fmt: skip
    """Take a step that lays a matter into another union's hands: down the tree, or back up. It keeps reference and clocks."""
    case = take_step(case_id=case_id, step=step, by=by, at=at, says=says, inner=inner, power=power)
    if not union.path:
        raise Refused("no_union", _("这家工会还没有放进组织树"), field="union")
    before, empty = case.union_id, dict.fromkeys(f"tier{place}" for place in range(1, TIERS + 1))
    Case.objects.filter(pk=case.pk).update(union=union, path=union.path, **{**empty, **queries.tiers(union.path)})
    case.refresh_from_db()
    journal.record(
        kind="change", verb=f"{case.kind}.moved", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at,
        note=f"union {before} to {union.pk}",
    )  # fmt: skip
    return case


def _row(kind: kinds.CaseKind, step: str) -> Step:
    try:
        return kind.flow.step(step)
    except KeyError as error:
        raise Refused("step_closed", _("这一步现在走不了，先看看最新的进展")) from error


def loaded(*, case_id: int, by: Actor, power: str) -> Case:
    """One matter in the actor's scope, locked; Refused when it is not open to the actor."""
    try:
        return queries.detail(case_id, scope=by.scope(power or "cases.handle"), lock=True)
    except Case.DoesNotExist as error:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您")) from error


@transaction.atomic
def remark(*, case: Case, says: str, by: Actor, at: datetime, step: str = "remark", inner: str = "") -> Event:
    """Append a line without moving the matter. The caller has loaded the case through its own scope."""
    Case.objects.select_for_update().only("pk").get(pk=case.pk)  # an aggregate would drop the lock
    row = append(case=case, step=step, says=says, by=by, at=at, inner=inner)
    journal.record(
        kind="change", verb=f"{case.kind}.{step}", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at
    )
    return row


@transaction.atomic
def answer(*, case_id: int, says: str, by: Actor, at: datetime, power: str = "") -> Event:
    """Words to whoever brought the matter, in any state, an ended one too: what has climbed in silence ends with them.

    The programme tells the reporter. Refused when it is not in scope, or when nothing is said.
    """
    case = loaded(case_id=case_id, by=by, power=power)
    ties.require_free(case=case, by=by, at=at)
    if len(says.strip()) < LEAST_WORDS:
        raise Refused("says", _("写一句话答复反映人：查到哪一步、接下来怎么办"), field="says")
    event = append(case=case, step=kinds.ANSWER, says=says.strip(), by=by, at=at)
    journal.record(
        kind="change", verb=f"{case.kind}.{kinds.ANSWER}", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at
    )
    clocks.after_step(case=case, step=kinds.ANSWER, event=event, at=at)
    return event


def set_topic(*, case_id: int, topic: str) -> None:
    """What the programme's list is narrowed by has changed. The caller has loaded the matter through its own scope."""
    Case.objects.filter(pk=case_id).exclude(topic=topic[:40]).update(topic=topic[:40])


def touched(*, case_ids: Sequence[int]) -> set[int]:
    """Those of the matters on which anybody has worked since they were opened, or which have gone up."""
    found: set[int] = set()
    for start in range(0, len(case_ids), 900):
        part = case_ids[start : start + 900]
        found |= set(Event.objects.filter(case_id__in=part, number__gt=1).values_list("case_id", flat=True))
        found |= set(Case.objects.filter(pk__in=part, version__gt=1).values_list("pk", flat=True))
        found |= set(Escalation.objects.filter(case_id__in=part).values_list("case_id", flat=True))
    return found


@transaction.atomic
def remove_untouched(*, case_ids: Sequence[int]) -> int:
    """Take back matters that an import opened and nobody touched; the caller journals it. Returns how many."""
    if touched(case_ids=case_ids):
        raise Refused("touched", _("有人已经在办，不能撤回"))
    gone = 0
    for start in range(0, len(case_ids), 900):
        part = case_ids[start : start + 900]
        for child in ("parties", "deadlines", "events"):
            Case._meta.get_field(child).related_model.objects.filter(case_id__in=part).delete()
        rows = Case.objects.filter(pk__in=part)
        rows.update(origin=None)
        gone += rows.delete()[0]
    return gone
