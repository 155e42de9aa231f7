"""Handing in again: each returned item is changed, or the applicant says why it stays. Plain decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FIELD: Final = "field"
DOCUMENT: Final = "document"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item of the last return. `was` is {"value": …} of a field; empty where it was not kept."""

    target: str
    key: str
    comment: str
    remark: str = ""
    was: Mapping[str, Any] = field(default_factory=dict)


def unanswered(asked: Iterable[Asked], payload: Mapping[str, Any], fresh: Collection[str]) -> list[Asked]:
    """Items that stand as they were returned, without a word about it. `fresh`: documents that have a new file."""
    return [one for one in asked if not one.remark and _stands(one, payload, fresh)]


def _stands(one: Asked, payload: Mapping[str, Any], fresh: Collection[str]) -> bool:
    if one.target == DOCUMENT:
        return one.key not in fresh
    return "value" in one.was and payload.get(one.key) == one.was["value"]
