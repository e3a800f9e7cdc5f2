"""The key under which a phone keeps what it could not send: handed to the signed-in owner, never stored on the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ...rules.rounds.checks import week_of

LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OutboxKey:
    """256 bits in hex under a name; `owner` tells one account's entries from another's without saying whose they are."""

    name: str
    secret: str
    owner: str
    until: datetime


def outbox_key(*, by: Actor, at: datetime, name: str = "") -> OutboxKey:
    """This week's key of an account, or last week's by its name; older ones are gone, and what lies under them with them.

    Made from a secret outside the database, so that the same owner who signs in again can send what still waits.
    """
    by.require("wages.round")
    week = week_of(at.astimezone().date())
    names = {f"{day:%Y%m%d}" for day in (week, week - timedelta(days=7))}
    name = name or f"{week:%Y%m%d}"
    if name not in names:
        raise Refused("key_gone", _("手机里存的太久了，已经打不开"))
    secret = keyed_hash(f"{by.account_id}:{name}", "rounds.outbox")
    return OutboxKey(name, secret, keyed_hash(str(by.account_id), "rounds.owner")[:24], at + LIFE)
