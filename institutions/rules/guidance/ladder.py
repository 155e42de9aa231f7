"""What each rung may lead to, and how it stands on a day. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from institutions.enums.guidance import Outcome, Rung

ORDER: Final = tuple(Rung)
FITTING: Final[dict[Rung, frozenset[Outcome]]] = {
    Rung.REMINDER: frozenset({Outcome.RECTIFIED, Outcome.NOT_RECTIFIED}),
    Rung.TALK: frozenset(),
    Rung.RECTIFY: frozenset({Outcome.RECTIFIED, Outcome.NOT_RECTIFIED}),
    Rung.CIRCULATE: frozenset({Outcome.RECTIFIED, Outcome.NOT_RECTIFIED}),
    Rung.REFER: frozenset({Outcome.RECEIPT, Outcome.DECIDED}),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A rung as a dated fact. `source` is (kind, id) of the row that says so, `name` its public id."""

    rung: Rung
    taken_on: dt.date
    what: str
    source: tuple[str, int]
    name: str = ""
    number: str = ""
    due_on: dt.date | None = None
    to: str = ""
    outcomes: tuple[tuple[Outcome, dt.date, str], ...] = ()

    @property
    def is_over(self) -> bool:
        """Something came of it; of a referral the authority's result, its receipt is only the way there."""
        ends = {Outcome.DECIDED} if self.rung is Rung.REFER else {Outcome.RECTIFIED, Outcome.NOT_RECTIFIED}
        return self.rung is Rung.TALK or any(one[0] in ends for one in self.outcomes)

    def is_late(self, on: dt.date) -> bool:
        return self.due_on is not None and not self.is_over and self.due_on < on


def highest(taken: Iterable[Taken]) -> Rung | None:
    """How far up the institution has come."""
    return max((one.rung for one in taken), key=ORDER.index, default=None)
