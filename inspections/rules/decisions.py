"""Which outcome goes with which judgement."""

from __future__ import annotations

from typing import Final

from inspections.enums import Outcome

WITHOUT_JUDGEMENT: Final = frozenset({Outcome.WITHDRAWN, Outcome.REFERRED})


def needs_judgement(outcome: Outcome) -> bool:
    """A complaint that is taken back or handed on need not be judged; every other end follows from a judgement."""
    return outcome not in WITHOUT_JUDGEMENT


def contradicts(outcome: Outcome, *, is_valid: bool | None) -> bool:
    """A valid complaint is not closed as not upheld."""
    return outcome is Outcome.NOT_UPHELD and is_valid is True
