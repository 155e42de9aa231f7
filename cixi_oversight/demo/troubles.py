"""What goes wrong for whom and when. Each trouble shapes facts and nothing else: the codes are computed from those.

About four in five institutions are never in trouble. Troubles begin one after the other, a few a week, so that
colours move all through the nights; some lasted before, some end again, the last red one falls into the last week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Each makes one indicator (or several) serious while it lasts."""

    LIABILITY_LAPSE = "liability_lapse"  # the premises policy ran out and nobody renewed it
    COVER_LAPSE = "cover_lapse"  # so did the students' cover
    ENROLMENT_FALL = "enrolment_fall"  # more than half of the students left within a month
    HOARDING = "hoarding"  # prepaid per student above the cap
    LATE_STATEMENT = "late_statement"  # the last quarter's statement came weeks late, or not yet
    ILLIQUID = "illiquid"  # current assets far below current liabilities
    INSOLVENT = "insolvent"  # net assets below zero
    THIN_CAPITAL = "thin_capital"  # several times the capital is prepaid
    CAPITAL_CUT = "capital_cut"  # the capital was reduced
    COMPLAINTS = "complaints"  # many valid complaints, answered late
    NO_FACTS = "no_facts"  # taken over from another department, nothing filed yet


class Noise(StrEnum):
    """Small things that cost a green institution a point or two, never its colour."""

    NONE = "none"
    LATE_FILER = "late_filer"
    LATE_RENEWAL = "late_renewal"
    SMALL_LOSSES = "small_losses"
    LOW_CAPITAL = "low_capital"


NOISES: Final = (
    (Noise.NONE, 60),
    (Noise.LATE_FILER, 10),
    (Noise.LATE_RENEWAL, 12),
    (Noise.SMALL_LOSSES, 8),
    (Noise.LOW_CAPITAL, 10),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """From `start` on the facts are bad; from `end` on (None: not yet) they are mended."""

    kind: Kind
    start: dt.date
    end: dt.date | None = None

    def lasts_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)
