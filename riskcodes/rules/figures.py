"""Whole-number figures as text. Rounded half up where they are shown, never where something is decided."""

from __future__ import annotations

import datetime as dt
from typing import Final

NONE: Final = "-"


def decimal(n: int, d: int, *, places: int) -> str:
    """n/d with so many decimals, half up away from zero; `-` where the denominator is 0."""
    if d == 0:
        return NONE
    scale: int = 10**places
    whole = (2 * abs(n) * scale + abs(d)) // (2 * abs(d))
    sign = "-" if whole and (n < 0) != (d < 0) else ""
    head, tail = divmod(whole, scale)
    return f"{sign}{head:,}.{tail:0{places}d}" if places else f"{sign}{head:,}"


def yuan(fen: int) -> str:
    return decimal(fen, 100, places=2)


def day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def month(ordinal: int) -> str:
    return day(ordinal)[:7]


def quarter(ordinal: int) -> str:
    first = dt.date.fromordinal(ordinal)
    return f"{first.year}Q{(first.month + 2) // 3}"
