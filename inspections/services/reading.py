"""What pages read of complaints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
