"""Amounts, numbers, phones, words of a list: one spelling in, the stored value or the fault out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cixi_oversight.imports.rules.faults import Fault, fault
from cixi_oversight.imports.rules.profile import UNITS
from cixi_oversight.money import FEN_MAX

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d+))?", re.ASCII)
_INTEGER = re.compile(r"\d{1,9}(?:\.0+)?", re.ASCII)
# one mobile, one land line with or without area code and extension, or one 400/800/5-digit service number
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}|1[0-9]{4}", re.ASCII)
# what `read_phone` hands back as it came; SQL asks this of 50,000 cells at once
PLAIN_PHONE: Final = "^(1[3-9][0-9]{9}|(0[0-9]{2,3}-)?[2-9][0-9]{6,7})$"
_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}", re.ASCII)
_KNOWN_SHOWN: Final = 12


def read_amount(text: str, unit: str) -> str | Fault:
    """Fen as digits. `unit` is yuan or wan_yuan (万元). Never rounds: what is not whole fen is refused."""
    decimals = UNITS[unit]
    match = _AMOUNT.fullmatch(text)
    if match is None or len((match[3] or "").rstrip("0")) > decimals:
        return fault("amount_unreadable", value=text, decimals=decimals)
    fen = int(match[2].replace(",", "") + (match[3] or "").rstrip("0").ljust(decimals, "0"))
    if match[1] and fen:
        return fault("amount_negative", value=text)
    return fault("amount_range", value=text) if fen > FEN_MAX else str(fen)


def read_integer(text: str) -> str | Fault:
    return str(int(float(text))) if _INTEGER.fullmatch(text) else fault("integer", value=text)


def read_phone(text: str) -> str | Fault:
    """One number of a counter, not a person's and not two (SHEETS 8). Spaces and brackets of the area code go."""
    digits = text.replace(" ", "").replace("(", "").replace(")", "-").replace("—", "-").removeprefix("+86")
    digits = digits.removeprefix("-").removesuffix(".0")
    if _LOST.fullmatch(digits):
        return fault("digits_lost", value=text)
    return digits if _PHONE.fullmatch(digits) else fault("phone", value=text)


def read_choice(text: str, values: Mapping[str, str]) -> str | Fault:
    """By the profile's own words, case aside."""
    found = values.get(text) or values.get(text.casefold())
    return found or fault("choice", value=text, known="、".join(list(values)[:_KNOWN_SHOWN]))


def read_lookup(text: str, known: Mapping[str, int]) -> str | Fault:
    found = known.get(text)
    return fault("lookup", value=text) if found is None else str(found)


def is_lost_number(text: str) -> bool:
    """A long code that a spreadsheet program has turned into 9.1330282E+17."""
    return _LOST.fullmatch(text) is not None
