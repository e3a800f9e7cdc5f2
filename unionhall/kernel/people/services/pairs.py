"""Key pairs of staff: made with a password that only its owner knows, opened at sign-in, put away for the session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from unionhall.base import envelope
from unionhall.base.access import Actor
from unionhall.base.envelope import Shut
from unionhall.kernel.journal import services as journal

from .. import queries
from ..models import Account, KeyPair, SignIn


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose private half is at hand in this request. `pair_id` names the row of the pair."""

    pair_id: int
    account_id: int
    private: bytes = field(repr=False)


def _label(account_id: int) -> str:
    return f"people.pair:{account_id}"


@transaction.atomic
def new_pair(*, account: Account, password: str, by: Actor, at: datetime) -> KeyPair:
    """A fresh pair under the account's own password; the one before ends, and with it what it opened."""
    end_pair(account=account, by=by, at=at)
    made, salt = envelope.new_pair(), envelope.new_salt()
    locked = envelope.lock(envelope.key_of(password, salt), made.private, _label(account.pk))
    row = KeyPair.objects.create(account=account, public=made.public, salt=salt, private=locked, made_at=at)
    journal.record(kind="security", verb="people.pair", subject=f"people.account:{account.pk}", by=by, at=at, note=f"pair {row.pk}")
    return row


@transaction.atomic
def end_pair(*, account: Account, by: Actor, at: datetime) -> int:
    """End the account's pair and forget its private half; returns how many ended."""
    ended = KeyPair.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at, private=None)
    SignIn.objects.filter(account=account).update(private=None)
    if ended:
        journal.record(kind="security", verb="people.pair_end", subject=f"people.account:{account.pk}", by=by, at=at)
    return ended


@transaction.atomic
def rewrap(*, account: Account, old: str, new: str, by: Actor, at: datetime) -> None:
    """The same private half under a changed password; a new pair when there was none, or the old one does not open."""
    row, holder = queries.pair_of(account.pk), open_pair(account=account, password=old)
    if row is None or holder is None:
        new_pair(account=account, password=new, by=by, at=at)
        return
    row.salt = envelope.new_salt()
    row.private = envelope.lock(envelope.key_of(new, row.salt), holder.private, _label(account.pk))
    row.save(update_fields=["salt", "private"])


def open_pair(*, account: Account, password: str) -> Holder | None:
    """The account's private half by its password; None without a pair, or when the password is not the one it lies under."""
    row = queries.pair_of(account.pk)
    if row is None or row.private is None:
        return None
    try:
        private = envelope.unlock(envelope.key_of(password, bytes(row.salt)), bytes(row.private), _label(account.pk))
    except Shut:
        return None
    return Holder(row.pk, account.pk, private)


def put_away(*, holder: Holder, session_key: str) -> str:
    """Keep a private half for a session under a random key; returns that key (hex) for the browser's cookie, kept nowhere else."""
    key = envelope.new_key()
    locked = envelope.lock(key, holder.private, f"people.sign_in:{session_key}")
    kept = SignIn.objects.filter(session_key=session_key, account_id=holder.account_id, ended_at__isnull=True).update(private=locked)
    return key.hex() if kept else ""


def taken_out(*, session_key: str, secret: str) -> Holder | None:
    """The private half of a live session by its cookie's key; None when either is missing, over, or not the other's."""
    sign_in = queries.sign_in(session_key)
    pair = queries.pair_of(sign_in.account_id) if sign_in else None
    if sign_in is None or pair is None or sign_in.private is None:
        return None
    try:
        private = envelope.unlock(bytes.fromhex(secret), bytes(sign_in.private), f"people.sign_in:{session_key}")
    except ValueError:  # Shut, or no hex at all
        return None
    return Holder(pair.pk, sign_in.account_id, private)
