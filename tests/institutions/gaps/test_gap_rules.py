"""What the register itself knows of a standard, and the table of a gap."""

from __future__ import annotations

import pytest

from cixi_oversight.workflows import states
from institutions.enums.gaps import GapState, StandardUnit
from institutions.rules.gaps.assess import Known, assess
from institutions.rules.gaps.workflow import GAP

AREA = StandardUnit.AREA_PER_STUDENT


@pytest.mark.parametrize(
    ("unit", "amount", "known", "met"),
    [
        (AREA, 300, Known(area_hundredths=30_000, students=100), True),  # exactly three square metres each
        (AREA, 300, Known(area_hundredths=29_999, students=100), None),  # they need not come at once
        (AREA, 300, Known(area_hundredths=30_000), None),
        (AREA, 300, Known(students=100), None),
        (AREA, 300, Known(area_hundredths=30_000, students=0), None),
        (StandardUnit.FEN, 30_000_000, Known(capital_fen=30_000_000), True),
        (StandardUnit.FEN, 30_000_000, Known(capital_fen=29_999_999), False),
        (StandardUnit.FEN, 30_000_000, Known(), None),
        (StandardUnit.PERCENT, 50, Known(students=10), None),
        (StandardUnit.NONE, None, Known(), None),
    ],
)
def test_what_the_register_can_say(unit: StandardUnit, amount: int | None, known: Known, met: bool | None) -> None:
    assert assess(unit, amount, known).met is met


def test_the_sentence_carries_the_figures() -> None:
    found = assess(AREA, 300, Known(area_hundredths=28_650, students=120)).sentence
    assert found is not None
    assert dict(found.figures) == {"area": "286.50", "students": 120, "each": "2.38"}


def test_the_table_knows_no_other_state() -> None:
    assert states(GAP.moves) == set(GapState)
