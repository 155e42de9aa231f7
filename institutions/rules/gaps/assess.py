"""What the register itself can say of a standard. It never says "not met" alone: an officer decides on the evidence.

Areas are hundredths of a square metre, money is fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.gaps import StandardUnit


@dataclass(frozen=True, slots=True)
class Known:
    """What the register holds of an institution; None where it does not know."""

    area_hundredths: int | None = None  # of the open sites together
    students: int | None = None  # as last returned
    capital_fen: int | None = None  # of the standing registration


@dataclass(frozen=True, slots=True)
class Finding:
    """`met` is None where the register cannot tell."""

    met: bool | None
    sentence: Message | None = None


_HUNDRED: Final = 100
_WAN: Final = 1_000_000


def assess(unit: StandardUnit, amount: int | None, known: Known) -> Finding:
    """All students are taken as present at once, which is the strict reading: a yes is certain, a no is not."""
    if amount is None:
        return Finding(None)
    if unit is StandardUnit.FEN and known.capital_fen is not None:
        sentence = msg("Registered capital %(wan)s (in ten thousand yuan)", wan=_two(known.capital_fen, _WAN))
        return Finding(known.capital_fen >= amount, sentence)
    if unit is StandardUnit.AREA_PER_STUDENT and known.area_hundredths is not None and known.students:
        sentence = msg(
            "%(area)s m² for %(students)s students, %(each)s m² each if all come at once",
            area=_two(known.area_hundredths, _HUNDRED),
            students=known.students,
            each=_two(known.area_hundredths // known.students, _HUNDRED),
        )
        met = known.area_hundredths >= amount * known.students
        return Finding(met or None, sentence)
    return Finding(None)


def _two(value: int, unit: int) -> str:
    """In whole numbers where it is one, else with two decimals, rounded down."""
    hundredths = value * _HUNDRED // unit
    whole, rest = divmod(hundredths, _HUNDRED)
    return f"{whole}.{rest:02d}" if rest else str(whole)
