"""At the door and after: check-in of a person or a party, undone when it was a mistake, absence, reminders, feedback."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.notices import services as notices

from .. import rules
from ..kinds import BOOKING_KINDS
from ..models import Booking, Feedback, Session
from ..rules import Score, State
from . import counters, desks

EARLY = timedelta(hours=2)
CLOSED_AFTER = timedelta(hours=12)
NOT_YOURS = _("您的岗位不能做这一步")


@transaction.atomic
def check_in(*, booking_id: int, by: Actor, at: datetime, arrived: int | None = None) -> Booking:
    """Somebody came: the whole party unless `arrived` says how many heads. A second scan changes nothing; more heads are added.

    Refused: early (more than two hours before it begins), arrived, no_power, step_closed.
    """
    booking = _at_desk(booking_id, by)
    heads = booking.party if arrived is None else arrived
    if not 1 <= heads <= booking.party:
        raise Refused("arrived", _("到的人数要在 1 和约的人数之间"), field="arrived")
    require_begun(booking.session, at)
    if booking.state == State.ATTENDED:
        Booking.objects.filter(pk=booking.pk, state=State.ATTENDED, arrived__lt=heads).update(arrived=heads)
    else:
        _stepped(booking, "check_in", by, at, arrived=heads, attended_at=at)
    booking.refresh_from_db()
    return booking


def require_begun(session: Session, at: datetime) -> None:
    """Refused('early') more than two hours before a session begins."""
    if at < session.starts_at - EARLY:
        raise Refused("early", _("还没到时间，开始前两小时起可以签到"))


@transaction.atomic
def undo_check_in(*, booking_id: int, by: Actor, at: datetime) -> Booking:
    """The check-in was a mistake."""
    return _stepped(_at_desk(booking_id, by), "undo_check_in", by, at, arrived=0, attended_at=None)


@transaction.atomic
def miss(*, booking_id: int, by: Actor, at: datetime) -> Booking:
    """Nobody came; not before the session began."""
    booking = _at_desk(booking_id, by)
    if at < booking.session.starts_at:
        raise Refused("early", _("还没开始，不能记“没来”"))
    return _stepped(booking, "miss", by, at)


@transaction.atomic
def undo_miss(*, booking_id: int, by: Actor, at: datetime) -> Booking:
    """They came after all, or it was a mistake."""
    return _stepped(_at_desk(booking_id, by), "undo_miss", by, at)


def _at_desk(booking_id: int, by: Actor) -> Booking:
    booking, desk = desks.own_or_desk(booking_id, by)
    if not desk:
        raise Refused("no_power", NOT_YOURS)
    return booking


def _stepped(booking: Booking, step: str, by: Actor, at: datetime, **columns: object) -> Booking:
    target = rules.FLOW.after(booking.state, step)
    if not Booking.objects.filter(pk=booking.pk, state=booking.state).update(state=target, **columns):
        raise Refused("stale", _("这个预约刚刚变了，请刷新再看"))
    counters.note(step, booking, booking.session.path, by, at)
    booking.refresh_from_db()
    return booking


@transaction.atomic
def close_out(*, at: datetime) -> int:
    """Twelve hours after the end whoever was booked and not seen did not come: set-wise, cost grows with what is due."""
    rows = Booking.objects.filter(state=State.BOOKED, session__ends_at__lte=at - CLOSED_AFTER)
    return rows.update(state=State.ABSENT)


def remind(*, at: datetime) -> int:
    """Remind who comes within the kind's hours, once for each time of the session; a move asks anew. Returns people told."""
    done = 0
    for kind in BOOKING_KINDS:
        until = at + timedelta(hours=kind.remind_hours)
        rows = Booking.objects.filter(
            state=State.BOOKED, reminded_at__isnull=True, person__isnull=False, session__kind=kind.code,
            session__starts_at__gt=at, session__starts_at__lte=until,
        )  # fmt: skip
        done += sum(_reminded(row, kind.address, at) for row in rows.select_related("session", "person")[:500])
    return done


@transaction.atomic
def _reminded(row: Booking, address: str, at: datetime) -> bool:
    if not Booking.objects.filter(pk=row.pk, state=State.BOOKED, reminded_at__isnull=True).update(reminded_at=at):
        return False
    when = timezone.localtime(row.session.starts_at)
    notices.tell(
        person=row.person, message="booking_reminder", effect_key=f"booking:{row.pk}:{row.sequence}:remind", at=at,
        link=address.format(pk=row.pk), day=f"{when.month}月{when.day}日", hour=f"{when:%H:%M}",
    )  # fmt: skip
    return True


@transaction.atomic
def give_feedback(*, booking_id: int, score: str, by: Actor, at: datetime, words: str = "") -> Feedback:
    """One tap and, if wanted, words, by the person who attended; said again it replaces what was said."""
    booking, _desk = desks.own_or_desk(booking_id, by)
    if booking.person_id != by.person_id or booking.state != State.ATTENDED:
        raise Refused("not_attended", _("到过的人才能评价"))
    if score not in set(Score):
        raise Refused("score", _("点一个：满意、一般、不满意"), field="score")
    values = {"score": score, "words": words.strip()[:500], "at": at}
    return Feedback.objects.update_or_create(booking=booking, defaults=values)[0]
