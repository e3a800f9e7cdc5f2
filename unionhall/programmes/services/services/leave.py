"""Leave and swaps: what they would break is asked before anything moves, and answered again when it moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.notices import services as notices

from ..models import Duty, Leave, Provider, Swap
from ..queries import rota as found
from ..rules.rota.duties import DutyState
from ..rules.rota.guarantees import days_between
from ..rules.rota.leave import Board, LeaveState, SwapState, Turn, candidates, consequence, obstacles
from .providers import hold, note, own_or_planned, owns
from .rota import alarm, end, hand_over, require_override

LONGEST = timedelta(days=92)
LINK = "/services/duty/"


@transaction.atomic
def foresee(*, provider_id: int, first: date, last: date, by: Actor, at: datetime) -> tuple[Turn, ...]:
    """What leave on these days would do, before it is asked for. Refused: not_yours, first, last."""
    row = own_or_planned(provider_id=provider_id, by=by)
    require_days(first, last, at)
    return consequence(found.board(row.rota_id, first, last), row.pk, days_between(first, last))


@transaction.atomic
def ask(
    *, provider_id: int, first: date, last: date, key: str, by: Actor, at: datetime, reason: str = "",
    substitutes: Mapping[int, int] | None = None, to_office: bool = False,
) -> Leave:  # fmt: skip
    """Ask for leave. Granted at once when no promise breaks; else a colleague is asked per duty (`substitutes`: duty → provider),
    or the office decides (`to_office`); until then nothing moves. The same `key` files once.

    Refused: not_yours, first, last, twice, guarantee (neither a colleague nor the office was chosen), busy.
    """
    row = own_or_planned(provider_id=provider_id, by=by)
    hold(rota_id=row.rota_id)
    if done := Leave.objects.filter(key=key, provider=row).first():
        return done
    require_days(first, last, at)
    open_ones = Leave.objects.filter(provider=row, first__lte=last, last__gte=first, state__in=(LeaveState.WAITING, LeaveState.GRANTED))
    if open_ones.exists():
        raise Refused("twice", _("这几天里已经请过假了"), field="first")
    board = found.board(row.rota_id, first, last)
    turns = consequence(board, row.pk, days_between(first, last))
    chosen = {duty: to for duty, to in (substitutes or {}).items() if to}
    bare = [turn for turn in turns if turn.gaps and turn.duty.id not in chosen]
    if bare and not to_office:
        raise Refused("guarantee", _("这一天会没有人。请选一位同事顶，或者交经办人决定"), field="first")
    leave = Leave.objects.create(provider=row, path=row.rota.path, first=first, last=last, reason=reason.strip()[:200], key=key, asked_at=at)
    note("services.leave.ask", row.rota, by, at, f"{leave.pk} {first} {last}")
    for turn in turns:
        if turn.duty.id in chosen:
            request(Duty.objects.get(pk=turn.duty.id), chosen[turn.duty.id], board, f"{key}-{turn.duty.id}", at, leave=leave)
    settle(leave, by, at)
    return leave


def require_days(first: date, last: date, at: datetime) -> None:
    """Refused for days that are over or too many."""
    if first < at.astimezone().date():
        raise Refused("first", _("这一天已经过了"), field="first")
    if not timedelta(0) <= last - first <= LONGEST:
        raise Refused("last", _("最后一天要在第一天之后，一次最多三个月"), field="last")


@transaction.atomic
def propose(*, duty_id: int, to_id: int, key: str, by: Actor, at: datetime, back_id: int | None = None, leave_id: int | None = None) -> Swap:
    """Ask a colleague to take one's own duty, with or without one of theirs in return. Refused: not_yours, off, open, busy, back."""
    row = Duty.objects.filter(pk=duty_id).select_related("rota__place", "provider").first()
    if row is None or not owns(row.provider, by):
        raise Refused("not_yours", _("这个班不是您的"))
    hold(rota_id=row.rota_id)
    if done := Swap.objects.filter(key=key, duty=row).first():
        return done
    row.refresh_from_db(fields=["state"])
    if row.state == DutyState.OFF or row.comes_before(at.astimezone().date()):
        raise Refused("off", _("这个班已经不上了"))
    if row.swaps.filter(state=SwapState.ASKED).exists():
        raise Refused("open", _("已经问了一位同事，等答复，或者先收回"))
    leave = Leave.objects.filter(pk=leave_id, provider=row.provider, state=LeaveState.WAITING).first() if leave_id else None
    back = Duty.objects.filter(pk=back_id, provider_id=to_id, state__in=(DutyState.PLANNED, DutyState.CONFIRMED)).first() if back_id else None
    if back_id and back is None:
        raise Refused("back", _("对方没有这个班"), field="back")
    return request(row, to_id, found.board(row.rota_id, row.day, row.day), key, at, leave=leave, back=back)


