"""What is typed or pasted into a collection: cells to values, and what is wrong with them, by row and column."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.personal.rules.scan import has_number
from institutions.rules.collections.columns import ROWS_MAX, Column, Fault, field_of, words_of
from institutions.rules.filings.checking import of_field
from institutions.rules.filings.reading import plain, read_value
from institutions.rules.filings.schema import Field

# headings by which a sheet names the institution of a row
NAME_HEADINGS = frozenset({"机构", "机构名称", "单位名称", "培训机构", "名称", "institution", "name"})
USCC_HEADINGS = frozenset({"统一社会信用代码", "信用代码", "credit code", "uscc", "unified social credit code"})
_NO_NAME: Final = msg(
    "The first row has to name the columns, and one of them has to be the institution or its credit code."
)
_UNKNOWN: Final = msg("Row %(row)s: “%(name)s” is none of the institutions that are asked for here.")
_TWICE: Final = msg("Row %(row)s: “%(name)s” stands in the sheet twice.")
PERSON: Final = msg("Row %(row)s, column “%(name)s”: holds the number of a person (telephone, identity or card).")


class Form:
    """The columns of a collection, ready to read and check values."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = dict(columns)
        self.fields: dict[str, Field] = {key: field_of(key, column) for key, column in columns.items()}
        self._words = {key: words_of(column) for key, column in columns.items()}

    def read(self, key: str, text: str) -> Any:
        """As `read_value`: None, the value, or what was typed where it cannot be read."""
        return read_value(self.fields[key], text, self._words[key])

    def findings(self, values: Mapping[str, Any]) -> list[tuple[str, Message]]:
        """What must be put right in a row before it is handed in: (key of the column, what is wrong)."""
        return [(key, found.code) for key, field in self.fields.items() for found in of_field(field, values, key)]


def has_person(text: str) -> bool:
    """Whether a person's number stands in a cell."""
    return has_number(unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Row:
    """A line that was read. `institution` is the id it is about, in a sheet by institutions."""

    values: dict[str, Any]
    institution: int | None = None


@dataclass(slots=True)
class Read:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)  # then nothing is kept
    left_out: list[str] = field(default_factory=list)  # headings that have no place here


def read_sheet(form: Form, cells: Iterable[Sequence[str]], known: Mapping[str, int] | None) -> Read:
    """Rows of a sheet. `known` maps names and credit codes to institutions where every row is about one; then the
    first row has to name the columns. Row numbers are those of the sheet, its headings being row 1 where it has some.
    """
    lines = [(number, list(row)) for number, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    read = Read()
    if not lines:
        read.faults.append(Fault(msg("Nothing was pasted.")))
        return read
    heads = [plain(cell).removeprefix("*").strip() for cell in lines[0][1]]
    by_name = {column.name.lower(): key for key, column in form.columns.items()}
    keys: list[str | None] = [by_name.get(head.lower()) for head in heads]
    names = [n for n, head in enumerate(heads) if keys[n] is None and head.lower() in NAME_HEADINGS | USCC_HEADINGS]
    has_heads = any(keys)
    if known is not None and not _names_rows(form, heads, keys, names):
        read.faults.append(Fault(_NO_NAME))
        return read
    if has_heads:
        read.left_out = [head for n, head in enumerate(heads) if head and keys[n] is None and n not in names]
        lines = lines[1:]
    else:
        keys = list(form.columns)
    if len(lines) > ROWS_MAX:
        read.faults.append(
            Fault(msg("The sheet has %(count)s rows; at most %(most)s fit.", count=len(lines), most=ROWS_MAX))
        )
        return read
    _fill(read, form, lines, keys, (names, known))
    return read


def _names_rows(form: Form, heads: Sequence[str], keys: Sequence[str | None], names: list[int]) -> bool:
    """Whether the sheet says of which institution each row is: by a column of ours that holds the name, too."""
    names += [n for n, key in enumerate(keys) if key and heads[n].lower() in NAME_HEADINGS | USCC_HEADINGS]
    return bool(names)


def _fill(
    read: Read,
    form: Form,
    lines: Sequence[tuple[int, list[str]]],
    keys: Sequence[str | None],
    about: tuple[Sequence[int], Mapping[str, int] | None],
) -> None:
    """`about`: in which cells a row says whose it is, and whom they may name."""
    names, known = about
    seen: set[int] = set()
    for number, row in lines:
        values = _values(read, form, number, row, keys)
        if known is None:
            read.rows.append(Row(values))
            continue
        typed = next((plain(row[n]) for n in names if n < len(row) and plain(row[n])), "")
        found = next((known[key] for n in names if n < len(row) for key in [plain(row[n])] if key in known), None)
        if found is None:
            read.faults.append(Fault(Message(_UNKNOWN.id, {"row": number, "name": typed[:40]}), number))
        elif found in seen:
            read.faults.append(Fault(Message(_TWICE.id, {"row": number, "name": typed[:40]}), number))
        else:
            seen.add(found)
            read.rows.append(Row(values, found))


def _values(read: Read, form: Form, number: int, row: Sequence[str], keys: Sequence[str | None]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, cell in zip(keys, row, strict=False):
        if key is None or not cell.strip():
            continue
        if has_person(cell):
            name = form.columns[key].name
            read.faults.append(Fault(Message(PERSON.id, {"row": number, "name": name}), number))
            continue
        value = form.read(key, cell)
        if value is not None:
            values[key] = value
    return values
