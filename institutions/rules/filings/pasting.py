"""Rows pasted from a spreadsheet: as text with tabs between the cells, or as the rows of an uploaded sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cixi_oversight.errors import Message, msg
from institutions.rules.filings.reading import NO_WORDS, Words, plain, read_value
from institutions.rules.filings.schema import Field, FieldType, Table


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows read, whatever is wrong in their cells (that is a finding at its row and column), and what of the sheet
    has no place here."""

    rows: list[dict[str, Any]]
    remarks: list[Message]


def cells_of(text: str) -> Iterator[list[str]]:
    """Rows of cells as Excel puts them on the clipboard: tabs between cells, quotes around cells with line breaks."""
    csv.field_size_limit(1_000_000)
    return csv.reader(io.StringIO(text.replace("\x00", "")), delimiter="\t")


def read_rows(
    table: Table, rows: Iterable[Sequence[str]], *, headings: Mapping[str, str], words: Words = NO_WORDS
) -> Pasted:
    """Columns by their headings where the first row holds some, else in the order of the form. `headings` maps the
    words of the columns, in either language and in small letters, to their keys."""
    lines = [list(row) for row in rows]
    lines = [row for row in lines if any(cell.strip() for cell in row)]
    if not lines:
        return Pasted([], [msg("Nothing was pasted.")])
    keys = [headings.get(_heading(cell)) for cell in lines[0]]
    remarks = []
    if any(keys):
        strange = [plain(cell) for cell, key in zip(lines[0], keys, strict=True) if key is None and cell.strip()]
        remarks += [msg("Column left out, it has no place here: %(name)s", name=name[:30]) for name in strange]
        lacking = [column.label for column in pasteable(table) if column.required and column.key not in keys]
        remarks += [msg("The sheet has no column “%(name)s”, which is needed.", name=label) for label in lacking]
        lines = lines[1:]
    else:
        keys = [column.key for column in pasteable(table)]
    columns = {column.key: column for column in pasteable(table)}
    places = [(at, columns[key]) for at, key in enumerate(keys) if key in columns]
    return Pasted([_row(row, places, words) for row in lines], remarks)


def pasteable(table: Table) -> list[Field]:
    """Columns that a sheet can bring; documents are handed in one by one."""
    return [column for column in table.columns if column.type is not FieldType.FILE]


def _heading(cell: str) -> str:
    return plain(cell).removeprefix("*").strip().lower()


def _row(cells: Sequence[str], places: Sequence[tuple[int, Field]], words: Words) -> dict[str, Any]:
    made = {}
    for at, column in places:
        value = read_value(column, cells[at], words) if at < len(cells) else None
        if value is not None:
            made[column.key] = value
    return made
