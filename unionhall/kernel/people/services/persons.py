"""Persons, accounts, posts, signing in, consents, and the journalled unmasking of identity."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from pypinyin import lazy_pinyin

from unionhall.base.access import Actor, Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from .. import queries, rules
from ..models import Account, ApiToken, Consent, Guess, Person, Post, SignIn, SignInCode, Standing

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Agency, Union

WRONG = _("对不上，再核对一次")
SECONDS = 30
TOKEN_LIFE = timedelta(days=366)
TOKEN_NOTED = timedelta(minutes=1)


def draft_person(*, name: str, at: datetime, phone: str = "", id_number: str = "") -> Person:
    """An unsaved person; phone and ID number are cleaned, a wrong one is refused."""
    clean_phone, clean_id = rules.clean_phone(phone), rules.clean_id(id_number)
    if phone and not clean_phone:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    if id_number and not clean_id:
        raise Refused("id_number", _("身份证号是 18 位，这一个对不上，请再看一眼"), field="id_number")
    return Person(
        name=name.strip(), name_sound="".join(lazy_pinyin(name.strip()))[:200], created_at=at,
        phone=clean_phone, phone_hash=keyed_hash(clean_phone, "phone") or None,
        id_number=clean_id, id_hash=keyed_hash(clean_id, "id") or None,
    )  # fmt: skip


@transaction.atomic
def person_for(*, name: str, by: Actor, at: datetime, phone: str = "", id_number: str = "") -> Person:
    """The person with this ID number, or with this phone and name; else a new one.

    A phone that already belongs to somebody of another name is left with its owner.
    """
    draft = draft_person(name=name, at=at, phone=phone, id_number=id_number)
    known = queries.person_by_id(draft.id_number)
    holder = queries.person_by_phone(draft.phone)
    if known is None and holder is not None and (holder.name == draft.name or not draft.name):
        known = holder
    if known is not None:
        return known
    if holder is not None:
        draft.phone_hash = None
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:  # the same phone or number arrived a moment before
        return person_for(name=name, phone=phone, id_number=id_number, by=by, at=at)
    journal.record(kind="change", verb="people.person", subject=f"people.person:{draft.pk}", by=by, at=at)
    return draft


def persons_for_many(*, people: Sequence[tuple[str, str]], at: datetime) -> list[Person | None]:
    """The persons behind (name, phone) pairs, set-wise: known by phone, else new; None without a phone.

    A phone that already belongs to somebody of another name is left with its owner, and gives None.
    """
    hashes = [keyed_hash(rules.clean_phone(phone), "phone") for _name, phone in people]
    known = queries.persons_by_hashes(set(filter(None, hashes)))
    fresh: dict[str, Person] = {}
    for (name, phone), hashed in zip(people, hashes, strict=True):
        if hashed and hashed not in known and hashed not in fresh:
            fresh[hashed] = draft_person(name=name, phone=phone, at=at)
    known |= {row.phone_hash or "": row for row in Person.objects.bulk_create(fresh.values(), batch_size=1000)}
    found = [known.get(hashed) for hashed in hashes]
    return [row if row and row.name == name.strip() else None for row, (name, _phone) in zip(found, people, strict=True)]


@transaction.atomic
def open_account(
    *, person: Person, by: Actor, at: datetime, login: str | None = None, password: str = "", totp_secret: str = ""
) -> Account:
    """Give a person an account; staff get login, password and a TOTP secret (hex), workers none of them."""
    account = Account(person=person, login=login.strip().lower() if login else None, totp_secret=totp_secret)
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save(force_insert=True)
    journal.record(kind="security", verb="people.account", subject=f"people.account:{account.pk}", by=by, at=at)
    return account


@transaction.atomic
def give_post(
    *, account: Account, role: str, union: Union, valid_from: date, by: Actor, at: datetime, agency: Agency | None = None
) -> Post:
    """Give an account a role at a union from a day on."""
    post = Post.objects.create(account=account, role=role, union=union, agency=agency, valid_from=valid_from)
    journal.record(
        kind="security", verb="people.post", subject=f"people.account:{account.pk}", path=union.path or "",
        by=by, at=at, note=f"{role} {valid_from}",
    )  # fmt: skip
    return post


def guess_key(*, target: str, device: str) -> str:
    """One counter per target and device: guessing elsewhere never slows the owner here."""
    return keyed_hash(f"{target}|{device}", "guess")


def door_key(*, target: str, account: Account | None, device: str, network: str) -> str:
    """The counter of a sign-in: a device that was signed in before has its own, all new ones of a network share one.

    Whoever throws the device's name away to guess on gains nothing; the owner's own device is never slowed by it.
    """
    known = account is not None and queries.device_known(account.pk, device)
    return guess_key(target=target, device=device if known else f"new|{network}")


def wait_left(*, key: str, at: datetime) -> float:
    """Seconds until the next guess under this key is looked at; 0 when it may be made now."""
    row = Guess.objects.filter(pk=key).first()
    if row is None or rules.forgotten(row.last_at, at):
        return 0.0
    return max(0.0, (row.last_at + rules.delay(row.tries) - at).total_seconds())


def require_no_wait(*, key: str, at: datetime) -> None:
    """Refused, with the seconds left, while the delay of earlier wrong guesses runs."""
    if left := wait_left(key=key, at=at):
        raise Refused("slow_down", _("试得太快了，{seconds} 秒后再试"), values={"seconds": int(left) + 1})


def attempt(*, key: str, at: datetime) -> None:
    """Count a guess before it is looked at, or refuse it while the delay runs: of a volley at once, one is looked at.

    `hit` takes the count back.
    """
    row = Guess.objects.filter(pk=key).first()
    require_no_wait(key=key, at=at)
    if row is None:
        claimed = Guess.objects.get_or_create(pk=key, defaults={"tries": 1, "last_at": at})[1]
    else:
        tries = 1 if rules.forgotten(row.last_at, at) else row.tries + 1
        seen = Guess.objects.filter(pk=key, tries=row.tries, last_at=row.last_at)
        claimed = seen.update(tries=tries, last_at=at)
    if not claimed:
        raise Refused("slow_down", _("试得太快了，{seconds} 秒后再试"), values={"seconds": 1})


def missed(*, key: str, at: datetime) -> None:
    """Count a wrong guess. Not part of the caller's transaction: a refusal must not undo it."""
    row, fresh = Guess.objects.get_or_create(pk=key, defaults={"tries": 1, "last_at": at})
    if not fresh:
        tries = 1 if rules.forgotten(row.last_at, at) else F("tries") + 1
        Guess.objects.filter(pk=key).update(tries=tries, last_at=at)


