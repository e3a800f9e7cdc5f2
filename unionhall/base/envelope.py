"""Envelopes: bytes under a random key of their own, and that key wrapped for each who may open them. Pure functions.

Layouts: locked = nonce (12) + AES-256-GCM; wrapped = one-time public half (32) + locked. A `label` is authenticated, so that
no value can be put in another's place. RFC 5869 (HKDF), RFC 7748 (X25519), RFC 9106 (Argon2id, its second recommended choice).
"""

import os
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY, NONCE, SALT = 32, 12, 16
ROUNDS, KIBIBYTES, LANES = 3, 65536, 4


class Shut(ValueError):
    """The key does not fit, or a byte was altered; which of the two cannot be told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Both halves of an X25519 key pair, 32 raw bytes each. Whoever has the private half opens what the public one closed."""

    public: bytes
    private: bytes

    def __repr__(self) -> str:
        return "Pair(…)"


def new_pair() -> Pair:
    """A fresh key pair."""
    private = X25519PrivateKey.generate()
    return Pair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def new_key() -> bytes:
    """A random data key, 32 bytes."""
    return os.urandom(KEY)


def new_salt() -> bytes:
    """A random salt for `key_of`, 16 bytes."""
    return os.urandom(SALT)


def key_of(secret: str, salt: bytes) -> bytes:
    """The key that follows from a password or a code: Argon2id, 3 rounds over 64 MiB, about a tenth of a second."""
    return hash_secret_raw(secret.encode(), salt, ROUNDS, KIBIBYTES, LANES, KEY, Type.ID)


def lock(key: bytes, data: bytes, label: str) -> bytes:
    """`data` under a key, for `label` alone."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, label.encode())


def unlock(key: bytes, raw: bytes, label: str) -> bytes:
    """What was locked; Shut when key, label or bytes are not the same."""
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], label.encode())
    except (InvalidTag, ValueError) as error:  # ValueError: cut off short
        raise Shut(label) from error


def wrap(key: bytes, public: bytes, label: str) -> bytes:
    """A data key for the holder of a private half."""
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return point + lock(_derived(shared, point, public), key, label)


def unwrap(raw: bytes, private: bytes, label: str) -> bytes:
    """The data key again; Shut when it was wrapped for somebody else or altered."""
    own = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(raw[:KEY]))
    except ValueError as error:
        raise Shut(label) from error
    return unlock(_derived(shared, raw[:KEY], own.public_key().public_bytes_raw()), raw[KEY:], label)


def _derived(shared: bytes, point: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"unionhall envelope 1" + point + public).derive(shared)
