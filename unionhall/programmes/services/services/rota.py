"""Plans and duties: a dry run and its acceptance, the yes of a provider, a duty that ends or moves, days that alarm."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import later
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people

from ..models import Alarm, Duty, Provider, Rota
from ..queries import rota as found
from ..rules.rota import plans, solver
from ..rules.rota.duties import LIVE, DutyState, clash
from ..rules.rota.guarantees import Gap, days_between, keeps
from ..rules.rota.leave import Board
from .providers import hold, load, note, owns

LONGEST = 400  # days in one plan


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that nobody has accepted yet: `mark` stands for exactly these turns."""

    plan: plans.Plan
    board: Board
    mark: str


@transaction.atomic
def draft(*, rota_id: int, first: date, last: date, by: Actor, at: datetime, solve: plans.Solve | None = None) -> Draft:
    """What a plan of these days would be; nothing is stored. Refused: not_yours, past, days."""
    load(rota_id=rota_id, by=by)
    if first < at.astimezone().date():
        raise Refused("past", _("过去的日子不能再排"), field="first")
    if not 0 <= (last - first).days <= LONGEST:
        raise Refused("days", _("结束那天要在开始之后，一次最多排一年"), field="last")
    board = found.board(rota_id, first, last)
    standing = {
        (each.day, promise.id): frozenset(other.member for other in board.duties if other.day == each.day and keeps(other, promise, board.members))
        for each in board.duties
        for promise in board.guarantees
    }
    plan = plans.make(days_between(first, last), board.guarantees, board.members, board.calendar, standing, solve or solver.solve)
    turns = [(str(seat.day), seat.guarantee, pick) for seat, pick in zip(plan.seats, plan.picks, strict=True)]
    return Draft(plan, board, hashlib.sha256(repr(turns).encode()).hexdigest()[:32])


@transaction.atomic
def accept(
    *, rota_id: int, first: date, last: date, mark: str, by: Actor, at: datetime, solve: plans.Solve | None = None
) -> list[Duty]:
    """Put a plan on the rota, exactly as it was shown; a second press finds it done. Refused: stale, and what `draft` refuses."""
    made = draft(rota_id=rota_id, first=first, last=last, by=by, at=at, solve=solve)
    if not made.plan.counts():
        return []
    if made.mark != mark:
        raise Refused("stale", _("看过之后排班又变了，请再看一遍新的"))
    rota, hours = hold(rota_id=rota_id), {each.id: each for each in made.board.guarantees}
    rows = [
        Duty(rota=rota, path=rota.path, provider_id=member, day=seat.day, begins=hours[seat.guarantee].begins, ends=hours[seat.guarantee].ends, planned_at=at)
        for seat, pick in zip(made.plan.seats, made.plan.picks, strict=True)
        for member in pick
    ]
    Duty.objects.bulk_create(rows)
    note("services.rota.plan", rota, by, at, f"{first} {last} {len(rows)} {made.plan.how}")
    return rows


@transaction.atomic
def confirm(*, duty_id: int, by: Actor, at: datetime) -> Duty:
    """The provider says yes, or the office after a call: from now on people may book. Twice is once. Refused: not_yours, off."""
    row = mine_or_planned(duty_id=duty_id, by=by)
    if row.state == DutyState.OFF:
        raise Refused("off", _("这个班已经不上了"))
    if row.state == DutyState.PLANNED:
        row.state, row.confirmed_at = DutyState.CONFIRMED, at
        row.sequence += 1
        row.save(update_fields=["state", "confirmed_at", "sequence"])
        note("services.duty.confirm", row.rota, by, at, str(row.pk))
        changed(row, "confirmed", None)
    return row


@transaction.atomic
def drop(*, duty_id: int, reason: str, by: Actor, at: datetime, override: bool = False) -> Duty:
    """The office takes a duty off the rota. Refused: not_yours, reason, guarantee (a promise would break; `override` asks for that power)."""
    by.require("services.plan")
    row = mine_or_planned(duty_id=duty_id, by=by)
    rota = hold(rota_id=row.rota_id)
    if row.state == DutyState.OFF:
        return row
    if not reason.strip():
        raise Refused("reason", _("写一句为什么"), field="reason")
    board = found.board(row.rota_id, row.day, row.day)
    gaps = board.breaks(board.without([row.pk]), [row.day])
    if gaps and not override:
        raise Refused("guarantee", _("这个班一去掉，当天就没有人了。先找人顶，或者由经办人写明理由"), field="reason")
    if gaps:
        require_override(rota, by)
    end(row=row, reason=reason.strip(), at=at)
    note("services.duty.drop", rota, by, at, f"{row.pk} {'override' if gaps else ''}".strip())
    alarm(rota=rota, days=[row.day], at=at)
    return row


def require_override(rota: Rota, by: Actor) -> None:
    """Refused unless the actor may break this rota's promise."""
    if not by.scope("services.override").reaches(rota.path):
        raise Refused("no_power", _("保证要破，得由经办人决定"))