def hit(*, key: str) -> None:
    """A right answer clears its counter."""
    Guess.objects.filter(pk=key).delete()


def totp(*, secret_hex: str) -> TOTP:
    """RFC 6238 with 6 digits and 30 seconds."""
    return TOTP(bytes.fromhex(secret_hex), 6, SHA1(), SECONDS, enforce_key_length=False)


def totp_step(*, secret_hex: str, code: str, at: datetime) -> int | None:
    """The time step that a code belongs to: now, the one before or the one after; None when it fits none."""
    now = int(at.timestamp())
    for seconds in (now, now - SECONDS, now + SECONDS):
        try:
            totp(secret_hex=secret_hex).verify(rules.clean_digits(code).encode(), seconds)
        except InvalidToken:
            continue
        return seconds // SECONDS
    return None


def sign_in_staff(*, login: str, password: str, code: str, device: str, at: datetime, network: str = "") -> Account:
    """The account behind login, password and TOTP code; each code once. Refused alike whatever was wrong."""
    account = queries.account_by_login(login)
    key = door_key(target=f"staff:{login.strip().lower()}", account=account, device=device, network=network)
    attempt(key=key, at=at)
    right = account.check_password(password) if account else not make_password(password)  # as slow either way
    step = totp_step(secret_hex=account.totp_secret, code=code, at=at) if account and right and account.totp_secret else None
    fresh = step is not None and Account.objects.filter(pk=account.pk, totp_used_step__lt=step).update(totp_used_step=step)
    if not fresh:
        raise Refused("sign_in", WRONG)
    hit(key=key)
    return account


