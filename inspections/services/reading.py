"""What pages read of complaints."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cixi_oversight.permissions import Viewer
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity


@dataclass(frozen=True, slots=True)
class Judgement:
    """A dated decision on a complaint: the row, and whether it still stands."""

    row: Any
    stands: bool


def judgements(complaint: Complaint) -> tuple[list[Judgement], list[Judgement]]:
    """Validity rows and resolution rows, newest first, superseded ones among them."""
    return _rows(ComplaintValidity, complaint), _rows(ComplaintResolution, complaint)


def _rows(model: Any, complaint: Complaint) -> list[Judgement]:
    rows = list(model.objects.filter(complaint=complaint).select_related("recorded_by").order_by("-recorded_at", "-pk"))
    replaced = {row.supersedes_id for row in rows}
    return [Judgement(row, row.pk not in replaced) for row in rows]


def standing_of(rows: list[Judgement]) -> Any:
    return next((one.row for one in rows if one.stands), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Complaints that wait: open ones past their day, the oldest of these days, and those not judged yet."""

    overdue: int
    oldest_due_on: dt.date | None
    not_judged: int


def waiting(viewer: Viewer, on: dt.date) -> Waiting:
    rows = Complaint.objects.visible_to(viewer)
    late = rows.overdue(on)
    oldest = late.order_by("due_on").values_list("due_on", flat=True).first()
    return Waiting(late.count() if oldest else 0, oldest, rows.open().judged(None).count())