def request(row: Duty, to_id: int, board: Board, key: str, at: datetime, *, leave: Leave | None = None, back: Duty | None = None) -> Swap:
    """Store the question and tell the colleague; Refused when they cannot come."""
    able = {each.member for each in candidates(board, found.frozen(row)) if each.able}
    if to_id not in able:
        raise Refused("busy", _("这位同事那天来不了，请换一位"))
    swap = Swap.objects.create(duty=row, to_id=to_id, leave=leave, back=back, key=key, asked_at=at)
    tell(swap.to, "rota_asked", f"swap:{swap.pk}", at)
    return swap


@transaction.atomic
def answer(*, swap_id: int, yes: bool, by: Actor, at: datetime) -> Swap:
    """The colleague's own yes or no. With a yes the duty is theirs, and a leave that waited for it is settled. The same answer twice is once.

    Refused: not_yours, over (taken back, answered otherwise, the day has passed), busy, guarantee.
    """
    swap = Swap.objects.filter(pk=swap_id).select_related("duty__rota__place", "duty__provider", "to", "back__provider", "leave").first()
    if swap is None or not owns(swap.to, by):
        raise Refused("not_yours", _("这件事没有问您"))
    hold(rota_id=swap.duty.rota_id)
    swap.refresh_from_db(fields=["state"])
    wanted = SwapState.AGREED if yes else SwapState.DECLINED
    if swap.state == wanted:
        return swap
    swap.duty.refresh_from_db(fields=["state", "sequence"])
    if swap.state != SwapState.ASKED or swap.duty.state == DutyState.OFF or swap.duty.comes_before(at.astimezone().date()):
        raise Refused("over", _("这件事已经不用答了"))
    if yes:
        exchange(swap, at)
    swap.state, swap.answered_at = wanted, at
    swap.save(update_fields=["state", "answered_at"])
    note("services.swap.answer", swap.duty.rota, by, at, f"{swap.pk} {wanted}")
    tell(swap.duty.provider, "rota_agreed" if yes else "rota_declined", f"swap-answer:{swap.pk}", at)
    if swap.leave:
        settle(swap.leave, by, at)
    return swap


def exchange(swap: Swap, at: datetime) -> None:
    """Move the duty, and the one in return; Refused when somebody cannot any more, or a promise would break."""
    rows = [(swap.duty, swap.to), *([(swap.back, swap.duty.provider)] if swap.back else [])]
    days = [row.day for row, _to in rows]
    board = found.board(swap.duty.rota_id, min(days), max(days))
    for row, to in rows:
        row.refresh_from_db(fields=["state", "sequence"])
        group = board.members[row.provider_id].group if row.provider_id in board.members else ""
        member = board.members.get(to.pk)
        others = board.without([other.pk for other, _to in rows])
        if row.state == DutyState.OFF or member is None or obstacles(others, member, found.frozen(row), group):
            raise Refused("busy", _("那天有人来不了了，换不成"))
    if board.breaks(board.moved({row.pk: to.pk for row, to in rows}), days):
        raise Refused("guarantee", _("这样换，有一天会没有人"))
    for row, to in rows:
        hand_over(row=row, to=to, at=at)


def settle(leave: Leave, by: Actor, at: datetime) -> None:
    """Grant a waiting leave as soon as nothing breaks and no colleague is still being asked."""
    leave.refresh_from_db(fields=["state"])
    if leave.state != LeaveState.WAITING or leave.swaps.filter(state=SwapState.ASKED).exists():
        return
    board = found.board(leave.provider.rota_id, leave.first, leave.last)
    if not any(turn.gaps for turn in consequence(board, leave.provider_id, days_between(leave.first, leave.last))):
        grant(leave, by, at)


