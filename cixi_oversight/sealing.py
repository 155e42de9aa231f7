"""Seals single values (decision 13). The one module that knows an algorithm; `personal` and `users` say what is bound.

A sealed value is `algorithm:key id:base64url(nonce, ciphertext, tag)`; `bound_to` is its associated data, so that a
value moved elsewhere does not open. The blind index is `algorithm:key id:hex` of a keyed hash: equal numbers give equal
texts, and without the key nobody can try them.

Keys come from the environment: `PERSONAL_KEYS=k1:<base64>,k2:sm4gcm:<base64>` (32 bytes for aesgcm, which is meant
where none is named; 16 for sm4gcm), `PERSONAL_KEY_CURRENT=k2` seals from now on, the others only open. The same for
`PERSONAL_INDEX_KEYS` (hmac-sha256 or hmac-sm3, 32 bytes) and `PERSONAL_INDEX_KEY_CURRENT`.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cixi_oversight.errors import DomainError, Refusal

NONCE: Final = 12
TAG: Final = 16
_KEY_ID: Final = re.compile(r"[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class _Algorithm:
    key_bytes: int
    cipher: Callable[[bytes], algorithms.AES256 | algorithms.SM4]


_SEALS: Final[Mapping[str, _Algorithm]] = {
    "aesgcm": _Algorithm(32, algorithms.AES256),
    "sm4gcm": _Algorithm(16, algorithms.SM4),
}
_HASHES: Final[Mapping[str, Callable[[], hashes.HashAlgorithm]]] = {
    "hmac-sha256": hashes.SHA256,
    "hmac-sm3": hashes.SM3,
}
INDEX_KEY: Final = 32


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    id: str
    algorithm: str
    secret: bytes

    @property
    def prefix(self) -> str:
        return f"{self.algorithm}:{self.id}:"


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    keys: Mapping[str, Key]
    current: Key


class SealBroken(DomainError):
    """The stored value was changed, belongs to another row or field, or its key is not on this host."""

    code = "personal_seal_broken"
    message = "The stored value cannot be opened. Nothing was shown; tell the security administrator."
    refusal = Refusal.CONFLICT


# --- sealing ---


def seal(text: str, *, bound_to: bytes, nonce: bytes | None = None) -> str:
    """Under the current key. `nonce` is given only by the demo's builder, whose rows are the same for the same seed."""
    return _seal(seal_ring().current, text.encode(), bound_to=bound_to, nonce=nonce or os.urandom(NONCE))


def unseal(stored: str, *, bound_to: bytes) -> str:
    """Raises SealBroken: changed, bound to something else, or sealed by a key that this host does not have."""
    algorithm, _, rest = stored.partition(":")
    key_id, _, body = rest.partition(":")
    key = seal_ring().keys.get(key_id)
    if key is None or key.algorithm != algorithm:
        raise SealBroken
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        if len(raw) < NONCE + TAG or _text(raw) != body:  # one text a value: no second spelling opens
            raise SealBroken
        mode = modes.GCM(raw[:NONCE], raw[-TAG:])
        opener = Cipher(_SEALS[algorithm].cipher(key.secret), mode).decryptor()
        opener.authenticate_additional_data(bound_to)
        return (opener.update(raw[NONCE:-TAG]) + opener.finalize()).decode()
    except (InvalidTag, binascii.Error, UnicodeError, ValueError) as error:
        raise SealBroken from error


def _seal(key: Key, plain: bytes, *, bound_to: bytes, nonce: bytes) -> str:
    sealer = Cipher(_SEALS[key.algorithm].cipher(key.secret), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(bound_to)
    body = sealer.update(plain) + sealer.finalize()
    return key.prefix + _text(nonce + body + sealer.tag)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


# --- blind index ---


def index(key: Key, value: str, *, field: str) -> str:
    """What equal values have in common, under one index key. `value` is in its one normal form."""
    keyed = hmac.HMAC(key.secret, _HASHES[key.algorithm]())
    keyed.update(f"{field}\0{value}".encode())
    return key.prefix + keyed.finalize().hex()


# --- keys ---


def seal_ring() -> Ring:
    lengths = {name: algorithm.key_bytes for name, algorithm in _SEALS.items()}
    return _ring(tuple(settings.PERSONAL_KEYS), settings.PERSONAL_KEY_CURRENT, tuple(lengths.items()))


def index_ring() -> Ring:
    lengths = dict.fromkeys(_HASHES, INDEX_KEY)
    return _ring(tuple(settings.PERSONAL_INDEX_KEYS), settings.PERSONAL_INDEX_KEY_CURRENT, tuple(lengths.items()))


def check_keys() -> None:
    """At start-up. Raises ImproperlyConfigured, which names the key and never shows it."""
    rings = (seal_ring(), index_ring())
    secrets = [key.secret for ring in rings for key in ring.keys.values()]
    if len(set(secrets)) != len(secrets):
        raise ImproperlyConfigured("Two of the keys of personal data are the same.")
    if not settings.IS_DEMO and not set(secrets).isdisjoint(map(base64.b64decode, settings.PERSONAL_DEMO_SECRETS)):
        raise ImproperlyConfigured("The demo's keys of personal data are public: make your own.")


@cache
def _ring(texts: tuple[str, ...], current: str, lengths: tuple[tuple[str, int], ...]) -> Ring:
    keys = [_key(text, dict(lengths)) for text in texts]
    by_id = {key.id: key for key in keys}
    if len(by_id) != len(keys):
        raise ImproperlyConfigured("Two keys of personal data have the same id.")
    if current not in by_id:
        raise ImproperlyConfigured(f"The current key of personal data, {current!r}, is not among the keys.")
    return Ring(by_id, by_id[current])


def _key(text: str, lengths: Mapping[str, int]) -> Key:
    """`k1:<base64>` or `k1:<algorithm>:<base64>`."""
    parts = text.strip().split(":")
    if len(parts) == 2:
        parts.insert(1, next(iter(lengths)))
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[0]) or parts[1] not in lengths:
        raise ImproperlyConfigured("A key of personal data is written as id:base64 or id:algorithm:base64.")
    key_id, algorithm, encoded = parts
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"The key {key_id!r} of personal data is not base64.") from None
    if len(secret) != lengths[algorithm]:
        raise ImproperlyConfigured(f"The key {key_id!r} of personal data must have {lengths[algorithm]} bytes.")
    return Key(key_id, algorithm, secret)
