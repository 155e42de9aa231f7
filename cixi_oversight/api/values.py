"""Reading single values, from a body or from the address: one spelling each, ASCII digits, nothing guessed.

Each function returns the value or raises a `Refused` of this package without a field; the caller names the field.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from enum import StrEnum
from typing import Final, TypeVar

from stdnum.cn import uscc as _uscc

from cixi_oversight import clock
from cixi_oversight.api import errors
from cixi_oversight.api.answers import shown
from cixi_oversight.money import FEN_MAX

EARLIEST: Final = dt.date(1900, 1, 1)
YEARS_AHEAD: Final = 50

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d{2}):(\d{2}))", re.ASCII
)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,18})", re.ASCII)
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
_PUBLIC_ID = re.compile(r"[2-9a-hjkmnp-z]{8,16}", re.ASCII)
_TOWN_CODE = re.compile(r"\d{9}", re.ASCII)
_ZONE_MINUTES: Final = frozenset({0, 30, 45})  # the only ones of the world's clocks
_ZONE_LOWEST: Final = -12 * 60
_ZONE_HIGHEST: Final = 14 * 60
_JOINERS: Final = frozenset("\u200c\u200d")

Member = TypeVar("Member", bound=StrEnum)


def whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise errors.NotWhole
    return int(text)


def between(number: int, lowest: int, highest: int) -> int:
    if not lowest <= number <= highest:
        raise errors.OutOfRange(lowest=lowest, highest=highest)
    return number


def fen(value: object) -> int:
    """An amount as JSON's whole number; never a text, a fraction or a boolean."""
    if type(value) is not int:
        raise errors.NotFen
    return between(value, -FEN_MAX, FEN_MAX)


def day(text: str) -> dt.date:
    parts = _DAY.fullmatch(text)
    try:
        found = dt.date(*map(int, parts.groups())) if parts else None
    except ValueError:
        found = None
    if found is None:
        raise errors.NotDay(value=shown(text))
    return _within_calendar(found)


def moment(text: str) -> dt.datetime:
    """A point in time with its zone, returned in UTC. Hour 24 and leap seconds do not exist here."""
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        raise errors.NotMoment(value=shown(text))
    date, hour, minute, second, fraction, sign, zone_hours, zone_minutes = parts.groups()
    try:
        time = dt.time(int(hour), int(minute), int(second or 0), int((fraction or "").ljust(6, "0")))
        on = dt.date.fromisoformat(date)
    except ValueError:
        raise errors.NotMoment(value=shown(text)) from None
    zone = _zone(sign, zone_hours, zone_minutes) if sign else dt.UTC
    return dt.datetime.combine(_within_calendar(on), time, tzinfo=zone).astimezone(dt.UTC)


def uscc(text: str) -> str:
    if not _USCC.fullmatch(text) or not _uscc.is_valid(text):
        raise errors.NotUscc(value=shown(text))
    return text


def public_id(text: str) -> str:
    if not _PUBLIC_ID.fullmatch(text):
        raise errors.NotPublicId(value=shown(text))
    return text


def town_code(text: str) -> str:
    """A town's code of the national statistics office."""
    if not _TOWN_CODE.fullmatch(text):
        raise errors.NotTownCode(value=shown(text))
    return text


def choice(text: str, members: type[Member]) -> Member:
    try:
        return members(text)
    except ValueError:
        raise errors.NotChoice(value=shown(text), choices=", ".join(members)) from None


def plain(text: str, *, limit: int) -> str:
    """One line as people write it, in composed form. What cannot be seen is refused, not removed."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and character not in _JOINERS:
            raise errors.CharacterRefused(character=f"U+{ord(character):04X}")
    composed = unicodedata.normalize("NFC", text)
    if len(composed) > limit:
        raise errors.TextTooLong(limit=limit)
    if not composed.strip().strip("\u200c\u200d"):
        raise errors.FieldBlank
    return composed


def _within_calendar(day: dt.date) -> dt.date:
    today = clock.today()
    latest = dt.date(today.year + YEARS_AHEAD, today.month, min(today.day, 28))
    if not EARLIEST <= day <= latest:
        raise errors.DayOutOfRange(earliest=EARLIEST, latest=latest)
    return day


def _zone(sign: str, hours: str, minutes: str) -> dt.timezone:
    offset = (int(hours) * 60 + int(minutes)) * (-1 if sign == "-" else 1)
    if int(minutes) not in _ZONE_MINUTES or not _ZONE_LOWEST <= offset <= _ZONE_HIGHEST:
        raise errors.ZoneRefused(offset=f"{sign}{hours}:{minutes}")
    return dt.timezone(dt.timedelta(minutes=offset))
