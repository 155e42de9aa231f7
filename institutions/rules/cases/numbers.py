"""A case's number, and the permit number that it proposes."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"ZR(?P<county>[0-9]{6})-(?P<year>[0-9]{4})-(?P<serial>[0-9]{5,})", re.ASCII)


def number_of(county_code: str, year: int, serial: int) -> str:
    """ZR330282-2026-00017: the county's seventeenth application of the year."""
    return f"ZR{county_code}-{year}-{serial:05d}"


def serial_of(number: str) -> int:
    """0 for a number that is not of this pattern."""
    match = _NUMBER.fullmatch(number)
    return 0 if match is None else int(match["serial"])


def permit_number(number: str) -> str:
    """What the decision form proposes for a new permit: 教民3302822026-00017号, unique as the case's number is."""
    match = _NUMBER.fullmatch(number)
    return "" if match is None else f"教民{match['county']}{match['year']}{match['serial']}号"
