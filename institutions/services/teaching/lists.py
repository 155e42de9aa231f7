"""A list that is filed as a whole against the one in force: what is new, what changed, what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from cixi_oversight.permissions import Viewer
from cixi_oversight.records import Fact

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Changes(Generic[F]):
    """`put` are codes with the row that they supersede; `gone` are rows whose code is missing on the new list."""

    put: dict[str, F | None] = field(default_factory=dict)
    gone: list[F] = field(default_factory=list)
    kept: dict[str, F] = field(default_factory=dict)


def compare(standing: Mapping[str, F], wanted: Mapping[str, Any], same: Callable[[F, Any], bool]) -> Changes[F]:
    """Rows that are as before are left alone: a list filed again unchanged writes nothing."""
    found: Changes[F] = Changes()
    for code, entry in wanted.items():
        row = standing.get(code)
        if row is not None and same(row, entry):
            found.kept[code] = row
        else:
            found.put[code] = row
    found.gone.extend(row for code, row in standing.items() if code not in wanted)
    return found


def stamp(by: Viewer, at: dt.datetime) -> dict[str, Any]:
    """Who recorded a row and when."""
    return {"recorded_at": at, "recorded_by_id": by.actor_id}


def ended(row: F, by: Viewer, at: dt.datetime, **changes: Any) -> F:
    """A row like this one that ends it."""
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    for name in ("id", "public_id"):
        values.pop(name, None)
    return type(row)(**values | stamp(by, at) | {"supersedes_id": row.pk} | changes)
