"""The one form of a payload that is hashed, and the draw of the sample."""

from __future__ import annotations

import hashlib
import json

from institutions.rules.filings.schema import Payload

_SALT = "filings.sample"


def canonical(payload: Payload) -> str:
    """JSON with sorted keys, no blanks, letters as they are: the same contents give the same text everywhere."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(payload: Payload) -> str:
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def is_sampled(public_id: str, *, percent: int, salt: str = _SALT) -> bool:
    """Whether a person looks although nothing is doubtful: SHA-256 of the filing's id, so that nobody chooses and
    everybody can check. `percent` 0 samples none, 100 all."""
    digest = hashlib.sha256(f"{salt}/{public_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100 < percent
