"""The one form of a payload that is hashed, and the draw of the sample."""

from __future__ import annotations

import hashlib
import json

from institutions.rules.filings.schema import Payload


def canonical(payload: Payload) -> str:
    """JSON with sorted keys, no blanks, letters as they are: the same contents give the same text everywhere."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(payload: Payload) -> str:
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def is_sampled(thing: str, *, percent: int, salt: str = "") -> bool:
    """Whether a person looks although nothing is doubtful: SHA-256 of what is filed and of a `salt` that whoever files
    does not know. `percent` 0 samples none, 100 all."""
    digest = hashlib.sha256(f"{salt}/{thing}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100 < percent
