"""Dates of sheets (SHEETS 3). A profile names the forms it takes; nothing is guessed, two-digit years are refused."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Set as AbstractSet
from typing import Final

from cixi_oversight.imports.enums import DateEdge, DateForm
from cixi_oversight.imports.rules.faults import Fault, fault

OPEN_END: Final = "infinity"  # 长期: how PostgreSQL writes a date without end
YEAR_FIRST: Final = 1900
YEARS_AHEAD: Final = 50
_OPEN_WORDS: Final = frozenset({"长期", "无固定期限", "永久", "长期有效"})
_DIGITS: Final = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_NUMERAL: Final = "〇零○一二三四五六七八九"

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DOTTED = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_CHINESE = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]", re.ASCII)
_NUMERALS = re.compile(
    rf"([{_NUMERAL}]{{4}})年([一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十廿卅]{{1,3}})[日号]"
)
_MONTH = re.compile(r"(\d{4})(?:[./-](\d{1,2})| ?年 ?(\d{1,2}) ?月)", re.ASCII)
_MDDYYYY = re.compile(r"(\d{1,2})(\d{2})(\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{1,6}(?:\.0+)?", re.ASCII)
_SHORT_YEAR = re.compile(r"['’]?\d{2}([./年-])\d{1,2}[./月-]\d{1,2}日?|\d{1,2}[./-]\d{1,2}[./-]\d{2}", re.ASCII)
_EPOCH_1900: Final = dt.date(1899, 12, 30)
_EPOCH_1904: Final = dt.date(1904, 1, 1)


def read_date(
    text: str, forms: AbstractSet[DateForm], *, edge: DateEdge, on: dt.date, from_1904: bool = False
) -> str | Fault:
    """ISO text of the day (or `infinity` for 长期), or what is wrong. `on` bounds the years ahead."""
    if DateForm.OPEN_ENDED in forms and text in _OPEN_WORDS:
        return OPEN_END
    for form, reader in _READERS.items():
        if form in forms:
            parts = reader(text, edge)
            if parts is not None:
                return _day(text, *parts, on=on)
    if DateForm.EXCEL_SERIAL in forms and _SERIAL.fullmatch(text):
        return _serial(text, on=on, from_1904=from_1904)
    if _SHORT_YEAR.fullmatch(text):
        return fault("date_short_year", value=text)
    return fault("date_unreadable", value=text)


Parts = tuple[int, int, int] | None


def _iso(text: str, _: DateEdge) -> Parts:
    match = _ISO.fullmatch(text)
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def _dotted(text: str, _: DateEdge) -> Parts:
    match = _DOTTED.fullmatch(text)
    return None if match is None else (int(match[1]), int(match[3]), int(match[4]))


def _chinese(text: str, _: DateEdge) -> Parts:
    match = _CHINESE.fullmatch(text)
    return None if match is None else (int(match[1]), int(match[2]), int(match[3]))


def _chinese_numerals(text: str, _: DateEdge) -> Parts:
    match = _NUMERALS.fullmatch(text)
    if match is None:
        return None
    return int(match[1].translate(_DIGITS)), _small(match[2]), _small(match[3])


def _month(text: str, edge: DateEdge) -> Parts:
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or match[3])
    if edge is DateEdge.FIRST or not 1 <= month <= 12 or year < 1:
        return year, month, 1
    return year, month, calendar.monthrange(year, month)[1]


def _mddyyyy(text: str, _: DateEdge) -> Parts:
    match = _MDDYYYY.fullmatch(text)
    return None if match is None else (int(match[3]), int(match[1]), int(match[2]))


_READERS: Final = {
    DateForm.ISO: _iso,
    DateForm.MDDYYYY: _mddyyyy,
    DateForm.DOTTED: _dotted,
    DateForm.CHINESE: _chinese,
    DateForm.CHINESE_NUMERALS: _chinese_numerals,
    DateForm.MONTH: _month,
}


def _small(text: str) -> int:
    """一 to 三十一, also 廿一."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones else 0)


def _serial(text: str, *, on: dt.date, from_1904: bool) -> str | Fault:
    """Days since 1899-12-30 as spreadsheets count them; serial 60 is a day that never was (1900-02-29)."""
    serial = int(float(text))
    if not from_1904 and serial == 60:
        return fault("date_impossible", value=text)
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900 if serial > 60 else _EPOCH_1900 + dt.timedelta(days=1)
    day = epoch + dt.timedelta(days=serial)
    return _day(text, day.year, day.month, day.day, on=on)


def _day(text: str, year: int, month: int, day: int, *, on: dt.date) -> str | Fault:
    last = on.year + YEARS_AHEAD
    if not YEAR_FIRST <= year <= last:
        return fault("date_range", value=text, first=YEAR_FIRST, last=last)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return fault("date_impossible", value=text)
