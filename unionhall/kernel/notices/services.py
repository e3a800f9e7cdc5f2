"""Telling people: rows in the caller's transaction, then a send by the worker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from apprise import Apprise
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F

from unionhall.base import work
from unionhall.base.access import Scope

from . import kinds, queries, rules
from .models import Notice

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person


def tell(*, person: Person, message: str, effect_key: str, at: datetime, link: str = "", **values: object) -> Notice:
    """Tell a person in the app, and by SMS when there is a phone. The same effect key tells once."""
    text = kinds.MESSAGES[message].shown(values)
    row, fresh = Notice.objects.get_or_create(
        effect_key=f"app:{effect_key}",
        defaults={"channel": rules.ChannelKind.APP, "person": person, "text": text, "link": link, "created_at": at, "sent_at": at},
    )
    if fresh and person.phone:
        send_sms(phone=person.phone, message=message, effect_key=effect_key, at=at, person=person, **values)
    return row


def send_sms(
    *, phone: str, message: str, effect_key: str, at: datetime, person: Person | None = None, **values: object
) -> Notice:
    """Put an SMS into the outbox; the worker hands it to the gateway."""
    kind = kinds.MESSAGES[message]
    row, fresh = Notice.objects.get_or_create(
        effect_key=f"sms:{effect_key}",
        defaults={
            "channel": rules.ChannelKind.SMS, "person": person, "address": phone,
            "text": kind.shown(values), "sealed": kind.text.format(**values) if kind.sealed else "", "created_at": at,
        },
    )  # fmt: skip
    if fresh:
        work.later("notices.send", notice_id=row.pk)
    return row


def drop_unsent(*, effect_prefix: str) -> int:
    """Take back what has not left yet, by the beginning of its effect key over any channel; returns how many."""
    rows = Notice.objects.filter(sent_at__isnull=True)
    return sum(rows.filter(effect_key__startswith=f"{kind}:{effect_prefix}").delete()[0] for kind in ("sms", "app"))


def deliver(*, notice_id: int, at: datetime) -> bool:
    """Hand one message to its gateway; an outage is kept with its reason and tried again by the tick.

    Each try is claimed before it is made and has its own time: of two workers with the same message, one sends.
    """
    row = Notice.objects.filter(pk=notice_id, sent_at__isnull=True, tries__lt=rules.MOST_TRIES).first()
    if row is None or not due(row=row, at=at):
        return False
    if not Notice.objects.filter(pk=row.pk, tries=row.tries).update(tries=F("tries") + 1):
        return False
    try:
        kinds.GATEWAYS[gateway_for(channel=row.channel)].send(address=row.address, text=row.whole)
    except kinds.GatewayDown as down:
        Notice.objects.filter(pk=row.pk).update(failure=str(down)[:200])
        return False
    return Notice.objects.filter(pk=row.pk, sent_at__isnull=True).update(sent_at=at, failure="") == 1


def gateway_for(*, channel: str) -> str:
    """The gateway that serves a channel, by settings."""
    return {
        rules.ChannelKind.SMS: settings.SMS_GATEWAY, rules.ChannelKind.EMAIL: "email", rules.ChannelKind.GROUP: "apprise"
    }[rules.ChannelKind(channel)]  # fmt: skip


def retry_waiting(*, at: datetime) -> int:
    """Try again what is due by its back-off."""
    return sum(deliver(notice_id=row.pk, at=at) for row in queries.waiting()[:200] if due(row=row, at=at))


def due(*, row: Notice, at: datetime) -> bool:
    """Whether a message may be tried now: at once the first time, then with patience."""
    return row.created_at + rules.back_off(row.tries) * row.tries <= at


def read_all(*, scope: Scope, at: datetime) -> int:
    """Mark a person's own messages read."""
    return queries.inbox(scope=scope).filter(read_at__isnull=True).update(read_at=at)


def console(*, address: str, text: str) -> None:
    """The demo's gateway: nothing leaves the machine; the outbox page shows the row."""


def email(*, address: str, text: str) -> None:
    """Through Django's e-mail settings."""
    try:
        send_mail("职工之家", text, None, [address])
    except OSError as error:
        raise kinds.GatewayDown(str(error)) from error


def group(*, address: str, text: str) -> None:
    """To the staff groups named in settings, through Apprise."""
    channel = Apprise()
    channel.add(settings.APPRISE_URLS)
    if not channel.notify(body=text):
        raise kinds.GatewayDown("apprise")
