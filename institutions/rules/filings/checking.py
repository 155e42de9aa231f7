"""What every filing is checked for, whatever its kind: that all is there, readable, and within its bounds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from cixi_oversight.errors import Message, msg
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Table,
    is_typed,
    row_path,
    rows_of,
)

_DIVISOR = {FieldType.YUAN: 100, FieldType.AREA: 100}


MISSING: Final = msg("Please fill in “%(label)s”.")
NO_ROW: Final = msg("Enter at least one row.")


def is_missing(finding: Finding) -> bool:
    """Not wrong, only not filled in yet: no reason to disturb whoever is still writing."""
    return finding.code.id in (MISSING.id, NO_ROW.id)


def findings(form: FilingForm, payload: Payload, known: Known) -> list[Finding]:
    """Everything that must be put right before it can be submitted: of the shape first, then the kind's own rules.

    The kind's rules see only what could be read; they are not asked while something of the shape is missing in a way
    that would make them stumble, since they read with `.get`.
    """
    found = [one for field in form.fields for one in of_field(field, payload, field.key)]
    for table in form.tables:
        found += _of_table(table, payload)
    return found + form.check(readable(form, payload), known)


def readable(form: FilingForm, payload: Payload) -> Payload:
    """The payload without what could not be read."""
    made: Payload = {key: value for key, value in payload.items() if not is_typed(value)}
    for table in form.tables:
        made[table.key] = [
            {key: value for key, value in row.items() if not is_typed(value)} for row in rows_of(payload, table.key)
        ]
    return made


def _of_table(table: Table, payload: Payload) -> list[Finding]:
    rows = rows_of(payload, table.key)
    if table.required and not rows:
        return [Finding(NO_ROW, table.key)]
    if len(rows) > table.max_rows:
        return [Finding(msg("At most %(most)s rows fit.", most=table.max_rows), table.key)]
    found = [
        one
        for number, row in enumerate(rows, 1)
        for column in table.columns
        for one in of_field(column, row, row_path(table.key, number, column.key))
    ]
    return found + _twice(table, rows)


def _twice(table: Table, rows: list[dict[str, Any]]) -> list[Finding]:
    """Two rows with one key would be one thing filed twice."""
    if not table.row_key:
        return []
    keys = [row_key(table, row) for row in rows]
    often = {key for key, count in Counter(keys).items() if count > 1 and any(part != "" for part in key)}
    first: dict[tuple[str, ...], int] = {}
    found = []
    for number, key in enumerate(keys, 1):
        if key not in often:
            continue
        if key in first:
            code = msg("The same as row %(row)s.", row=first[key])
            found.append(Finding(code, row_path(table.key, number, table.row_key[0])))
        else:
            first[key] = number
    return found


def row_key(table: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What a row is told by. Persons are told by how they are masked, for their names are in the vault."""
    return tuple(_plain(row.get(name)) for name in table.row_key)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("masked") or value.get("typed") or "")
    return "" if value is None else str(value)


def of_field(field: Field, values: Mapping[str, Any], path: str) -> list[Finding]:
    """What is wrong with one value; `path` is where it stands."""
    value = values.get(field.key)
    if value is None or value in ("", []):
        return [Finding(Message(MISSING.id, {"label": field.label}), path)] if field.required else []
    if is_typed(value):
        return [Finding(unreadable(field, str(value["typed"])), path)]
    problem = _problem(field, value)
    return [Finding(problem, path)] if problem else []


def unreadable(field: Field, typed: str) -> Message:
    """What cannot be read, and how it is to be written."""
    shown = typed[:30]
    match field.type:
        case FieldType.DAY:
            return msg("“%(typed)s” is not a day. Write it as 2026-11-23.", typed=shown)
        case FieldType.WHOLE_NUMBER:
            return msg("“%(typed)s” is not a whole number. Write digits only.", typed=shown)
        case FieldType.YUAN:
            return msg("“%(typed)s” is not an amount in yuan. Write it as 1234.50.", typed=shown)
        case FieldType.AREA:
            return msg("“%(typed)s” is not an area. Write square metres as 286.5.", typed=shown)
        case FieldType.TIME:
            return msg("“%(typed)s” is not a time. Write it as 18:30.", typed=shown)
        case FieldType.CHOICE | FieldType.CHOICES:
            return msg("“%(typed)s” is not among the choices of “%(label)s”.", typed=shown, label=field.label)
        case FieldType.YES_NO:
            return msg("“%(typed)s” is neither yes nor no.", typed=shown)
        case _:
            return msg("“%(typed)s” cannot be read.", typed=shown)


def _problem(field: Field, value: Any) -> Message | None:
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return _text(field, value)
        case FieldType.WHOLE_NUMBER | FieldType.YUAN | FieldType.AREA:
            return _figure(field, value)
        case FieldType.DAY:
            return None if _is_day(value) else unreadable(field, str(value))
        case FieldType.CHOICE:
            return None if value in _values(field) else unreadable(field, str(value))
        case FieldType.CHOICES:
            wrong = [one for one in value if one not in _values(field)] if isinstance(value, list) else [value]
            return unreadable(field, str(wrong[0])) if wrong else None
        case FieldType.YES_NO:
            return None if isinstance(value, bool) else unreadable(field, str(value))
        case _:
            return None


def _text(field: Field, value: Any) -> Message | None:
    if not isinstance(value, str):
        return unreadable(field, str(value))
    if len(value) > field.max_length:
        return msg("At most %(most)s characters; these are %(count)s.", most=field.max_length, count=len(value))
    return None


def _figure(field: Field, value: Any) -> Message | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return unreadable(field, str(value))
    if field.low is not None and value < field.low:
        return msg("Not below %(low)s.", low=shown_figure(field, field.low))
    if field.high is not None and value > field.high:
        return msg("Not above %(high)s.", high=shown_figure(field, field.high))
    return None


def shown_figure(field: Field, value: int) -> str:
    """A bound as a person writes it: fen as yuan, hundredths as square metres."""
    divisor = _DIVISOR.get(field.type, 1)
    if divisor == 1:
        return str(value)
    sign, rest = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{rest // divisor}.{rest % divisor:02d}"


def _values(field: Field) -> set[str]:
    return {value for value, _ in field.choices or ()}


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
