"""Staff: appointed with their first keys, given new ones, let go. Each act is a line of the journal."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from .. import queries, rules
from ..models import Account, Post, SignIn
from . import pairs
from .persons import give_post, open_account, person_for, totp

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Agency, Union

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
ISSUER = "UnionHall"


@dataclass(frozen=True, slots=True)
class Keys:
    """What is handed over once, on paper: the log-in, the first password, the authenticator's address (otpauth://…)."""

    login: str
    password: str
    uri: str


def first_password() -> str:
    """Four groups of four letters that cannot be confused: about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(4))


def keys_of(*, account: Account, password: str) -> Keys:
    """The account's keys, as they are handed over."""
    return Keys(account.login or "", password, totp(secret_hex=account.totp_secret).get_provisioning_uri(account.login or "", ISSUER))


@transaction.atomic
def appoint(
    *, name: str, phone: str, login: str, role: str, union: Union, valid_from: date, by: Actor, at: datetime,
    agency: Agency | None = None,
) -> tuple[Post, Keys | None]:  # fmt: skip
    """Give somebody a post; who has no staff account yet gets one, with keys that are shown this once.

    Refused: not_yours (the union lies elsewhere), login, login_taken, agency, post_held, what a person refuses.
    """
    _require_area(by, union)
    if role in (rules.Role.LAWYER, rules.Role.PARTNER) and agency is None:
        raise Refused("agency", _("律师和协作单位的人，要选是哪一家"), field="agency")
    person = person_for(name=name, phone=phone, by=by, at=at)
    account = Account.objects.filter(person=person).first()
    keys = None
    if account is None or account.login is None:
        account, keys = _staff_account(account, person, login, by, at)
    try:
        with transaction.atomic():
            post = give_post(account=account, role=role, union=union, agency=agency, valid_from=valid_from, by=by, at=at)
    except IntegrityError as error:
        raise Refused("post_held", _("这个人在这里已经有这个岗位了"), field="role") from error
    return post, keys


def _require_area(by: Actor, union: Union) -> None:
    by.require("people.admin")
    if not by.scope("people.admin").reaches(union.path or ""):
        raise Refused("not_yours", _("这个工会不归您管"), field="union")


def _staff_account(account: Account | None, person: object, login: str, by: Actor, at: datetime) -> tuple[Account, Keys]:
    clean = login.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9._-]{2,39}", clean):
        raise Refused("login", _("账号用小写字母开头，3 到 40 位，可以有数字、点和横线"), field="login")
    if Account.objects.filter(login=clean).exists():
        raise Refused("login_taken", _("这个账号有人用了，换一个"), field="login")
    password, secret = first_password(), secrets.token_hex(20)
    if account is None:
        account = open_account(person=person, login=clean, password=password, totp_secret=secret, by=by, at=at)
    else:  # a worker's account becomes a staff account: the person stays one
        account.login, account.totp_secret = clean, secret
        account.set_password(password)
        account.save()
    return account, keys_of(account=account, password=password)


def _post_of(pk: int, by: Actor, today: date) -> Post:
    row = queries.staff_below(scope=by.scope("people.admin"), today=today).filter(pk=pk).first()
    if row is None:
        raise Refused("not_yours", _("这个岗位不归您管，或者已经结束了"))
    return row


@transaction.atomic
def end_post(*, pk: int, by: Actor, at: datetime) -> Post:
    """End a post today: the powers go with the next request. The last administrator of an area stays."""
    today = at.astimezone().date()
    row = _post_of(pk, by, today)
    if row.role == rules.Role.ADMINISTRATOR and not _others(row, today):
        raise Refused("last_administrator", _("这里只剩这一位管理员，先任命另一位"))
    if row.valid_from >= today:  # given today: it never held a day
        row.delete()
    else:
        row.valid_to = today
        row.save(update_fields=["valid_to"])
    if not queries.posts_on(today).filter(account=row.account).exists():
        _sign_out(row.account, at)
    journal.record(
        kind="security", verb="people.post_end", subject=f"people.account:{row.account_id}", path=row.union.path or "",
        by=by, at=at, note=f"{row.role} {today}",
    )  # fmt: skip
    return row


def _others(row: Post, today: date) -> bool:
    path = row.union.path or ""
    above = [int(part) for part in path.strip("/").split("/") if part]
    held = queries.posts_on(today).filter(role=rules.Role.ADMINISTRATOR, union_id__in=above, account__is_active=True)
    return held.exclude(pk=row.pk).exists()


def _sign_out(account: Account, at: datetime) -> None:
    SignIn.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at, private=None)


@transaction.atomic
def renew_keys(*, post_id: int, by: Actor, at: datetime) -> Keys:
    """New password and authenticator for somebody who lost theirs; every device is signed out.

    Their key pair ends: whoever hands over a password must not open with it what its owner could open.
    """
    row = _post_of(post_id, by, at.astimezone().date())
    account = row.account
    if _wider(account, by, at):
        raise Refused("not_yours", _("这个人在您管不到的工会也有岗位，请上级管理员来办"))
    password = first_password()
    account.totp_secret, account.totp_used_step = secrets.token_hex(20), 0
    account.set_password(password)
    account.save()
    pairs.end_pair(account=account, by=by, at=at)
    _sign_out(account, at)
    journal.record(
        kind="security", verb="people.renew_keys", subject=f"people.account:{account.pk}", path=row.union.path or "", by=by, at=at
    )
    return keys_of(account=account, password=password)


def _wider(account: Account, by: Actor, at: datetime) -> bool:
    """Whether the account opens more than the administrator's own area: its keys would be a way up."""
    scope = by.scope("people.admin")
    held = queries.posts_on(at.astimezone().date()).filter(account=account).select_related("union")
    return any(not scope.reaches(post.union.path or "") for post in held)


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, by: Actor, at: datetime, keep: str = "") -> None:
    """One's own password; the other devices are signed out, the session under `keep` goes on.

    The key pair for confidential letters goes along; who had none has one from now on.
    """
    if by.account_id != account.pk:
        raise Refused("not_yours", _("只能改自己的密码"))
    if not account.check_password(old):
        raise Refused("old_password", _("原来的密码不对"), field="old")
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused("weak_password", _("新密码至少 12 位，不要用常见的"), field="new") from error
    account.set_password(new)
    account.save(update_fields=["password"])
    SignIn.objects.filter(account=account, ended_at__isnull=True).exclude(session_key=keep).update(ended_at=at, private=None)
    pairs.rewrap(account=account, old=old, new=new, by=by, at=at)
    journal.record(kind="security", verb="people.password", subject=f"people.account:{account.pk}", by=by, at=at)
