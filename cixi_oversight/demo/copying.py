"""Rows on their way into the tables by COPY, with the ids that other rows refer to known beforehand."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from django.db import connection, models
from django.db.models import NOT_PROVIDED

from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.records import PublicId

_ROWS_A_COPY: Final = 20_000
_IDS_AT_ONCE: Final = 500
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Sheets:
    """One sheet a model. Foreign keys are checked at the end of the transaction, so the order does not matter."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._sheets: dict[type[models.Model], _Sheet] = {}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Put a row down by attribute names (`town_id=`, not `town=`); returns its primary key."""
        return self._sheet(model).add(values)

    def reserve(self, model: type[models.Model]) -> int:
        """A primary key for a row that another one has to name first."""
        return self._sheet(model).reserve()

    def _sheet(self, model: type[models.Model]) -> _Sheet:
        if model not in self._sheets:
            self._sheets[model] = _Sheet(model, self._chance)
        return self._sheets[model]

    def flush(self) -> None:
        for sheet in self._sheets.values():
            sheet.flush()

    def counts(self) -> dict[str, int]:
        return {model._meta.label: sheet.rows for model, sheet in self._sheets.items()}


class _Sheet:
    def __init__(self, model: type[models.Model], chance: Chance) -> None:
        self.table = model._meta.db_table
        self.fields = [(field.attname, field) for field in model._meta.concrete_fields if not field.generated]
        self.names = {name for name, _ in self.fields}
        self.key = model._meta.pk.attname
        self.ids = _ids(self.table, self.key) if isinstance(model._meta.pk, models.AutoField) else None
        self.chance = chance.stream("public_id", self.table)
        self.text = io.StringIO()
        self.rows = self.waiting = 0

    def reserve(self) -> int:
        if self.ids is None:
            raise TypeError(f"{self.table} numbers its rows by no sequence")
        return next(self.ids)

    def add(self, values: dict[str, Any]) -> int:
        if unknown := values.keys() - self.names:
            raise TypeError(f"{self.table} has no {sorted(unknown)}")
        if self.ids is not None and self.key not in values:
            values[self.key] = next(self.ids)
        self.text.write(
            "\t".join(_cell(values[name] if name in values else self._default(f)) for name, f in self.fields)
        )
        self.text.write("\n")
        self.rows += 1
        self.waiting += 1
        if self.waiting >= _ROWS_A_COPY:
            self.flush()
        return int(values[self.key])

    def _default(self, field: Any) -> Any:
        if isinstance(field, PublicId):
            return public_id(self.chance)
        if field.default is not NOT_PROVIDED:
            return field.default() if callable(field.default) else field.default
        if field.null:
            return None
        if field.empty_strings_allowed and field.blank:
            return ""
        raise TypeError(f"{self.table}.{field.attname} is missing")

    def flush(self) -> None:
        if not self.waiting:
            return
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for _, field in self.fields)
        self.text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"copy {self.table} ({columns}) from stdin", self.text)
        self.text, self.waiting = io.StringIO(), 0


def _ids(table: str, key: str) -> Iterator[int]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select nextval(pg_get_serial_sequence(%s, %s)) from generate_series(1, %s)", [table, key, _IDS_AT_ONCE]
            )
            block = [row[0] for row in cursor.fetchall()]
        yield from block


def _cell(value: Any) -> str:
    """One value in PostgreSQL's text format of COPY."""
    write = _WRITERS.get(type(value))
    if write is None:
        write = _WRITERS[type(value)] = _writer_for(type(value))
    return write(value)


def _writer_for(kind: type) -> Callable[[Any], str]:
    """Of an enum, a subclass of what its values are."""
    if issubclass(kind, str):
        return _text
    if issubclass(kind, int):
        return lambda value: str(int(value))
    raise TypeError(f"cannot copy {kind.__name__}")


def _text(value: str) -> str:
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else str(value)


def _array(values: list[str]) -> str:
    return _text("{" + ",".join(json.dumps(value, ensure_ascii=False) for value in values) + "}")


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _: "\\N",
    bool: lambda value: "t" if value else "f",
    str: _text,
    int: str,
    Decimal: str,
    dt.date: dt.date.isoformat,
    dt.datetime: dt.datetime.isoformat,
    dt.time: dt.time.isoformat,
    list: _array,
}
