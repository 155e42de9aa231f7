"""What pages read of deadlines."""

from __future__ import annotations

from typing import Any

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline, DeadlineMove, DeadlineSuspension
from cixi_oversight.policy.services.extensions import DUTIES


def shown_to(viewer: Viewer) -> Any:
    """Open deadlines of the kinds that the viewer may see, about what the viewer sees."""
    kinds = [duty.kind for duty in DUTIES.all() if duty.view.allows(viewer)]
    return Deadline.objects.visible_to(viewer).open().filter(kind__in=kinds)


def kinds_in_use() -> list[DeadlineCode]:
    return [duty.kind for duty in DUTIES.all()]


def own_kinds(viewer: Viewer) -> list[DeadlineCode]:
    """Those that the viewer's own work ends."""
    return [duty.kind for duty in DUTIES.all() if duty.act.allows(viewer)]


def last_moves(ids: list[int]) -> dict[int, DeadlineMove]:
    rows = DeadlineMove.objects.filter(deadline__in=ids).order_by("deadline_id", "-recorded_at", "-pk")
    return {row.deadline_id: row for row in rows.distinct("deadline_id")}


def resting(ids: list[int]) -> dict[int, DeadlineSuspension]:
    """The suspension that each deadline is in just now."""
    return {row.deadline_id: row for row in DeadlineSuspension.objects.filter(deadline__in=ids, to_on=None)}
