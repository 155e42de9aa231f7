"""What assignments put on the desk: one line each where the next step is the viewer's, oldest first."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from cixi_oversight.desk.enums import AssignmentState, ExtensionState, PartyRole
from cixi_oversight.desk.models import Assignment, AssignmentExtension
from cixi_oversight.desk.models.assignment import is_issuer
from cixi_oversight.desk.rules.access import HANDLE, HANDLE_OWN, OWN_ASSIGNMENTS
from cixi_oversight.desk.services import reading
from cixi_oversight.desk.services.links import url_for
from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.web.home import Todo

LINES_MAX: Final = 15
_ASKS: Final[dict[str, Message]] = {
    AssignmentState.ASSIGNED: msg("Assignment to accept"),
    AssignmentState.IN_PROGRESS: msg("Assignment to work on"),
    AssignmentState.RETURNED: msg("Returned assignment to assign anew"),
    AssignmentState.REPORTED: msg("Reported assignment to check and close"),
}
_MORE_TIME: Final = msg("More time to decide on")


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Nothing for those who only look. At most LINES_MAX lines of their own, then one that counts the rest."""
    if not (HANDLE.allows(viewer) or HANDLE_OWN.allows(viewer) or OWN_ASSIGNMENTS.allows(viewer)):
        return []
    mine = Assignment.objects.mine(viewer)
    rows = list(mine.order_by("due_on", "pk")[: LINES_MAX + 1])
    asked = set(
        AssignmentExtension.objects.filter(
            assignment__in=[row.pk for row in rows], state=ExtensionState.ASKED
        ).values_list("assignment_id", flat=True)
    )
    reading.with_parties(rows[:LINES_MAX])
    bureau = is_issuer(viewer)
    lines = [_line(row, viewer, asks_time=bureau and row.pk in asked) for row in rows[:LINES_MAX]]
    page = reverse("desk:assignments" if viewer.kind is ViewerKind.STAFF else "desk:own_assignments")
    if len(rows) > LINES_MAX:
        lines.append(
            Todo(
                msg("Further assignments that wait for you"),
                mine.count() - LINES_MAX,
                f"{page}?whose=mine",
                rows[-1].due_on,
            )
        )
    return [*lines, *_others(viewer, on, page)]


def own_waiting(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """Beside the menu's entry of an institution: what it has to work on."""
    rows: QuerySet[Any] = Assignment.objects.visible_to(viewer).open().owned_by(viewer, PartyRole.OWNER)
    return rows


def _line(row: Any, viewer: Viewer, *, asks_time: bool) -> Todo:
    label = _MORE_TIME if asks_time else _ASKS[row.state]
    return Todo(
        label,
        1,
        url_for(row, viewer),
        None if row.state == AssignmentState.REPORTED else row.due_on,  # its period rests while the bureau checks
        title=row.title,
        whose=row.owner_name,
    )


def _others(viewer: Viewer, on: dt.date, page: str) -> list[Todo]:
    """Not this viewer's step, but to be known: what is late in the county; where one only helps."""
    seen = Assignment.objects.visible_to(viewer)
    found = []
    if is_issuer(viewer):
        late = seen.overdue(on).aggregate(n=Count("pk"), since=Min("due_on"))
        url = f"{page}?state=overdue"
        found.append(Todo(msg("Assignments overdue at their owners: urge"), late["n"], url, late["since"]))
    else:
        helps = seen.open().owned_by(viewer, PartyRole.CO_OWNER).aggregate(n=Count("pk"), first=Min("due_on"))
        found.append(Todo(msg("Assignments in which you are a co-owner"), helps["n"], page, helps["first"]))
    return found
