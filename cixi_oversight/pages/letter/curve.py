"""Week by week: how many of the letter's institutions were done, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cixi_oversight.pages.letter.history import History, Outcome, outcome_on

FIRST_SUNDAY: Final = dt.date(2021, 8, 29)
_WEEK: Final = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """Totals up to and with a day."""

    day: dt.date
    done: dict[Outcome, int]
    left: int


def weekly(cohort: Sequence[History], *, until: dt.date) -> list[Week]:
    """At the end of every week (Sunday) from the end of August on, and on the last day itself."""
    days = []
    day = FIRST_SUNDAY
    while day < until:
        days.append(day)
        day += _WEEK
    return [_week(cohort, day) for day in (*days, until)]


def _week(cohort: Sequence[History], day: dt.date) -> Week:
    done = dict.fromkeys(Outcome, 0)
    for history in cohort:
        outcome = outcome_on(history, day)
        if outcome is not None:
            done[outcome[0]] += 1
    return Week(day, done, len(cohort) - sum(done.values()))
