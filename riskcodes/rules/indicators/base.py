"""The shape of an indicator: what it reads, how it is worked out, and how it is told.

A value is a fraction of two whole numbers, in the unit of its limits, so that a limit is compared exactly and
reproducibly: n/d is over a limit when n > limit * d. A denominator of 0 with a positive numerator is over every limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cixi_oversight.errors import Message
from riskcodes.enums import Family, Source
from riskcodes.rules.facts import Facts

Value = tuple[int, int] | None  # None: what is needed is missing

# one letter an indicator, as stored
GREEN: Final = "g"
YELLOW: Final = "y"
RED: Final = "r"
GREY: Final = "x"
NOT_APPLICABLE: Final = "n"


class Unit(StrEnum):
    PERCENT = "percent"
    FEN = "fen"  # money a student
    DAYS = "days"
    PER_HUNDRED = "per_hundred"  # complaints a hundred students
    QUARTERS = "quarters"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule set says of one indicator, in whole numbers of its unit."""

    yellow: int
    red: int
    veto: bool = False
    weights: tuple[int, int, int] = (1, 1, 1)  # by size: to 50, to 200, over 200 students
    window_days: int = 90  # complaints only
    least_cases: int = 0
    many_cases: int = 0
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that a value rests on: model, ids, and the figures as they were read."""

    table: str
    ids: tuple[int, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    family: Family
    sources: tuple[Source, ...]  # all must be connected, and fresh; the first is the one it is named after
    unit: Unit
    label: Message
    formula: Message
    value: Callable[[Facts, int, Terms], Value]
    level: Callable[[tuple[int, int], Terms], str]
    reason: Callable[[Facts, int, Terms, str], Message]
    evidence: Callable[[Facts, int, Terms], tuple[Evidence, ...]]
    signs: tuple[str, str] = (">", ">")  # how a value is compared with the yellow and the red limit
    shown: Callable[[Facts, int, Terms], Value] | None = None  # where the value shown is not the one compared
    beside: Callable[[Facts, int, Terms], tuple[tuple[Message, str], ...]] | None = None  # figures shown beside


def over(value: tuple[int, int], terms: Terms) -> str:
    """More is worse; exactly at a limit is still below it."""
    n, d = value
    if n > terms.red * d:
        return RED
    return YELLOW if n > terms.yellow * d else GREEN


def under(value: tuple[int, int], terms: Terms) -> str:
    """Less is worse; exactly at a limit is still enough. A denominator of 0 means nothing is owed."""
    n, d = value
    if n < terms.red * d:
        return RED
    return YELLOW if n < terms.yellow * d else GREEN