def issue_code(*, phone: str, device: str, at: datetime, network: str = "") -> tuple[str, str]:
    """A six-digit code for a phone: (clean phone, code). The caller sends it; only its keyed hash is kept.

    It serves the device that asked for it and no other: nobody else can guess at it, or use up its tries.
    """
    clean = rules.clean_phone(phone)
    if not clean:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    attempt(key=_issue_key(clean, device, network), at=at)
    code = f"{secrets.randbelow(10**6):06d}"
    asked = _asked(clean, device)
    SignInCode.objects.create(
        phone_hash=asked, code_hash=keyed_hash(f"{asked}:{code}", "code"), expires_at=rules.code_expires(at)
    )
    return clean, code


def _asked(phone: str, device: str) -> str:
    return keyed_hash(f"{phone}|{device}", "phone and device")


def _issue_key(phone: str, device: str, network: str) -> str:
    account = queries.account_by_phone(phone)
    return door_key(target=f"issue:{phone}", account=account, device=device, network=network)


def sign_in_worker(*, phone: str, code: str, device: str, at: datetime, network: str = "") -> Account:
    """The account behind a phone and its one-time code, used up by this call; opened when there is none yet."""
    clean = rules.clean_phone(phone)
    key = guess_key(target=f"code:{clean}", device=device)
    attempt(key=key, at=at)
    if not _use_code(_asked(clean, device), rules.clean_digits(code), at):
        raise Refused("code", _("验证码不对或者过期了，可以再发一条"), field="code")
    hit(key=key)
    hit(key=_issue_key(clean, device, network))
    return account_for_phone(phone=clean, at=at)


def _use_code(asked: str, code: str, at: datetime) -> bool:
    rows = SignInCode.objects.filter(
        phone_hash=asked, used_at__isnull=True, expires_at__gt=at, tries__lt=rules.CODE_TRIES
    )
    wanted = keyed_hash(f"{asked}:{code}", "code")
    for row in rows.order_by("-pk")[:3]:
        if hmac.compare_digest(row.code_hash, wanted):
            return SignInCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=at) == 1
    rows.update(tries=F("tries") + 1)
    return False


@transaction.atomic
def account_for_phone(*, phone: str, at: datetime) -> Account:
    """A worker's account by clean phone, opened on first sign-in."""
    if account := queries.account_by_phone(phone):
        return account
    system = Actor(system="sign-in")
    person = queries.person_by_phone(phone) or person_for(name="", phone=phone, by=system, at=at)
    return open_account(person=person, by=system, at=at)


def begin(*, account: Account, session_key: str, device: str, agent: str, at: datetime) -> SignIn:
    """Record a signed-in session."""
    row = SignIn.objects.create(
        account=account, session_key=session_key, device=device, agent=agent[:200], begun_at=at
    )
    by = Actor(account.pk, account.person_id, account.person.name)
    journal.record(kind="security", verb="people.sign_in", subject=f"people.account:{account.pk}", by=by, at=at)
    return row


def end(*, pk: int, by: Actor, at: datetime) -> int:
    """End one of one's own sessions, or, as an administrator, one of the staff below; returns how many ended."""
    rows, scope = SignIn.objects.filter(pk=pk, ended_at__isnull=True), by.scope("people.admin")
    if not scope.everything:
        below = queries.staff_below(scope=scope, today=at.astimezone().date())
        rows = rows.filter(Q(account_id=by.account_id) | Q(account__in=below.values("account")))
    ended = rows.update(ended_at=at, private=None)
    if ended:
        journal.record(kind="security", verb="people.sign_out", subject=f"people.sign_in:{pk}", by=by, at=at)
    return ended


@transaction.atomic
def consent(*, person: Person, purpose: str, receiver: str, text: str, by: Actor, at: datetime) -> Consent:
    """Store a yes with the text that was shown; a live one is returned as it is."""
    live = queries.consents(person.pk).filter(purpose=purpose, receiver=receiver).first()
    if live:
        return live
    row = Consent.objects.create(person=person, purpose=purpose, receiver=receiver, text=text, given_at=at)
    journal.record(kind="change", verb="people.consent", subject=f"people.person:{person.pk}", by=by, at=at, note=purpose)
    return row


def revoke_consent(*, consent_id: int, person_id: int, by: Actor, at: datetime) -> Consent:
    """Take back a yes of this person: from now on nothing may be handed out under it. Refused when it is not theirs or over."""
    row = Consent.objects.filter(pk=consent_id, person_id=person_id).first()
    if row is None or not Consent.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=at):
        raise Refused("no_consent", _("这份同意已经收回了"))
    journal.record(
        kind="change", verb="people.consent_end", subject=f"people.person:{person_id}", by=by, at=at, note=row.purpose
    )
    return row


