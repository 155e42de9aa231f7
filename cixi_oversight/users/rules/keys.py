"""What a key of a department's system looks like, and what of it is kept.

    cx_demo_k3m9x2pq_Zk1x...      marker, environment, look-up prefix, secret of 256 random bits

Why not the AbstractAPIKey of djangorestframework-api-key: its primary key holds the hash, so that the hash would stand
in every audit row and address that names a key; it asks the clock itself; and it knows neither an environment nor an
end that is set later, when a key is replaced. What is left of it is the twenty lines below. A secret of 256 random
bits needs no salt and no slow hash: nobody finds it by trying, so one SHA-256 is what is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_KEY: Final = re.compile(r"cx_([a-z]{2,10})_([2-9a-z]{8})_([A-Za-z0-9_-]{43})", re.ASCII)
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class ReadKey:
    """A key as it was sent; `repr` never shows the secret."""

    environment: str
    prefix: str
    hashed: str


def new_key(environment: str) -> tuple[str, ReadKey]:
    """A key, to be shown once, and what is kept of it."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    text = f"cx_{environment}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    return text, ReadKey(environment, prefix, hashed(text))


def read_key(text: str) -> ReadKey | None:
    """None where it is not shaped like a key of ours."""
    parts = _KEY.fullmatch(text)
    return ReadKey(parts[1], parts[2], hashed(text)) if parts else None


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one, other)
