"""Fields that lie encrypted, and the keyed hash by which they are found.

Each value carries a header: algorithm (1 byte, 1 = AES-256-GCM), key id (4 bytes), nonce (12 bytes).
The column's name is authenticated too, so that a value cannot be moved to another column.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

AES_GCM = b"\x01"


@lru_cache(maxsize=4)
def _ring(text: str) -> dict[bytes, AESGCM]:
    keys = [bytes.fromhex(part.strip()) for part in text.split(",")]
    return {hashlib.sha256(key).digest()[:4]: AESGCM(key) for key in keys}


def encrypt(text: str, label: str) -> bytes:
    """Encrypt under the first key of the ring; `label` names the column."""
    key_id, cipher = next(iter(_ring(settings.FIELD_KEYS).items()))
    nonce = os.urandom(12)
    return AES_GCM + key_id + nonce + cipher.encrypt(nonce, text.encode(), label.encode())


def decrypt(raw: bytes, label: str) -> str:
    """The text again; ValueError when the key is gone or a byte was altered."""
    cipher = _ring(settings.FIELD_KEYS).get(raw[1:5])
    if raw[:1] != AES_GCM or cipher is None:
        raise ValueError(f"{label}: no key for this value")
    try:
        return cipher.decrypt(raw[5:17], raw[17:], label.encode()).decode()
    except InvalidTag as error:
        raise ValueError(f"{label}: the value was altered") from error


def keyed_hash(text: str, purpose: str) -> str:
    """HMAC-SHA256 of a normalised value; its key lies outside the database. Hex, 64 characters; '' stays ''."""
    if not text:
        return ""
    return hmac.new(bytes.fromhex(settings.SEARCH_KEY), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class EncryptedText(models.BinaryField):
    """Text that lies encrypted; '' is stored as null. `label` is bound into the ciphertext."""

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **{**kwargs, "null": True, "editable": False})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        raw = encrypt(value, self.label) if value else None
        return super().get_db_prep_value(raw, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return decrypt(bytes(value), self.label) if value is not None else ""

    def to_python(self, value: Any) -> Any:
        return value or ""
