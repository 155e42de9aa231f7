"""How big a demo is. `small` is for tests, `city` for people, `province` for load."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """`institutions` active ones in each county, `nights` that are really run, `months` of monthly returns."""

    name: str
    institutions: int
    nights: int
    counties: int = 1
    quarters: int = 8
    months: int = 24
    complaint_weeks: int = 78
    with_archive: bool = True  # the closed institutions and conversions of the letter
    with_work: bool = True  # what people have on their desks: cases, filings, assignments, letters


SIZES: Final = {
    size.name: size
    for size in (
        Size("small", institutions=30, nights=20, months=12, complaint_weeks=26, with_archive=False),
        Size("city", institutions=500, nights=90),
        Size("province", institutions=2_000, nights=2, counties=10, months=8, complaint_weeks=26, with_work=False),
    )
}

# The letter's archive must lie behind it, and the holidays of the year must be known.
FIRST_AS_OF: Final = dt.date(2024, 1, 1)
LAST_AS_OF: Final = dt.date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: the same plan gives the same rows."""

    size: Size
    seed: int
    as_of: dt.date

    @property
    def first_night(self) -> dt.date:
        return self.as_of - dt.timedelta(days=self.size.nights - 1)

    @property
    def last_day(self) -> dt.date:
        """Facts are entered up to yesterday: today is for whoever tries the demo."""
        return self.as_of - dt.timedelta(days=1)

    def quarters(self) -> list[dt.date]:
        """First days of the last complete quarters, oldest first."""
        month = self.as_of.replace(month=3 * ((self.as_of.month - 1) // 3) + 1, day=1)
        return [add_months(month, -3 * back) for back in range(self.size.quarters, 0, -1)]

    def months(self) -> list[dt.date]:
        """First days of the last complete months, oldest first."""
        return [add_months(self.as_of.replace(day=1), -back) for back in range(self.size.months, 0, -1)]


def add_months(first_day: dt.date, months: int) -> dt.date:
    whole = first_day.year * 12 + first_day.month - 1 + months
    return dt.date(whole // 12, whole % 12 + 1, 1)
