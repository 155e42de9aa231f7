"""What the details of an event are called. A name that is not here stands as it was recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from cixi_oversight.errors import Message, msg

_OFFICE: Final = ZoneInfo("Asia/Shanghai")
NAMES: Final[Mapping[str, Message]] = {
    "due_on": msg("due on"),
    "until": msg("until"),
    "number": msg("number"),
    "source": msg("state before"),
    "target": msg("state after"),
    "state": msg("state"),
    "was": msg("before"),
    "before": msg("before"),
    "after": msg("after"),
    "from": msg("from"),
    "to": msg("to"),
    "value": msg("value"),
    "key": msg("parameter"),
    "kind": msg("kind"),
    "kinds": msg("kinds"),
    "verb": msg("step"),
    "note": msg("note"),
    "with_file": msg("with a file"),
    "of": msg("of"),
    "party": msg("party"),
    "department": msg("department"),
    "name": msg("name"),
    "sha256": msg("SHA-256"),
    "code": msg("adopted code"),
    "computed": msg("computed code"),
    "occasion": msg("occasion"),
    "count": msg("how many"),
    "persons": msg("how many persons"),
    "entry": msg("entry"),
    "row": msg("entry"),
    "link": msg("link"),
    "purpose": msg("purpose"),
    "provider": msg("outside sign-in"),
    "expires_at": msg("valid until"),
    "held_on": msg("held on"),
    "granted": msg("granted"),
    "cause": msg("cause"),
    "day": msg("day"),
    "is_workday": msg("worked day"),
}
_YES, _NO, _NONE = msg("yes"), msg("no"), msg("none")


def name_of(detail: str) -> Message:
    return NAMES.get(detail) or Message(detail)


def plain(value: Any) -> Message | str:
    """A value as somebody reads it: no quotes, yes and no in words, points in time to the minute of the office."""
    if value is None or value in ("", [], {}):
        return _NONE
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, list | tuple):
        return "、".join(str(plain(one)) for one in value)
    if isinstance(value, Mapping):
        return "、".join(f"{name}={plain(one)}" for name, one in value.items())
    return _minute(value) if isinstance(value, str) else str(value)


def _minute(text: str) -> str:
    if "T" not in text:
        return text
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.astimezone(_OFFICE):%Y-%m-%d %H:%M}" if at.tzinfo else text
