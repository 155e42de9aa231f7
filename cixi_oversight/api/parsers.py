"""JSON as strictly as two parsers that must agree: UTF-8, no duplicate key, nothing the database cannot hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from rest_framework.parsers import BaseParser

from cixi_oversight.api.answers import shown
from cixi_oversight.api.errors import (
    BodyNotJson,
    BodyNotObject,
    BodyNotUtf8,
    BodyTooDeep,
    BodyTooLarge,
    CharacterRefused,
    CharsetRefused,
    KeyRepeated,
    NumberRefused,
)

BODY_LIMIT: Final = 262_144
DEPTH_LIMIT: Final = 32
INT_MAX: Final = 2**63 - 1
UTF8: Final = frozenset({"utf-8", "utf8"})

_CHARSET = re.compile(r'charset\s*=\s*"?([^";]*)', re.IGNORECASE)

# NUL does not fit PostgreSQL's text, half a surrogate pair does not fit UTF-8
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def check_charset(content_type: str) -> None:
    """UTF-8 or nothing: Django would decode even the address in whatever is named here."""
    for charset in _CHARSET.findall(content_type):
        if charset.strip().lower() not in UTF8:
            raise CharsetRefused(charset=shown(charset))


class StrictJsonParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The body as a dict. Raises a `Refused` of this package."""
        body = stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            raise BodyTooLarge(limit=BODY_LIMIT)
        return parse_object(body)


def parse_object(body: bytes) -> dict[str, Any]:
    data = parse(body)
    if not isinstance(data, dict):
        raise BodyNotObject
    return data


def parse(body: bytes) -> Any:
    """Any JSON value. The order of checks is that of cost: bytes, grammar, then one walk over what came out."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BodyNotUtf8(byte=error.start) from None
    if text.startswith("\ufeff"):
        raise BodyNotUtf8(byte=0)
    try:
        data = json.loads(
            text,
            object_pairs_hook=_without_repetition,
            parse_constant=_refuse_number,
            parse_int=_whole,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise BodyNotJson(line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise BodyTooDeep(limit=DEPTH_LIMIT) from None
    _walk(data)
    return data


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise KeyRepeated(field=shown(key), key=shown(key))
            seen.add(key)
    return found


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= 20 else INT_MAX + 1
    if not -INT_MAX <= number <= INT_MAX:
        _refuse_number(digits)
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if number in {float("inf"), float("-inf")}:
        _refuse_number(digits)
    return number


def _refuse_number(digits: str) -> NoReturn:
    raise NumberRefused(number=shown(digits))


def _walk(data: Any) -> None:
    """Depth and characters, of keys as of values; a stack of our own, so that depth costs no recursion."""
    left: list[tuple[Any, int, str]] = [(data, 1, "")]
    while left:
        value, depth, path = left.pop()
        if isinstance(value, str):
            _check_text(value, path)
        elif isinstance(value, dict | list):
            if depth > DEPTH_LIMIT:
                raise BodyTooDeep(limit=DEPTH_LIMIT)
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            for key, inner in pairs:
                _check_text(str(key), path)
                left.append((inner, depth + 1, f"{path}.{key}" if path else str(key)))


def _check_text(text: str, path: str) -> None:
    found = _NOT_STORABLE.search(text)
    if found is not None:
        raise CharacterRefused(field=shown(path) or None, character=f"U+{ord(found[0]):04X}")
