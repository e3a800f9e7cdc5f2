"""The receipt of a report: an enquiry code that is not stored, and a statement that proves itself."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import IntegrityError

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.people import services as people

from .. import queries, rules
from ..models import Case, Receipt

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(maxsize=2)
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(secret, 16) % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> bytes:
    """The verifying key, uncompressed point, 65 bytes."""
    key = _private(settings.SIGNING_KEY).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def key_id() -> str:
    """Twelve hex characters that name the verifying key."""
    return sha256(public_key()).hexdigest()[:12]


def sign(text: str) -> str:
    """ECDSA P-256 over SHA-256: r‖s, 64 bytes, base64url; s is the lower of its two values, so that there is one text."""
    first, second = decode_dss_signature(_private(settings.SIGNING_KEY).sign(text.encode(), ec.ECDSA(SHA256())))
    return _base64(first.to_bytes(32, "big") + min(second, ORDER - second).to_bytes(32, "big"))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def verify(text: str, signature: str, public: bytes) -> bool:
    """Whether a statement stands as it was signed, to the letter; needs no server. `public` as `public_key()` gives it."""
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        first, second = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        key.verify(encode_dss_signature(first, second), text.encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return len(raw) == 64 and _base64(raw) == signature and second <= ORDER // 2


def proof_holds(*, text: str, key: str = "") -> bool:
    """Whether a saved receipt of four lines (`proof_text`) stands. `key`: the published key in hex, if it is at hand."""
    lines = text.strip().splitlines()
    if len(lines) != 4:
        return False
    statement, signature, named, shown = lines
    try:
        public = bytes.fromhex(shown)
    except ValueError:
        return False
    same = named == sha256(public).hexdigest()[:12] and shown == public.hex() and key in ("", shown)
    return same and verify(statement, signature, public)


def code_for(*, client_key: str) -> str:
    """The enquiry code that a form's key leads to: the same at every retry, and nowhere stored."""
    return rules.receipt_from(hmac.digest(bytes.fromhex(settings.RECEIPT_PEPPER), f"code:{client_key}".encode(), "sha256"))


def code_hash(code: str) -> str:
    """Argon2id with the pepper as fixed salt, so that it can be looked up; about 20 ms."""
    salt = bytes.fromhex(settings.RECEIPT_PEPPER)[:16]
    return hash_secret_raw(code.encode(), salt, 2, 19456, 1, 32, Type.ID).hex()


def receipt_of(*, client_key: str) -> Receipt | None:
    """What a form with this key was already answered with: a retry files nothing new."""
    return queries.by_client_key(keyed_hash(client_key, "client"))


def issue_receipt(*, case: Case, person: Person | None, client_key: str, said: str, at: datetime) -> tuple[Receipt, str]:
    """Give a report its receipt: (row, enquiry code). `said` is the report as the reporter sees it."""
    code = code_for(client_key=client_key)
    statement = rules.statement(reference=case.reference, at=at, said=said)
    row = Receipt.objects.create(
        case=case, person=person, client_key=keyed_hash(client_key, "client"), code_hash=code_hash(code),
        issued_at=at, statement=statement, signature=sign(statement), key_id=key_id(),
    )  # fmt: skip
    return row, code


def file_once(*, client_key: str, file: Callable[[], tuple[Receipt, str]]) -> tuple[Receipt, str]:
    """File a form once per key: (receipt, enquiry code). A retry, or a second press, gets the first one's answer."""
    if len(client_key) < 32:
        raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
    if done := receipt_of(client_key=client_key):
        return done, code_for(client_key=client_key)
    try:
        return file()
    except IntegrityError:
        done = receipt_of(client_key=client_key)
        if done is None:
            raise
        return done, code_for(client_key=client_key)


def receipt_by_code(*, code: str, place: str, at: datetime) -> Receipt:
    """The receipt behind a typed code; guessing is slowed per `place` (device and network). Refused beside 'code'."""
    key = people.guess_key(target="receipt", device=place)
    people.require_no_wait(key=key, at=at)
    receipt = find_by_receipt(code=code)
    if receipt is None:
        people.missed(key=key, at=at)
        raise Refused("code", _("查不到这个码。看清 0 和 O、1 和 I，再输一次"), field="code")
    people.hit(key=key)
    return receipt


def find_by_receipt(*, code: str) -> Receipt | None:
    """The receipt behind a typed enquiry code, or None."""
    clean = rules.clean_receipt(code)
    return queries.by_receipt_hash(code_hash(clean)) if clean else None


def looked(*, case: Case, by: Actor, at: datetime, reason: str = "", what: str = "view") -> None:
    """Journal that somebody opened a matter: the worker sees who looked, and why."""
    journal.record(
        kind="read", verb=f"{case.kind}.{what}", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at, reason=reason
    )


def proof_text(*, receipt: Receipt) -> str:
    """What a worker saves or prints: four lines that `unionhall check receipt` and the saved page can check."""
    return f"{receipt.statement}\n{receipt.signature}\n{receipt.key_id}\n{public_key().hex()}\n"
