"""What a token looks like and what is kept of it."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

BYTES: Final = 32
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
    """256 random bits in 43 letters that fit into an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str | None:
    """What is kept; None for a text that no token of ours is, which is not worth a look into the database."""
    return hashlib.sha256(token.encode("ascii")).hexdigest() if _TOKEN.fullmatch(token) else None
