"""One-time links: the token stands in the fragment, opening one asks for a fresh code, then it belongs to one device.

Neither token nor typed code lies in the database: both follow from the link's salt and a key outside it.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import rules as people_rules
from unionhall.kernel.people import services as people

from .. import queries
from .. import rules as case_rules
from ..models import LinkCode, Referral, ReferralLink
from ..rules import referrals as rules

DEAD = _("这个链接不能用了：过期、作废，或者已经打开过。请工会再发一条")
UNKNOWN = _("没有这个短码。看清 0 和 O、1 和 I，再输一次")


def _derived(salt: str, what: str) -> bytes:
    return hmac.digest(bytes.fromhex(settings.RECEIPT_PEPPER), f"link:{what}:{salt}".encode(), "sha256")


def token_of(*, link: ReferralLink) -> str:
    """43 base64url characters, 256 bits; stands in the link's fragment."""
    return base64.urlsafe_b64encode(_derived(link.salt, "token")).decode().rstrip("=")


def typed_of(*, link: ReferralLink) -> str:
    """Eight Crockford characters, for a reader without script or a paper slip."""
    return case_rules.receipt_from(_derived(link.salt, "typed"))[:8]


def address_of(*, link: ReferralLink) -> str:
    """The whole address: what follows # is never sent by a fetcher, and never logged."""
    return f"{settings.PUBLIC_URL}/partner/#{token_of(link=link)}"


@transaction.atomic
def issue_link(*, referral_id: int, by: Actor, at: datetime) -> ReferralLink:
    """A fresh link for a referral that lies with its receiver; the one before is dead. The caller has loaded the referral."""
    row = Referral.objects.select_for_update(of=("self",)).select_related("case").get(pk=referral_id)
    if row.state not in rules.WITH_RECEIVER:
        raise Refused("step_closed", _("现在不能发链接：还没送出，或者已经有结果"))
    ReferralLink.objects.filter(referral=row, ended_at=None).update(ended_at=at)
    link = ReferralLink(referral=row, salt=secrets.token_hex(16), issued_at=at, expires_at=at + rules.LINK_LIFE)
    link.token_hash, link.typed_hash = keyed_hash(token_of(link=link), "link"), keyed_hash(typed_of(link=link), "link")
    link.save(force_insert=True)
    journal.record(kind="security", verb="cases.link", subject=f"cases.case:{row.case_id}", path=row.case.path, by=by, at=at, note=row.reference)
    return link


def openable(*, link: ReferralLink | None, at: datetime) -> bool:
    """Whether a link still waits for its human."""
    return (
        link is not None and link.ended_at is None and link.used_at is None and at < link.expires_at
        and link.referral.state in rules.WITH_RECEIVER
    )  # fmt: skip


def find_link(*, said: str, place: str, at: datetime) -> ReferralLink:
    """The link behind a token or a typed code; guessing is slowed at its place, and nowhere else."""
    key = people.guess_key(target="referral link", device=place)
    people.require_no_wait(key=key, at=at)
    text = said.strip()
    short = text if len(text) == 43 else people_rules.clean_digits(text).translate(str.maketrans("OILU", "011V"))
    link = queries.link_by_hash(keyed_hash(short, "link"))
    if link is None:
        people.missed(key=key, at=at)
        raise Refused("link", UNKNOWN, field="said")
    if not openable(link=link, at=at):
        raise Refused("link", DEAD, field="said")
    people.hit(key=key)
    return link


def send_code(*, link_id: int, device: str, at: datetime) -> LinkCode:
    """A fresh six-digit number to the agency's registered contact, for ten minutes and for the device that asked."""
    people.attempt(key=people.guess_key(target=f"link code:{link_id}", device=device), at=at)
    with transaction.atomic():
        link = _waiting(link_id, at)
        if not link.referral.agency.phone:
            raise Refused("no_contact", _("这个单位还没有登记联系电话，请打工会电话"))
        code = f"{secrets.randbelow(10**6):06d}"
        row = LinkCode.objects.create(
            link=link, device_hash=keyed_hash(device, "device"), code_hash=_code_hash(link, device, code), expires_at=at + rules.CODE_LIFE
        )
        notices.send_sms(
            phone=link.referral.agency.phone, message="referral_code", effect_key=f"referral:{link.referral_id}:code:{row.pk}", at=at,
            code=code, reference=link.referral.reference,
        )  # fmt: skip
    return row


def _waiting(link_id: int, at: datetime) -> ReferralLink:
    """The link under its lock, still waiting for its human."""
    link = ReferralLink.objects.select_for_update(of=("self",)).select_related("referral__agency").filter(pk=link_id).first()
    if not openable(link=link, at=at):
        raise Refused("link", DEAD)
    return link


def _code_hash(link: ReferralLink, device: str, code: str) -> str:
    return keyed_hash(f"{link.pk}|{device}|{code}", "link code")


def open_link(*, link_id: int, code: str, device: str, at: datetime) -> str:
    """Use the link up with the right number; returns the pass that this device alone may show. Once, whoever comes at once."""
    key = people.guess_key(target=f"link:{link_id}", device=device)
    people.attempt(key=key, at=at)
    with transaction.atomic():
        link = _waiting(link_id, at)
        shown = secrets.token_urlsafe(32) if _use_code(link, people_rules.clean_digits(code), device, at) else ""
        if shown:
            claim(link=link, device=device, shown=shown, at=at)
    if not shown:
        raise Refused("code", _("验证码不对或者过期了，可以再发一条"), field="code")
    people.hit(key=key)
    return shown


def claim(*, link: ReferralLink, device: str, shown: str, at: datetime) -> None:
    """The row that makes it once: only a link that nobody used takes a pass."""
    won = ReferralLink.objects.filter(pk=link.pk, used_at=None, ended_at=None).update(
        used_at=at, device_hash=keyed_hash(device, "device"), pass_hash=keyed_hash(shown, "pass")
    )
    if not won:
        raise Refused("link", DEAD)


def _use_code(link: ReferralLink, code: str, device: str, at: datetime) -> bool:
    rows = LinkCode.objects.filter(
        link=link, device_hash=keyed_hash(device, "device"), used_at=None, expires_at__gt=at, tries__lt=rules.CODE_TRIES
    )
    for row in rows.order_by("-pk")[:3]:
        if hmac.compare_digest(row.code_hash, _code_hash(link, device, code)):
            return LinkCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at) == 1
    rows.update(tries=F("tries") + 1)
    return False


def held(*, shown: str, device: str, at: datetime) -> Referral:
    """The one referral that this device's pass opens; Refused when it is over, re-issued, withdrawn, or another device's."""
    link = queries.held_link(keyed_hash(shown, "pass"), keyed_hash(device, "device")) if shown and device else None
    if link is None or link.used_at is None or at >= link.used_at + rules.PASS_LIFE:
        raise Refused("not_yours", DEAD)
    return link.referral
