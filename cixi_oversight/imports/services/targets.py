"""What a sheet may be imported into: a higher app answers by registering its target here (imports knows no register).

A target works on temporary tables of the transaction: `import_typed` (row_no and one typed column a field: the rows
without faults), `import_fault`, and the `import_match` that it fills itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from cixi_oversight.errors import Message
from cixi_oversight.extensions import Many
from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.imports.rules.fields import Field
from cixi_oversight.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Forced:
    """What a person decided about the only row of this work."""

    decision: Decision
    subject_id: int | None = None


@dataclass(slots=True)
class Work:
    """One check or one writing of a batch, inside one transaction. `at` and `on` are business time."""

    cursor: Any
    batch: ImportBatch
    by: Viewer
    at: dt.datetime
    on: dt.date
    row_nos: Sequence[int] | None = None
    forced: Forced | None = None
    writing: bool = False  # False: the register is only looked at
    step: Callable[[str], None] = field(default=lambda _: None)

    def run(self, statement: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Execute with the batch's own figures at hand; rows touched."""
        known = {
            "batch": self.batch.pk,
            "county": self.batch.county_id,
            "at": self.at,
            "on": self.on,
            "by": self.by.actor_id,
        }
        self.cursor.execute(statement, {**known, **(parameters or {})})
        return int(self.cursor.rowcount)

    def rows(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        self.run(statement, parameters)
        found: list[tuple[Any, ...]] = self.cursor.fetchall()
        return found

    def has(self, table: str) -> bool:
        return bool(self.rows(f"select exists (select from {table})")[0][0])


@dataclass(frozen=True, slots=True)
class Side:
    """A record of the target as the work list shows it beside the row: values in the order of the target's fields."""

    id: int
    title: str
    url: str
    values: Mapping[str, str]


class ImportTarget(Protocol):
    """`create_*` and `fill_*` work on the temporary tables; `merge` is the only one that writes the register."""

    key: str
    label: Message
    fields: Mapping[str, Field]
    title_field: str
    faults: Mapping[str, Message]
    reasons: Mapping[str, Message]  # short names of doubts and of the target's own faults
    doubts: Mapping[str, Message]
    notes: Mapping[str, Message]
    profiles: Path

    def word_of(self, field_key: str, value: str) -> str:
        """A stored value, given as text, as a page shows it in the reader's language."""

    def lookup(self, field_key: str, county_id: int) -> Mapping[str, int]:
        """Names that a LOOKUP column may hold."""

    def excuse(self, work: Work) -> None:
        """Take back faults that the register excuses (`import_text` and `import_fault` are there)."""

    def check(self, work: Work) -> None:
        """Add faults that need more than one cell."""

    def find_duplicates(self, work: Work) -> None:
        """Add faults of rows that repeat or contradict another row of the sheet."""

    def match(self, work: Work) -> None:
        """Create `import_match`: row_no, verdict, match_key, certainty, reason, subject_id, subject_ids, other_row."""

    def compare(self, work: Work) -> None:
        """Create `import_change` (row_no, field, before, after) of matched rows, and settle changed or unchanged."""

    def merge(self, work: Work) -> None:
        """Write new and changed rows; `import_match.subject_id` of new rows is filled afterwards."""

    def notes_of(self, work: Work) -> Mapping[str, int]:
        """Counts worth a sentence in the report, by a code of `notes`."""

    def follow_up(self, *, slot: str, by: Viewer) -> None:
        """Wake what may come later; `slot` names this import."""

    def results_url(self, batch_id: int) -> str:
        """Where what became of each row of an applied sheet is listed and downloaded; empty where nowhere."""

    def sides(self, ids: Sequence[int], viewer: Viewer) -> list[Side]:
        """Records within the viewer's scope."""


TARGETS: Final[Many[ImportTarget]] = Many("imports.targets")


def target_of(key: str) -> ImportTarget:
    return next(target for target in TARGETS.all() if target.key == key)
