"""How far a complaint has come, as other departments' systems are told."""

from __future__ import annotations

from enum import StrEnum


class ComplaintState(StrEnum):
    RECEIVED = "received"
    JUDGED = "judged"
    CLOSED = "closed"


def state_of(*, is_valid: bool | None, outcome: str | None) -> ComplaintState:
    if outcome:
        return ComplaintState.CLOSED
    return ComplaintState.RECEIVED if is_valid is None else ComplaintState.JUDGED