def grant(leave: Leave, by: Actor, at: datetime, overridden: str = "") -> None:
    """The duties that are left end; the leave stands. The caller has asked what breaks."""
    live = (DutyState.PLANNED, DutyState.CONFIRMED)
    for row in Duty.objects.filter(provider=leave.provider, day__gte=leave.first, day__lte=leave.last, state__in=live).select_related("rota"):
        end(row=row, reason="leave", at=at)
    close(leave, LeaveState.GRANTED, by, at, overridden=overridden)
    tell(leave.provider, "rota_granted", f"leave:{leave.pk}", at)


def close(leave: Leave, state: LeaveState, by: Actor, at: datetime, overridden: str = "") -> None:
    """Write down how a request ended; colleagues who were still asked are let off."""
    leave.swaps.filter(state=SwapState.ASKED).update(state=SwapState.WITHDRAWN, answered_at=at)
    leave.state, leave.settled_at, leave.settled_by, leave.overridden = state, at, (by.name or by.system)[:80], overridden[:200]
    leave.save(update_fields=["state", "settled_at", "settled_by", "overridden"])
    note("services.leave.close", leave.provider.rota, by, at, f"{leave.pk} {state}{' override' if overridden else ''}")


@transaction.atomic
def override(*, leave_id: int, reason: str, by: Actor, at: datetime) -> Leave:
    """An officer grants leave although a promise breaks, with a reason: the day is uncovered from now on, and alarms at once. Refused: not_yours, no_power, reason."""
    leave = waiting(leave_id=leave_id, by=by)
    require_override(leave.provider.rota, by)
    if not reason.strip():
        raise Refused("reason", _("写一句为什么"), field="reason")
    if leave.state == LeaveState.WAITING:
        grant(leave, by, at, overridden=reason.strip())
        alarm(rota=leave.provider.rota, days=days_between(leave.first, leave.last), at=at)
    return leave


@transaction.atomic
def refuse(*, leave_id: int, reason: str, by: Actor, at: datetime) -> Leave:
    """The office does not grant it; nothing moves. Refused: not_yours, reason."""
    leave = waiting(leave_id=leave_id, by=by)
    if not reason.strip():
        raise Refused("reason", _("写一句为什么"), field="reason")
    if leave.state == LeaveState.WAITING:
        close(leave, LeaveState.REFUSED, by, at)
        tell(leave.provider, "rota_refused", f"leave:{leave.pk}", at)
    return leave


@transaction.atomic
def withdraw(*, leave_id: int, by: Actor, at: datetime) -> Leave:
    """The provider takes a request back. A granted leave is over with it; duties that moved stay where they are. Refused: not_yours, over."""
    leave = Leave.objects.filter(pk=leave_id).select_related("provider__rota__place").first()
    if leave is None or not owns(leave.provider, by):
        raise Refused("not_yours", _("这不是您请的假"))
    hold(rota_id=leave.provider.rota_id)
    leave.refresh_from_db(fields=["state"])
    if leave.state == LeaveState.REFUSED or leave.last < at.astimezone().date():
        raise Refused("over", _("这次请假已经结束了"))
    if leave.state != LeaveState.WITHDRAWN:
        close(leave, LeaveState.WITHDRAWN, by, at, overridden=leave.overridden)
    return leave


def waiting(*, leave_id: int, by: Actor) -> Leave:
    """A request of a rota that one plans, its rota held; Refused else."""
    by.require("services.plan")
    leave = found.leave(leave_id, scope=by.scope("services.plan"))
    if leave is None:
        raise Refused("not_yours", _("这次请假不归您管"))
    hold(rota_id=leave.provider.rota_id)
    leave.refresh_from_db(fields=["state"])
    return leave


def tell(to: Provider, message: str, key: str, at: datetime) -> None:
    """Tell a provider, once per effect."""
    notices.tell(person=to.account.person, message=message, effect_key=f"rota:{key}", at=at, link=LINK)
