"""A complaint's number, and the time to answer it where policy sets none: 15 calendar days, the day of receipt not
counted (民法典 201)."""

from __future__ import annotations

import re
from typing import Final

ANSWER_DAYS: Final = 15
_NUMBER: Final = re.compile(r"TS(?P<county>[0-9]{6})-(?P<year>[0-9]{4})-(?P<serial>[0-9]{5,})", re.ASCII)


def number_of(county_code: str, year: int, serial: int) -> str:
    """TS330282-2026-00017: the county's seventeenth of the year."""
    return f"TS{county_code}-{year}-{serial:05d}"


def serial_of(number: str) -> int | None:
    """None for a number that is not of this pattern (taken over from elsewhere)."""
    match = _NUMBER.fullmatch(number)
    return None if match is None else int(match["serial"])
