"""The campaign of 2021 week by week: what had become of the letter's institutions by a day, by town and by authority.

Plain Python over the histories that the letter's figures are made of; nothing of the demo is known here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cixi_oversight.pages.letter.history import History, Outcome, outcome_on


@dataclass(slots=True)
class Tally:
    """Of one town or authority: how many there are, what became of how many, how many are left."""

    name: str
    total: int = 0
    done: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    @property
    def left(self) -> int:
        return self.total - sum(self.done.values())

    @property
    def percent(self) -> int:
        """Rounded down, as the letter's: 100 only when the last one is done."""
        return (self.total - self.left) * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Place:
    """Of an institution: its town, and who answers for each end it may come to."""

    town: str
    authority: Mapping[Outcome, str]


def tally(cohort: Sequence[History], day: dt.date) -> Tally:
    """All together, by the end of a day."""
    whole = Tally("")
    for history in cohort:
        _count(whole, history, day)
    return whole


def by_town(cohort: Sequence[History], places: Mapping[int, Place], day: dt.date) -> list[Tally]:
    """The town with most institutions first."""
    found: dict[str, Tally] = {}
    for history in cohort:
        name = places[history.institution_id].town
        _count(found.setdefault(name, Tally(name)), history, day)
    return sorted(found.values(), key=lambda one: (-one.total, one.name))


def by_authority(cohort: Sequence[History], places: Mapping[int, Place], day: dt.date, last: dt.date) -> list[Tally]:
    """Who took how many over or off the register by the day, out of all that came to it by the `last` one."""
    found: dict[str, Tally] = {}
    for history in cohort:
        end = outcome_on(history, last)
        if end is None:
            continue
        name = places[history.institution_id].authority[end[0]]
        _count(found.setdefault(name, Tally(name)), history, day)
    return sorted(found.values(), key=lambda one: (-one.total, one.name))


def done_between(cohort: Sequence[History], after: dt.date, day: dt.date) -> list[tuple[History, Outcome, dt.date]]:
    """Those that were done in the week: later than `after`, by `day`; the oldest first."""
    found = [
        (history, *outcome)
        for history in cohort
        for outcome in [outcome_on(history, day)]
        if outcome is not None and outcome[1] > after
    ]
    return sorted(found, key=lambda one: (one[2], one[0].institution_id))


def _count(into: Tally, history: History, day: dt.date) -> None:
    into.total += 1
    outcome = outcome_on(history, day)
    if outcome is not None:
        into.done[outcome[0]] += 1
