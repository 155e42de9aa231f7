"""Unified social credit codes checked as a set: the arithmetic of GB 32100 as an SQL expression.

It must agree with python-stdnum, which forms and the API use; a test runs both over the same vectors.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH: Final = 18
PATTERN: Final = "^[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}$"


def expected_character(code: str) -> str:
    """SQL for the eighteenth character that the first seventeen of column `code` demand. `code` is a column name."""
    total = " + ".join(
        f"(strpos('{ALPHABET}', substr({code}, {position}, 1)) - 1) * {weight}"
        for position, weight in enumerate(WEIGHTS, start=1)
    )
    return f"substr('{ALPHABET}', mod(31 - mod({total}, 31), 31) + 1, 1)"
