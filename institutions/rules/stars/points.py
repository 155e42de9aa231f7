"""From points to stars, and how long stars are valid. Whole points only; a mean is rounded down."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STARS: Final = (3, 4, 5)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many points on."""

    three: int
    four: int
    five: int


def mean(totals: Sequence[int]) -> int:
    """Of the reviewers' totals, rounded down. Raises ValueError without any."""
    if not totals:
        raise ValueError("no review")
    return sum(totals) // len(totals)


def stars_for(points: int, thresholds: Thresholds) -> int:
    """What the points suggest: 0 (none), 3, 4 or 5."""
    for stars, least in ((5, thresholds.five), (4, thresholds.four), (3, thresholds.three)):
        if points >= least:
            return stars
    return 0


def wrong_points(given: Mapping[int, int | None], most: Mapping[int, int]) -> list[int]:
    """Numbers of the items without points, or with more than the item has."""
    return [number for number, top in most.items() if not 0 <= _or(given.get(number), -1) <= top]


def valid_until(from_on: dt.date, months: int) -> dt.date:
    """The last day: the one before the corresponding day, or the month's last where there is none.

    From 2026-03-01 for 24 months: 2028-02-29. From 2028-02-29: 2030-02-28.
    """
    years, month = divmod(from_on.month - 1 + months, 12)
    year, month = from_on.year + years, month + 1
    last = monthrange(year, month)[1]
    if from_on.day > last:
        return dt.date(year, month, last)
    return dt.date(year, month, from_on.day) - _DAY


def _or(value: int | None, instead: int) -> int:
    return instead if value is None else value
