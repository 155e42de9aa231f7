"""When a complaint is due, and its number.

15 days from receipt, calendar days, the day of receipt not counted (民法典 201). No local rule is confirmed yet, so the
parameter `complaints.answer_days` of policy wins over this constant where it is set.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

ANSWER_DAYS: Final = 15
ANSWER_DAYS_PARAMETER: Final = "complaints.answer_days"
_NUMBER: Final = re.compile(r"TS(?P<county>[0-9]{6})-(?P<year>[0-9]{4})-(?P<serial>[0-9]{5,})", re.ASCII)


def due_on(received_on: dt.date, answer_days: int) -> dt.date:
    return received_on + dt.timedelta(days=answer_days)


def number_of(county_code: str, year: int, serial: int) -> str:
    """TS330282-2026-00017: the county's seventeenth of the year."""
    return f"TS{county_code}-{year}-{serial:05d}"


def serial_of(number: str) -> int | None:
    """None for a number that is not of this pattern (taken over from elsewhere)."""
    match = _NUMBER.fullmatch(number)
    return None if match is None else int(match["serial"])
