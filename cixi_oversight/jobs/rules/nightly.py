"""What a line of the nightly schedule says, and which day of a line comes next. No clock, no tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nightly:
    """A line starts when its hour has come and everything in `after` has finished for that day."""

    job: str
    at: dt.time  # Asia/Shanghai
    after: tuple[str, ...] = ()
    runs_after_failure: bool = True  # of what stands in `after`; False waits for a person


def next_day(line: Nightly, *, last: dt.date | None, at: dt.datetime) -> dt.date | None:
    """The business day that `line` is due for at `at` (in Asia/Shanghai), or None.

    Missed days are made up one after the other: the day after `last`, never a later one. A line that never ran
    starts with today.
    """
    day = at.date() if last is None else last + dt.timedelta(days=1)
    due = day < at.date() or (day == at.date() and at.time().replace(tzinfo=None) >= line.at)
    return day if due else None
