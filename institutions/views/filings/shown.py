"""A payload in the reader's words: sections with their fields, tables with their rows, findings and comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cixi_oversight import money
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.web.words import worded
from institutions.models import FilingComment
from institutions.rules.filings.diff import Change, Kind
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Payload,
    Table,
    is_typed,
    read_path,
    row_path,
    rows_of,
)

Files = Mapping[str, StoredFile]
_WIDE: Final = 8
_FEW: Final = 3
NO_FILES: Final[Files] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A field of the form or a cell: what stands there, and what was said of it."""

    path: str
    label: str
    value: str | SafeString
    comments: Sequence[FilingComment] = ()
    findings: Sequence[str] = ()

    @property
    def is_marked(self) -> bool:
        return bool(self.comments or self.findings)


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    path: str
    title: str
    places: Sequence[Place]
    comments: Sequence[FilingComment] = ()
    findings: Sequence[str] = ()

    @property
    def troubled(self) -> bool:
        return bool(self.findings) or any(place.findings for place in self.places)

    @property
    def remarks(self) -> list[str]:
        """Findings and comments of the row and its cells, each with its column."""
        own = [*self.findings, *(one.text for one in self.comments)]
        cells = [
            f"{place.label}: {text}"
            for place in self.places
            for text in (*place.findings, *(one.text for one in place.comments))
        ]
        return own + cells


@dataclass(frozen=True, slots=True)
class ShownTable:
    table: Table
    path: str
    label: str
    columns: Sequence[str]
    count: int
    rows: Sequence[Row]
    comments: Sequence[FilingComment] = ()
    findings: Sequence[str] = ()
    troubled: int = 0

    @property
    def is_wide(self) -> bool:
        """Few rows of many columns: shown row by row. Many rows are compared, so they stand in a table that scrolls."""
        return len(self.columns) > _WIDE and len(self.rows) <= _FEW

    @property
    def filled(self) -> ShownTable:
        """Without the columns in which nothing stands and of which nothing was said: as it is read, not filled in."""
        kept = [
            number
            for number in range(len(self.columns))
            if any(row.places[number].value or row.places[number].is_marked for row in self.rows)
        ]
        rows = [replace(row, places=[row.places[number] for number in kept]) for row in self.rows]
        return replace(self, columns=[self.columns[number] for number in kept], rows=rows)


@dataclass(frozen=True, slots=True)
class ShownSection:
    key: str
    label: str
    parts: list[Place | ShownTable] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownChange:
    where: str
    kind: str
    before: str | SafeString
    after: str | SafeString


def value_shown(one: Field, value: Any, files: Files = NO_FILES) -> str | SafeString:
    """Empty where nothing was filled in."""
    if value is None or value in ("", []):
        return ""
    if is_typed(value):
        return str(value["typed"])
    if one.type is FieldType.CHOICE:
        return _words(one, value)
    if one.type is FieldType.CHOICES:
        return gettext(", ").join(_words(one, item) for item in value)
    if one.type is FieldType.FILE:
        return _file(files.get(value))
    return _SHOWN.get(one.type, str)(value)


def _person(value: Any) -> str:
    return str(value.get("masked", "")) if isinstance(value, dict) else "●"


_SHOWN: Final[Mapping[FieldType, Callable[[Any], str]]] = {
    FieldType.YUAN: lambda value: f"¥{money.format_yuan(value)}",
    FieldType.AREA: lambda value: f"{value / 100:g} m²",
    FieldType.YES_NO: lambda value: gettext("Yes") if value else gettext("No"),
    FieldType.PERSON: _person,
}


def _words(one: Field, value: str) -> str:
    return next((worded(label) for known, label in one.choices or () if known == value), str(value))


def _file(row: StoredFile | None) -> str | SafeString:
    if row is None:
        return gettext("not available any more")
    if not row.is_open:
        return row.original_name
    return format_html('<a href="{}">{}</a>', reverse("documents:file", args=[row.public_id]), row.original_name)


