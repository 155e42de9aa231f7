"""What is hashed, to the byte. `deploy/verify_audit.py` follows this text without importing it.

Every line is JSON in ASCII with sorted keys and no blanks; moments are UTC with microseconds
(`2026-11-23T01:02:03.000004Z`), days are ISO. Lines end in one line feed, which is hashed too.

- An event's line: `actor`, `data`, `id`, `institution_id`, `kind` ("event"), `recorded_at`, `request_id`, `source`,
  `subject_id`, `subject_kind`, `verb`, `why`.
- An event's mark: its id as 8 bytes, signed, big-endian, then the first 8 bytes of the SHA-256 of its line without
  the line feed. The marks tell which event of a day was touched; the hash tells that one was.
- A head's body: `day`, `events`, `first_id`, `job_id`, `kind` ("head"), `last_id`, `marks` (SHA-256 of the marks),
  `previous`, `sealed_at`, `upto_id`.
- A head's hash: SHA-256 of the lines of its events in the order of their ids, then of its body's line. The body holds
  the hash of the day before: so the days are chained.
- In an export a head's line is its body with `marks` in base64 and with `hash`.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

NOTHING_BEFORE: Final = "0" * 64
EVENT_FIELDS: Final = (
    "id",
    "recorded_at",
    "actor_id",
    "verb",
    "subject_kind",
    "subject_id",
    "institution_id",
    "why",
    "data",
    "request_id",
    "source",
)


def canonical(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event_line(row: Mapping[str, Any]) -> bytes:
    """`row` has EVENT_FIELDS. Without the line feed."""
    values = {**row, "kind": "event", "recorded_at": moment(row["recorded_at"]), "actor": row["actor_id"]}
    del values["actor_id"]
    return canonical(values)


def mark(event_id: int, line: bytes) -> bytes:
    return event_id.to_bytes(8, "big", signed=True) + hashlib.sha256(line).digest()[:8]


def head_body(head: Any) -> dict[str, Any]:
    """Of a head whose fields but `hash` are set."""
    return {
        "kind": "head",
        "day": head.day.isoformat(),
        "events": head.events,
        "first_id": head.first_id,
        "last_id": head.last_id,
        "upto_id": head.upto_id,
        "marks": hashlib.sha256(bytes(head.marks)).hexdigest(),
        "previous": head.previous,
        "sealed_at": moment(head.sealed_at),
        "job_id": head.job_id,
    }


def head_line(head: Any) -> bytes:
    """As an export carries it."""
    return canonical({**head_body(head), "marks": base64.b64encode(bytes(head.marks)).decode(), "hash": head.hash})