def stand(
    *, person: Person, kind: str, valid_from: date, by: Actor, at: datetime, level: str = "", issuer: str = ""
) -> Standing:
    """Record a standing of a person, known from now on."""
    row = Standing.objects.create(
        person=person, kind=kind, level=level, valid_from=valid_from, known_from=at, issuer=issuer
    )
    journal.record(kind="change", verb="people.standing", subject=f"people.person:{person.pk}", by=by, at=at, note=kind)
    return row


def unmask(*, person: Person, field: str, reason: str, by: Actor, at: datetime, path: str = "") -> str:
    """Show a phone or ID number in full: the power and a reason are asked, the read is journalled."""
    by.require("people.unmask")
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明为什么要看，至少 4 个字"), field="reason")
    journal.record(
        kind="read", verb=f"people.unmask.{field}", subject=f"people.person:{person.pk}", path=path,
        by=by, at=at, reason=reason,
    )  # fmt: skip
    return {"phone": person.phone, "id_number": person.id_number}[field]


@transaction.atomic
def issue_token(
    *, account: Account, label: str, powers: Iterable[str], valid_to: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A program's key to one's own account: (row, text shown once). Its powers are some of those held, for a year at most."""
    if not by.system and by.account_id != account.pk:
        raise Refused("not_yours", _("接口密钥只能给自己的账号开"))
    asked, holder = sorted(set(powers)), queries.actor_for(account, at.astimezone().date())
    if not asked or not all(holder.may(power) for power in asked):
        raise Refused("powers", _("密钥只能带您自己有的权限，至少带一项"), field="powers")
    if not at < valid_to <= at + TOKEN_LIFE:
        raise Refused("valid_to", _("有效期最长一年"), field="valid_to")
    prefix, secret = f"uh_{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    text = f"{prefix}_{secret}"
    row = ApiToken.objects.create(
        account=account, label=label[:60], prefix=prefix, secret_hash=keyed_hash(text, "token"), powers=" ".join(asked),
        issued_at=at, valid_to=valid_to,
    )  # fmt: skip
    journal.record(kind="security", verb="people.token", subject=f"people.account:{account.pk}", by=by, at=at, note=prefix)
    return row, text


@transaction.atomic
def revoke_token(*, token_id: int, by: Actor, at: datetime) -> int:
    """End a key: one's own, or as administrator one of an account below one's unions; returns how many ended."""
    below = Post.objects.filter(by.scope("people.admin").within("union__path")).values("account_id")
    mine = Q() if by.system else Q(account_id=by.account_id) | Q(account_id__in=below)
    ended = ApiToken.objects.filter(mine, pk=token_id, revoked_at=None).update(revoked_at=at)
    if ended:
        journal.record(kind="security", verb="people.token_end", subject=f"people.api_token:{token_id}", by=by, at=at)
    return ended


def actor_for_token(*, text: str, at: datetime) -> Actor | None:
    """Who a key acts for: the account's grants of the day, cut to the key's powers; None when it opens nothing (any more)."""
    live = ApiToken.objects.filter(secret_hash=keyed_hash(text, "token"), revoked_at=None, valid_to__gt=at)
    row = live.select_related("account__person").first()
    if row is None:
        return None
    holder, powers = queries.actor_for(row.account, at.astimezone().date()), frozenset(row.powers.split())
    grants = tuple(replace(grant, powers=grant.powers & powers) for grant in holder.grants if grant.powers & powers)
    if not holder.known or not grants:
        return None
    if row.last_used_at is None or at - row.last_used_at >= TOKEN_NOTED:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=at)
    return replace(holder, grants=grants)


def posts_held(*, scope: Scope) -> Iterable[tuple[Post, str, str]]:
    """Every post that was ever given below the scope's paths, with its union's path and level: for the reports."""
    rows = Post.objects.select_related("union").order_by("pk")
    rows = rows if scope.everything else rows.filter(scope.within("union__path"))
    return ((row, row.union.path or "", row.union.level) for row in rows.iterator(2000))
