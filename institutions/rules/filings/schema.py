"""What a kind of filing holds, as plain data: sections of fields and tables, and the rules of its contents.

A payload is flat JSON: `{field key: value, table key: [row, …]}`; keys are unique within a form. How values are held:

- text, long_text: str; day: "2026-11-23"; time: "09:30"; whole_number: int; yuan: integer fen; area: integer
  hundredths of a square metre; choice: str; choices: list of str; yes_no: bool;
- file: the public id of a stored file; person: `{"person": id in the vault, "masked": "张**"}`;
- what is not known: the key is absent. What could not be read stays as it was typed, `{"typed": "12a"}`, so that a
  draft loses nothing; it is a finding until it is put right.

A path names a place: `area`, `teachers[3]`, `teachers[3].certificate_number`. Rows are counted from 1, as on the page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cixi_oversight.errors import Message
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Field as PersonField
from cixi_oversight.personal.enums import Kind as PersonKind
from institutions.enums.filings import FilingKind

Payload = dict[str, Any]

FILERS: Final = frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK})
REVIEWERS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF, Role.FUNDS_OFFICER})


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    WHOLE_NUMBER = "whole_number"
    YUAN = "yuan"
    AREA = "area"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TIME = "time"
    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Field:
    """`choices` are pairs of value and words. `low` and `high` are in the unit of the payload (fen, hundredths)."""

    key: str
    label: Message
    type: FieldType = FieldType.TEXT
    required: bool = True
    help: Message | None = None
    choices: tuple[tuple[str, Message], ...] | None = None
    max_length: int = 200
    low: int | None = None
    high: int | None = None
    person_kind: PersonKind = PersonKind.CONTACT  # as whom the vault keeps the person
    person_field: PersonField = PersonField.NAME  # what of a person is typed here
    also: tuple[str, ...] = ()  # other headings that offices' sheets give this column


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one shape. `row_key` names the columns by which a row is the same row in the next version, `title_key`
    those by which a reader tells it (else the same)."""

    key: str
    label: Message
    columns: tuple[Field, ...]
    row_key: tuple[str, ...]
    max_rows: int = 5000
    required: bool = True  # at least one row
    help: Message | None = None
    title_key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    label: Message
    parts: tuple[Field | Table, ...]
    help: Message | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What must be put right, and where."""

    code: Message
    path: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may ask besides the payload; gathered by a service, so that rules stay pure.

    `before` is the payload in force for the same thing; `facts` is what the kind's own gatherer adds
    (`services/filings/known.py`), such as caps as of the day, or how many students the class groups hold.
    """

    on: dt.date
    period: dt.date | None = None
    category: str | None = None
    stage: str | None = None
    legal_form: str | None = None
    adopted_code: str | None = None
    before: Payload | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def no_findings(payload: Payload, known: Known) -> list[Finding]:
    return []


def no_doubts(payload: Payload, known: Known) -> list[Message]:
    return []


@dataclass(frozen=True, slots=True)
class FilingForm:
    """One kind. `check` says what must be put right before it is submitted; `doubts` why a person has to look at what
    is right in itself; without doubts it is accepted at once, but for a sampled share. `needs_person`: always looked
    at. `law` is the article or document that asks for it, in Chinese; `law_unread`: not all of it has been read in the
    original yet, which the pages say."""

    kind: FilingKind
    label: Message
    about: Message
    sections: tuple[Section, ...]
    law: str = ""
    law_unread: bool = False
    check: Callable[[Payload, Known], list[Finding]] = no_findings
    doubts: Callable[[Payload, Known], list[Message]] = no_doubts
    needs_person: bool = False
    filers: frozenset[Role] = FILERS
    reviewers: frozenset[Role] = REVIEWERS

    @property
    def parts(self) -> Iterator[Field | Table]:
        for section in self.sections:
            yield from section.parts

    @property
    def fields(self) -> list[Field]:
        return [part for part in self.parts if isinstance(part, Field)]

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    def table(self, key: str) -> Table:
        """Raises KeyError."""
        return {table.key: table for table in self.tables}[key]


def row_path(table: str, number: int, column: str = "") -> str:
    """`teachers[3].certificate_number`; `number` counts from 1."""
    return f"{table}[{number}].{column}" if column else f"{table}[{number}]"


_PATH: Final = re.compile(r"([a-z_0-9]+)(?:\[(\d+)\](?:\.([a-z_0-9]+))?)?")


def read_path(path: str) -> tuple[str, int, str] | None:
    """(field or table, row from 1 or 0, column or ""); None where it is no path."""
    found = _PATH.fullmatch(path)
    return (found[1], int(found[2] or 0), found[3] or "") if found else None


def is_typed(value: Any) -> bool:
    """Kept as it was typed because it could not be read."""
    return isinstance(value, dict) and "typed" in value


def rows_of(payload: Payload, table: str) -> list[dict[str, Any]]:
    """The rows of a table, none where it has none."""
    rows = payload.get(table) or []
    return rows if isinstance(rows, list) else []
