"""An assignment's number."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"JB(?P<county>[0-9]{6})-(?P<year>[0-9]{4})-(?P<serial>[0-9]{5,})", re.ASCII)


def number_of(county_code: str, year: int, serial: int) -> str:
    """JB330282-2026-00017: the county's seventeenth of the year."""
    return f"JB{county_code}-{year}-{serial:05d}"


def serial_of(number: str) -> int:
    """0 for a number that is not of this pattern."""
    match = _NUMBER.fullmatch(number)
    return 0 if match is None else int(match["serial"])
