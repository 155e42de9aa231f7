"""Filings that a year asks for, in the demo: due since the first of January, met on the day they came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cixi_oversight import clock
from cixi_oversight.demo.deadlines import Deadlines, stopped
from cixi_oversight.policy.models import Deadline
from institutions.enums import FilingKind
from institutions.models import FilingDue, FilingMet
from institutions.models.filing import FILING_SUBJECT


@dataclass(frozen=True, slots=True)
class Owed:
    """What one institution owes; `record_id` is what met it, None where nothing came."""

    institution_id: int
    record_id: int | None = None
    came_at: dt.datetime | None = None
    recorded_at: dt.datetime | None = None

    @property
    def came_on(self) -> dt.date | None:
        return self.came_at.astimezone(clock.SHANGHAI).date() if self.came_at else None


def write_owed(kind: FilingKind, year: dt.date, owed: Sequence[Owed], *, deadlines: Deadlines, by: int) -> None:
    """Set by set. `year` is its first day; whatever came before it was asked for is met from the beginning."""
    asked_at = clock.at(dt.date(year.year + 1, 1, 1), 1)
    asked: dict[str, Any] = {"recorded_at": asked_at, "recorded_by_id": by}
    due_on = deadlines.of_filing(kind, year)
    dues = [
        FilingDue(institution_id=one.institution_id, kind=kind, period=year, due_on=due_on, **asked) for one in owed
    ]
    FilingDue.objects.bulk_create(dues)
    FilingMet.objects.bulk_create(
        [
            FilingMet(
                due=due,
                institution_id=one.institution_id,
                record_id=one.record_id,
                met_on=one.came_on,
                recorded_at=max(one.recorded_at or asked_at, asked_at),
                recorded_by_id=by,
            )
            for due, one in zip(dues, owed, strict=True)
            if one.record_id is not None and one.came_on is not None
        ]
    )
    columns = deadlines.columns_of_filing(kind, year)
    Deadline.objects.bulk_create(
        [
            Deadline(
                subject_kind=FILING_SUBJECT,
                subject_id=due.pk,
                institution_id=one.institution_id,
                **columns,
                **stopped(one.came_on, by),
                **asked,
            )
            for due, one in zip(dues, owed, strict=True)
        ]
    )
