"""Who may act on a booking: a desk in its area, or the person; and when a session takes bookings at all."""

from collections.abc import Iterable
from datetime import datetime

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .. import queries, rules
from ..kinds import BOOKING_KINDS
from ..models import Booking, Session


def scope_of(kind: str, by: Actor) -> Scope:
    """The sessions of a kind that the actor handles; everything for the system, with its reason."""
    return Scope.system(by.system) if by.system else by.scope(BOOKING_KINDS[kind].handle)


def handles(session: Session, by: Actor) -> bool:
    """Whether the actor is the desk of a session."""
    return scope_of(session.kind, by).reaches(session.path)


def require_desk(session: Session, by: Actor) -> None:
    """Refused unless the actor is the desk of a session."""
    if not handles(session, by):
        raise Refused("no_power", _("您的岗位不能做这一步"))


def lock(*session_ids: int) -> None:
    """Hold sessions until the transaction ends, always before their bookings and in order of number: nobody waits in a circle."""
    list(Session.objects.select_for_update().filter(pk__in=session_ids).order_by("pk").values_list("pk"))


def at_desk(session_ids: Iterable[int], by: Actor) -> list[Session]:
    """These sessions, held until the transaction ends; Refused when one of them is another desk's."""
    rows = list(Session.objects.select_for_update().filter(pk__in=list(session_ids)).order_by("pk"))
    for session in rows:
        require_desk(session, by)
    return rows


def require_open(session: Session, at: datetime, *, desk: bool) -> None:
    """Refused when the session takes no bookings: called off, closed, not open yet, too late."""
    if session.state != rules.SessionState.OPEN:
        raise Refused("not_open", _("这一场不能约：{reason}"), values={"reason": session.reason or "已停约"})
    if at >= session.ends_at or (not desk and at >= session.closes_at):
        raise Refused("too_late", _("这一场已经过了预约时间"))
    if not desk and session.opens_at and at < session.opens_at:
        raise Refused("too_early", _("这一场还没开始预约"))


def own_or_desk(booking_id: int, by: Actor) -> tuple[Booking, bool]:
    """A booking that the actor may act on, and whether as a desk; Refused('not_found') for a stranger."""
    own = queries.visible(by.own()).filter(pk=booking_id).first() if by.person_id else None
    for kind in BOOKING_KINDS:
        if found := queries.visible(scope_of(kind.code, by), kind.code).filter(pk=booking_id).first():
            return found, True
    if own is None:
        raise Refused("not_found", _("没有这个预约"))
    return own, False
