"""What differs between two versions of a filing, in the order of the form; rows are matched by their key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from institutions.rules.filings.checking import row_key
from institutions.rules.filings.schema import Field, FilingForm, Payload, Table, rows_of


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; of a row that came or went, one change for the whole row (`field` is None)."""

    kind: Kind
    part: Field | Table
    field: Field | None
    row: tuple[str, ...] = ()  # the row's key; empty for a field of the form
    before: Any = None
    after: Any = None


def diff(form: FilingForm, old: Payload, new: Payload) -> list[Change]:
    """Linear in the number of rows."""
    found: list[Change] = []
    for part in form.parts:
        if isinstance(part, Table):
            found += _rows(part, old, new)
        else:
            found += _fields(part, (part,), old, new)
    return found


def _rows(table: Table, old: Payload, new: Payload) -> list[Change]:
    before, after = _by_key(table, old), _by_key(table, new)
    found = []
    for key, row in after.items():
        name = tuple(part for part in key[0] if part)
        if key not in before:
            found.append(Change(Kind.ADDED, table, None, name, None, row))
        else:
            found += [
                Change(one.kind, table, one.field, name, one.before, one.after)
                for one in _fields(table, table.columns, before[key], row)
            ]
    found += [
        Change(Kind.REMOVED, table, None, tuple(part for part in key[0] if part), row, None)
        for key, row in before.items()
        if key not in after
    ]
    return found


def _by_key(table: Table, payload: Payload) -> dict[tuple[tuple[str, ...], int], dict[str, Any]]:
    """Rows with one key are told apart by their order."""
    seen: dict[tuple[str, ...], int] = {}
    made = {}
    for row in rows_of(payload, table.key):
        key = row_key(table, row)
        seen[key] = seen.get(key, 0) + 1
        made[(key, seen[key])] = row
    return made


def _fields(
    part: Field | Table, fields: tuple[Field, ...], old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Change]:
    found = []
    for field in fields:
        before, after = old.get(field.key), new.get(field.key)
        if _same(before) == _same(after):
            continue
        kind = Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED
        found.append(Change(kind, part, field, (), before, after))
    return found


def _same(value: Any) -> Any:
    """Nothing and empty are alike."""
    return None if value in ("", []) else value
