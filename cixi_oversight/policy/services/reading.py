"""What pages read of deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from cixi_oversight.errors import Message
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline, DeadlineAlarm, DeadlineMove, DeadlineSuspension
from cixi_oversight.policy.services.extensions import CATEGORIES, DUTIES
from cixi_oversight.users.models import DepartmentMembership


def shown_to(viewer: Viewer) -> Any:
    """Open deadlines of the kinds that the viewer may see, about what the viewer sees."""
    kinds = [duty.kind for duty in DUTIES.all() if duty.view.allows(viewer)]
    return Deadline.objects.visible_to(viewer).open().filter(kind__in=kinds)


def seen_by(viewer: Viewer) -> Any:
    """As `shown_to`, with those that have ended."""
    kinds = [duty.kind for duty in DUTIES.all() if duty.view.allows(viewer)]
    return Deadline.objects.visible_to(viewer).filter(kind__in=kinds)


def kinds_in_use() -> list[DeadlineCode]:
    return [duty.kind for duty in DUTIES.all()]


def own_kinds(viewer: Viewer) -> list[DeadlineCode]:
    """Those that the viewer's own work ends."""
    return [duty.kind for duty in DUTIES.all() if duty.act.allows(viewer)]


def own(viewer: Viewer) -> Q:
    """Deadlines that the viewer's own work ends."""
    found = Q(pk__in=[])
    for duty in DUTIES.all():
        if duty.act.allows(viewer):
            found |= Q(kind=duty.kind) & (duty.mine(viewer) if duty.mine else Q())
    return found


def of_team(viewer: Viewer, on: dt.date) -> Q:
    """Deadlines that somebody's work ends who is in one of the viewer's departments on the day, the viewer among them.

    One query here, whatever the number of colleagues.
    """
    rows = DepartmentMembership.objects.in_force(on).filter(department_id__in=viewer.department_ids)
    roles = set(rows.values_list("role", flat=True).distinct()) | viewer.roles
    found = Q(pk__in=[])
    for duty in DUTIES.all():
        if duty.act.roles & roles:
            found |= Q(kind=duty.kind) & (duty.team(viewer) if duty.team else Q())
    return found


def last_moves(ids: list[int]) -> dict[int, DeadlineMove]:
    rows = DeadlineMove.objects.filter(deadline__in=ids).order_by("deadline_id", "-recorded_at", "-pk")
    return {row.deadline_id: row for row in rows.distinct("deadline_id")}


def resting(ids: list[int]) -> dict[int, DeadlineSuspension]:
    """The suspension that each deadline is in just now."""
    return {row.deadline_id: row for row in DeadlineSuspension.objects.filter(deadline__in=ids, to_on=None)}


def last_alarms(rows: list[Any]) -> dict[int, DeadlineAlarm]:
    """The newest alarm of each deadline about the due day that it has now."""
    found = DeadlineAlarm.objects.filter(deadline__in=[row.pk for row in rows]).order_by("recorded_at", "pk")
    due = {row.pk: row.due_on for row in rows}
    return {one.deadline_id: one for one in found if one.due_on == due[one.deadline_id]}


def categories() -> dict[str, Message]:
    """The categories of institutions that a value may be for, with their names."""
    asked = CATEGORIES.ask()
    return dict(asked()) if asked else {}