def end(*, row: Duty, reason: str, at: datetime, to: Duty | None = None) -> None:
    """A live duty does not take place any more (or goes on in `to`); the caller has asked what that breaks."""
    row.state, row.off_at, row.off_reason = DutyState.OFF, at, reason[:200]
    row.sequence += 1
    row.save(update_fields=["state", "off_at", "off_reason", "sequence"])
    if to is None:
        changed(row, "cancelled", None)


def hand_over(*, row: Duty, to: Provider, at: datetime) -> Duty:
    """The duty goes on in a colleague's hands, who has said yes: confirmed. Refused 'busy' when the slot is taken meanwhile."""
    end(row=row, reason="swap", at=at, to=row)
    try:
        with transaction.atomic():
            fresh = Duty.objects.create(
                rota=row.rota, path=row.path, provider=to, day=row.day, begins=row.begins, ends=row.ends, state=DutyState.CONFIRMED,
                after=row, planned_at=at, confirmed_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("busy", _("这位同事那天已经有班了")) from error
    changed(row, "moved", fresh)
    return fresh


def changed(row: Duty, change: str, to: Duty | None) -> None:
    """Tell whoever keeps bookings, in the same transaction: 'confirmed', 'moved' (to the duty `to_id`) or 'cancelled'."""
    later("services.duty_changed", duty_id=row.pk, change=change, to_id=to.pk if to else None)


def mine_or_planned(*, duty_id: int, by: Actor) -> Duty:
    """A duty that is one's own, or of a rota that one plans, with its rota held; Refused else."""
    row = Duty.objects.filter(pk=duty_id).select_related("rota__place", "provider__account__person").first()
    if row is None or not (owns(row.provider, by) or by.scope("services.plan").reaches(row.path)):
        raise Refused("not_yours", _("这个班不归您管"))
    hold(rota_id=row.rota_id)
    row.refresh_from_db(fields=["state", "confirmed_at", "sequence"])
    return row


def free_slot(*, board: Board, member: int, row: Duty) -> bool:
    """Whether a member has nothing else in a duty's hours."""
    return clash(board.duties, member, row.day, row.begins, row.ends) is None


@transaction.atomic
def watch(*, at: datetime) -> int:
    """Look a week ahead (a dated figure) on every rota: raise what is uncovered or unconfirmed, settle what is mended. Returns how many moved."""
    today = at.astimezone().date()
    ahead = int(found.figure("rota_alarm_days", today).value or 0)
    over = Alarm.objects.filter(settled_at=None, day__lt=today).update(settled_at=at)
    return over + sum(alarm(rota=row, days=days_between(today, today + timedelta(days=ahead)), at=at, quiet=False) for row in Rota.objects.order_by("pk"))


def alarm(*, rota: Rota, days: Iterable[date], at: datetime, quiet: bool = True) -> int:
    """Raise and settle alarms of these days. `quiet`: only what nobody covers at all, not what waits for a yes."""
    days = sorted(days)
    board = found.board(rota.pk, days[0], days[-1])
    bare = board.gaps(days)
    wanted = {(gap.guarantee, gap.day, False) for gap in bare}
    if not quiet:
        holes = {(gap.guarantee, gap.day) for gap in bare}
        wanted |= {(gap.guarantee, gap.day, True) for gap in board.gaps(days, confirmed=True) if (gap.guarantee, gap.day) not in holes}
    rows = Alarm.objects.filter(guarantee__rota=rota, day__in=days, settled_at=None)
    stands = {(row.guarantee_id, row.day, row.unconfirmed): row for row in (rows.filter(unconfirmed=False) if quiet else rows)}
    mended = [row.pk for key, row in stands.items() if key not in wanted]
    Alarm.objects.filter(pk__in=mended).update(settled_at=at)
    fresh = [
        Alarm.objects.create(guarantee_id=promise, path=rota.path, day=day, unconfirmed=waits, raised_at=at)
        for promise, day, waits in sorted(wanted - set(stands))
    ]
    for row in fresh:
        shout(row, rota, at)
    return len(mended) + len(fresh)


def shout(row: Alarm, rota: Rota, at: datetime) -> None:
    """Tell keeper and officer of the rota's union, each once."""
    message = "rota_unconfirmed" if row.unconfirmed else "rota_uncovered"
    for person in people.holders(powers={"services.plan"}, union_id=rota.union_id, today=at.astimezone().date()):
        notices.tell(
            person=person, message=message, effect_key=f"rota:{row.pk}:{person.pk}", at=at, link=f"/services/rota/{rota.pk}/?month={row.day:%Y-%m}",
            day=f"{row.day.month}月{row.day.day}日",
        )  # fmt: skip


def served(*, rota_id: int, year: int) -> dict[int, int]:
    """Live duties of a year by provider: what fairness is measured by."""
    counts: dict[int, int] = defaultdict(int)
    for pk in Duty.objects.filter(rota_id=rota_id, day__year=year, state__in=LIVE).values_list("provider_id", flat=True):
        counts[pk] += 1
    return dict(counts)


def gaps_of(*, rota_id: int, first: date, last: date) -> tuple[Gap, ...]:
    """The promises that these days do not keep."""
    return found.board(rota_id, first, last).gaps(days_between(first, last))