def row_title(table: Table, row: Mapping[str, Any], number: int) -> str:
    """By what the row is told."""
    columns = {column.key: column for column in table.columns}
    parts = [str(value_shown(columns[key], row.get(key))) for key in table.title_key or table.row_key if key in columns]
    return " · ".join(filter(None, parts)) or gettext("Row %(number)s") % {"number": number}


@dataclass(frozen=True, slots=True)
class Marks:
    """What is shown beside the values: documents by public id, comments and findings by path."""

    files: Files = field(default_factory=dict)
    said: Mapping[str, Sequence[FilingComment]] = field(default_factory=dict)
    found: Mapping[str, Sequence[str]] = field(default_factory=dict)


def comments_by_path(comments: Sequence[FilingComment]) -> dict[str, list[FilingComment]]:
    said: dict[str, list[FilingComment]] = {}
    for comment in comments:
        said.setdefault(comment.path, []).append(comment)
    return said


def sections_of(form: FilingForm, payload: Payload, marks: Marks, *, most_rows: int = 200) -> list[ShownSection]:
    """Of a long table the first rows, and every row with a finding or a comment."""
    return [
        ShownSection(
            section.key,
            worded(section.label),
            [
                table_of(part, payload, marks, most_rows=most_rows)
                if isinstance(part, Table)
                else _place(part, part.key, payload, marks)
                for part in section.parts
            ],
        )
        for section in form.sections
    ]


def table_of(table: Table, payload: Payload, marks: Marks, *, most_rows: int, first: int = 1) -> ShownTable:
    """Rows from `first` on, and before them those that somebody has to look at."""
    rows = rows_of(payload, table.key)
    troubled = _numbers(marks.found, table.key, len(rows))
    marked = troubled | _numbers(marks.said, table.key, len(rows))
    wanted = sorted({*range(first, min(len(rows), first + most_rows - 1) + 1), *sorted(marked)[:200]})
    return ShownTable(
        table,
        table.key,
        worded(table.label),
        [worded(column.label) for column in table.columns],
        len(rows),
        [row_of(table, rows[number - 1], number, marks) for number in wanted],
        marks.said.get(table.key, ()),
        marks.found.get(table.key, ()),
        len(troubled),
    )


def _numbers(paths: Iterable[str], table: str, count: int) -> set[int]:
    """The rows of the table that the paths name."""
    read = [read_path(path) for path in paths]
    return {one[1] for one in read if one is not None and one[0] == table and 0 < one[1] <= count}


def row_of(table: Table, row: Mapping[str, Any], number: int, marks: Marks) -> Row:
    path = row_path(table.key, number)
    places = [_place(column, row_path(table.key, number, column.key), row, marks) for column in table.columns]
    title = row_title(table, row, number)
    return Row(number, path, title, places, marks.said.get(path, ()), marks.found.get(path, ()))


def _place(one: Field, path: str, values: Mapping[str, Any], marks: Marks) -> Place:
    value = value_shown(one, values.get(one.key), marks.files)
    return Place(path, worded(one.label), value, marks.said.get(path, ()), marks.found.get(path, ()))


def changes_shown(form: FilingForm, changes: Sequence[Change], files: Files = NO_FILES) -> list[ShownChange]:
    """Where, what it was, what it is. Of a row that came or went, all its values in one line."""
    words = {
        Kind.ADDED: gettext("Value added"),
        Kind.REMOVED: gettext("Value removed"),
        Kind.CHANGED: gettext("Value changed"),
    }
    made = []
    for one in changes:
        where = [worded(one.part.label), *one.row]
        if one.field is not None and isinstance(one.part, Table):
            where.append(worded(one.field.label))
        made.append(
            ShownChange(" · ".join(where), words[one.kind], _side(one, one.before, files), _side(one, one.after, files))
        )
    return made


def _side(change: Change, value: Any, files: Files) -> str | SafeString:
    if change.field is not None:
        return value_shown(change.field, value, files)
    if not isinstance(change.part, Table) or not isinstance(value, dict):
        return ""
    shown = [(worded(column.label), value_shown(column, value.get(column.key))) for column in change.part.columns]
    return gettext("; ").join(f"{label} {text}" for label, text in shown if text)
