"""A word to a partner's machine that something waits: signed, without personal data, from the outbox, through the guard."""

from __future__ import annotations

import hmac
import json
from datetime import datetime

from django.conf import settings
from django.db.models import F

from unionhall.base import outbound, work
from unionhall.base.refusal import Refused
from unionhall.kernel.notices.rules import MOST_TRIES, back_off

from .. import queries
from ..models import Hook, Referral

FAULTS = (OSError, ValueError, Refused)


def want(*, referral: Referral, event: str, at: datetime) -> None:
    """Put a word into the outbox when the partner has an address for it; the same event once."""
    if referral.agency.webhook:
        _row, fresh = Hook.objects.get_or_create(referral=referral, event=event[:20], defaults={"created_at": at})
        if fresh:
            work.later("cases.hooks")


def drop(*, referral: Referral) -> int:
    """Take back what has not left."""
    return Hook.objects.filter(referral=referral, sent_at=None).delete()[0]


def signed(*, secret: str, body: bytes, at: datetime) -> str:
    """t=<seconds>,v1=<HMAC-SHA256 over 't.body', hex>: the receiver refuses what is old or altered."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, 'sha256').hexdigest()}"


def send_hooks(*, at: datetime, post: object = outbound.post) -> int:
    """Send what waits, each try claimed first, with patience between tries; returns how many were taken."""
    return sum(_send(row, at, post) for row in queries.waiting_hooks(MOST_TRIES)[:50] if row.created_at + back_off(row.tries) * row.tries <= at)


def _send(row: Hook, at: datetime, post: object) -> bool:
    if not Hook.objects.filter(pk=row.pk, tries=row.tries, sent_at=None).update(tries=F("tries") + 1):
        return False
    agency = row.referral.agency
    body = json.dumps({"referral": row.referral.reference, "event": row.event, "state": row.referral.state}).encode()
    headers = {"Content-Type": "application/json", "X-UnionHall-Signature": signed(secret=agency.webhook_secret, body=body, at=at)}
    try:
        status = post(agency.webhook, body, headers, hosts=settings.PARTNER_HOSTS)
    except FAULTS as fault:
        Hook.objects.filter(pk=row.pk).update(failure=(fault.code if isinstance(fault, Refused) else str(fault))[:200])
        return False
    if not 200 <= status < 300:
        Hook.objects.filter(pk=row.pk).update(failure=f"HTTP {status}")
        return False
    return Hook.objects.filter(pk=row.pk, sent_at=None).update(sent_at=at, failure="") == 1
