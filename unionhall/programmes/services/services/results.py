"""Results, one store at a time: written by the one role of the store, answered by the person whose it is."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..queries import bus
from ..queries import results as found
from ..rules.stores import POWERS, REFERRAL, Level, Referral, Store


@transaction.atomic
def write(*, store: Store, arrival_id: int, level: str, words: str, advice: str, by: Actor, at: datetime) -> models.Model:
    """Write what was found, in words that the person understands. A level of 'refer' offers a referral.

    Refused to every other role, to who holds two stores, and for somebody who did not arrive. The journal notes no person.
    """
    found.require_one(by, store)
    arrival = bus.came(scope=by.scope(POWERS[store])).filter(pk=arrival_id).first()
    if arrival is None:
        raise Refused("not_yours", _("这个人没有到场，或者不归您看"))
    if len(words.strip()) < 4:
        raise Refused("words", _("用本人看得懂的话写几个字"), field="words")
    earlier = found.find(arrival, store)
    referral = (earlier.referral if earlier and earlier.level == Level.REFER else Referral.OFFERED) if level == Level.REFER else ""
    facts = {"level": str(Level(level)), "words": words.strip(), "advice": advice.strip(), "referral": str(referral), "written_at": at}
    row, _made = found.TABLES[store].objects.update_or_create(key=found.key(store, arrival.pk), defaults=facts)
    stop = arrival.slot.stop
    journal.record(kind="change", verb=f"services.{store}.write", subject=f"services.busstop:{stop.pk}", path=stop.request.case.path, by=by, at=at)
    return row


@transaction.atomic
def answer(*, store: Store, arrival_id: int, step: str, by: Actor, at: datetime) -> models.Model:
    """The person accepts or declines a referral."""
    arrival = bus.arrivals(scope=by.own()).filter(pk=arrival_id).first()
    if arrival is None or step not in ("accept", "decline"):
        raise Refused("not_yours", _("这不是您的结果"))
    return _step(found.find(arrival, store), step)


@transaction.atomic
def see(*, store: Store, arrival_id: int, by: Actor, at: datetime) -> models.Model:
    """The store's own role notes that the person was seen; nothing of what was said."""
    found.require_one(by, store)
    arrival = bus.arrivals(scope=by.scope(POWERS[store])).filter(pk=arrival_id).first()
    return _step(found.find(arrival, store) if arrival else None, "see")


def _step(row: models.Model | None, step: str) -> models.Model:
    if row is None or not row.referral:
        raise Refused("no_referral", _("没有要您答复的事"))
    row.referral = str(REFERRAL.after(Referral(row.referral), step))
    row.save(update_fields=["referral"])
    return row
