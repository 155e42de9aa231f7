"""What several forms share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from cixi_oversight.errors import Message

E = TypeVar("E", bound=StrEnum)
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")


def choices(labels: Mapping[Any, Message]) -> tuple[tuple[str, Message], ...]:
    """A closed set as the choices of a field."""
    return tuple((str(value), label) for value, label in labels.items())


def one_of(kind: type[E], value: Any) -> E | None:
    """The member; None for what is missing or unknown."""
    return kind(value) if isinstance(value, str) and value in list(kind) else None


def day(value: Any) -> dt.date | None:
    """A day of a payload; None where it is missing or unreadable."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def minutes(value: Any) -> int | None:
    """Minutes after midnight of a time of a payload."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return None
    return int(value[:2]) * 60 + int(value[3:])


def days(text: Any) -> list[dt.date] | None:
    """Several days in one text, between blanks or commas; None where one of them cannot be read."""
    found = [day(part) for part in _BETWEEN.split(text.strip()) if part] if isinstance(text, str) else []
    return None if None in found else sorted({one for one in found if one is not None})
