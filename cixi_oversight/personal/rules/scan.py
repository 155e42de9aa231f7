"""Finds numbers of persons in plain sight: in a text that somebody writes, or in an answer of ours (tests)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

_MOBILE: Final = re.compile(r"(?<![0-9A-Za-z*])(?:\+?86[- ]?)?(1\d{2}[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z])", re.ASCII)
_DOCUMENT: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.ASCII)
_CARD: Final = re.compile(r"(?<![0-9A-Za-z])\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?(?![0-9A-Za-z])", re.ASCII)


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """(kind, number) of every mobile number, resident identity number and bank card in the text."""
    for found in _MOBILE.finditer(text):
        yield "phone", found.group(1)
    for found in _DOCUMENT.finditer(text):
        if _is_a_birthday(found.group()[6:14]):
            yield "document", found.group()
    for found in _CARD.finditer(text):
        if _luhn(found.group().replace(" ", "")):
            yield "card", found.group()


def has_number(text: str) -> bool:
    return next(numbers_in(text), None) is not None


def _is_a_birthday(eight: str) -> bool:
    try:
        day = dt.datetime.strptime(eight, "%Y%m%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        return False
    return dt.date(1900, 1, 1) <= day <= dt.date(2100, 1, 1)


def _luhn(digits: str) -> bool:
    if not 16 <= len(digits) <= 19:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
