"""From what was typed or pasted to a payload's value, and back to what is shown in an input.

Nothing is guessed: what cannot be read stays as it was typed and becomes a finding. `words` maps the words of choices,
in either language, to their values; the door prepares it, for rules know no language.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from cixi_oversight import money
from cixi_oversight.errors import DomainError
from institutions.rules.filings.schema import Field, FieldType, is_typed

_DAY: Final = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: 00:00(?::00)?)?", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}", re.ASCII)
_WHOLE: Final = re.compile(r"(\d{1,12})\.0+", re.ASCII)  # how a sheet writes a whole number
_AREA: Final = re.compile(r"(\d{1,9})(?:\.(\d{1,2})0*)?", re.ASCII)
_YES: Final = frozenset({"是", "有", "√", "yes", "y", "true", "1"})
_NO: Final = frozenset({"否", "无", "×", "no", "n", "false", "0"})
_SEPARATORS: Final = re.compile(r"[、,，;；\n]+")

Words = Mapping[str, str]
NO_WORDS: Final[Words] = {}


def plain(text: str, *, lines: bool = False) -> str:
    """NFC, no control or direction characters; line breaks only where `lines`. Letters of any plane stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    keep = "\n" if lines else ""
    text = text if lines else text.replace("\n", " ").replace("\t", " ")
    return "".join(c for c in text if c in keep or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn"}).strip()


def read_value(field: Field, text: str, words: Words = NO_WORDS) -> Any:
    """The value; None where nothing was typed; `{"typed": …}` where it cannot be read."""
    typed = plain(text, lines=field.type is FieldType.LONG_TEXT)
    if not typed:
        return None
    value = _read(field, typed, words)
    return {"typed": typed} if value is None else value


def _read(field: Field, typed: str, words: Words) -> Any:
    if field.type is FieldType.CHOICE:
        return _choice(field, typed, words)
    if field.type is FieldType.CHOICES:
        found = [_choice(field, one.strip(), words) for one in _SEPARATORS.split(typed) if one.strip()]
        return None if None in found else list(dict.fromkeys(found))
    reader = _READERS.get(field.type)
    return typed if reader is None else reader(typed)


def _yes_no(typed: str) -> bool | None:
    return True if typed.lower() in _YES else False if typed.lower() in _NO else None


def _day(typed: str) -> str | None:
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day.isoformat() if 1900 <= day.year <= 2100 else None


def _time(typed: str) -> str | None:
    found = _TIME.fullmatch(typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02d}:{found[2]}"


def _number(typed: str) -> int | None:
    whole = _WHOLE.fullmatch(typed)
    if whole is not None:
        return int(whole[1])
    return int(typed.replace(",", "")) if _NUMBER.fullmatch(typed) else None


def _yuan(typed: str) -> int | None:
    try:
        return money.parse_yuan(typed.removeprefix("¥").removesuffix("元").strip())
    except DomainError:
        return None


def _area(typed: str) -> int | None:
    found = _AREA.fullmatch(typed.replace(",", "").removesuffix("㎡").removesuffix("平方米").strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def _choice(field: Field, typed: str, words: Words) -> str | None:
    values = {value for value, _ in field.choices or ()}
    if typed in values:
        return typed
    found = words.get(typed.lower())
    return found if found in values else None


_READERS: Final[Mapping[FieldType, Callable[[str], Any]]] = {
    FieldType.DAY: _day,
    FieldType.TIME: _time,
    FieldType.WHOLE_NUMBER: _number,
    FieldType.YUAN: _yuan,
    FieldType.AREA: _area,
    FieldType.YES_NO: _yes_no,
}


def as_typed(field: Field, value: Any) -> Any:
    """What an input shows for a value: text, or the values of choices."""
    if value is None:
        return "" if field.type is not FieldType.CHOICES else []
    if is_typed(value):
        return str(value["typed"]) if field.type is not FieldType.CHOICES else []
    match field.type:
        case FieldType.YUAN:
            return money.format_yuan(value)
        case FieldType.AREA:
            return f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".")
        case FieldType.YES_NO:
            return "yes" if value else "no"
        case FieldType.CHOICES:
            return list(value)
        case FieldType.PERSON | FieldType.FILE:
            return ""
        case _:
            return str(value)
