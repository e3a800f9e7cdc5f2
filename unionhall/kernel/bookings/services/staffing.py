"""Who serves in a session, as a whole: the places follow, bookings are handed on, nobody is dropped."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _

from .. import queries, rules
from ..models import Serving, Session
from . import desks, offers, providers

UNSTAFFED = _("服务的人还没确认")


@transaction.atomic
def staff(*, session_id: int, provider_ids: Iterable[int], kept_percent: int, by: Actor, at: datetime) -> providers.Moved:
    """Exactly these people serve in a session from now on, and its places follow them: as many as serve, never fewer than are taken;
    with nobody it is closed, with somebody again it opens. Newcomers first, then the bookings of who is gone, then who was left without.
    The same call again changes nothing. Bookings are nobody's loss: who finds no provider is named in `unmoved` and stays on record.
    """
    session = desks.at_desk([session_id], by)[0]
    wanted = set(provider_ids)
    there = set(Serving.objects.filter(session=session).values_list("provider_id", flat=True))
    providers.serve(session_ids=[session_id], provider_ids=sorted(wanted - there), by=by, at=at)
    session.served = True
    Serving.objects.filter(session=session, provider_id__in=there - wanted).delete()
    left = providers.pending(session).exclude(provider_id__in=wanted).order_by("pk")
    moved = providers.Moved(*providers.handed_on([row for row in left if row.provider_id], session, by, at))
    taken_up = providers.take_up(session, by, at)
    _fit(session, len(wanted), kept_percent, opens=bool(wanted - there) and not there)
    if wanted:
        offers.offer_next(session_id, at)
    return providers.Moved(moved.moved + taken_up, tuple(pk for pk in moved.unmoved if pk not in taken_up))


def _fit(session: Session, serving: int, kept_percent: int, *, opens: bool) -> None:
    """Capacity and public share after who serves; a stretch without bookings stays shut."""
    session.refresh_from_db(fields=["taken", "state"])
    values: dict[str, object] = {
        "served": True, "capacity": max(serving, session.taken, 1), "extra": 0, "public": max(serving - rules.kept_places(serving, kept_percent), 0),
    }  # fmt: skip
    shut = queries.blackouts(path=session.path, place_id=session.place_id, begin=session.starts_at, until=session.ends_at)
    if session.state == rules.SessionState.OPEN and not serving:
        values |= {"state": rules.SessionState.CLOSED, "reason": UNSTAFFED}
    if session.state == rules.SessionState.CLOSED and opens and not shut.exists():
        values |= {"state": rules.SessionState.OPEN, "reason": ""}
    Session.objects.filter(pk=session.pk).update(**values)
