"""An institution's own assignments (/my/assignments/): see, note progress, ask for more time, report done."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import AssignmentState, Side
from cixi_oversight.desk.forms import assignments as forms
from cixi_oversight.desk.models import Assignment, AssignmentParty
from cixi_oversight.desk.rules.access import HANDLE_OWN, OWN_ASSIGNMENTS
from cixi_oversight.desk.rules.workflow import ENDED, OPEN, SIDE
from cixi_oversight.desk.services import parties, reading
from cixi_oversight.desk.services.links import OWN_SECTION, own_url
from cixi_oversight.desk.views import assignments, steps
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.views import Page

_ENDED_MAX = 20
_OWN_VERBS = frozenset(verb for verb, side in SIDE.items() if side is Side.OWNER)


def _owned(viewer: Viewer) -> Any:
    """Only where the institution is a party: staff see no more here than its people do."""
    rows = AssignmentParty.objects.current().filter(institution_id__in=viewer.institution_ids)
    return Assignment.objects.visible_to(viewer).filter(pk__in=rows.values("assignment"))


class OwnList(Page):
    permission = OWN_ASSIGNMENTS
    section = OWN_SECTION
    title = _("Assignments of the authorities")
    template_name = "desk/own_list.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = list(_owned(self.viewer).exclude(state__in=sorted(ENDED)).order_by("due_on", "pk"))
        ended = list(_owned(self.viewer).filter(state__in=sorted(ENDED)).order_by("-changed_at", "-pk")[:_ENDED_MAX])
        reading.with_parties([*rows, *ended])
        mine = [row for row in rows if row.state in OPEN]
        return super().context(
            mine=[_line(row, self.on) for row in mine],
            checked=[_line(row, self.on) for row in rows if row.state == AssignmentState.REPORTED],
            ended=[_line(row, self.on) for row in ended],
            **more,
        )


def _line(row: Any, on: Any) -> dict[str, Any]:
    return {
        "row": row,
        "url": own_url(row),
        "state": assignments.state_pill(row),
        "due": assignments.due_pill(row, on),
    }


class OfOwn(assignments.OfAssignment):
    """An assignment of the viewer's own institution; every other one is not found."""

    section = OWN_SECTION

    @cached_property
    def assignment(self) -> Any:
        rows = _owned(self.viewer).select_related("created_by", "county", "group")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @property
    def page_url(self) -> str:
        return own_url(self.assignment)


class OwnPage(OfOwn, Page):
    """What is asked, by when, what has been said to us, and our own steps. Nothing of where it comes from: a complaint
    is not told to the institution before it is put to it."""

    permission = OWN_ASSIGNMENTS
    template_name = "desk/own_assignment.html"

    def get_title(self) -> str:
        return str(self.assignment.title)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.assignment
        owns = HANDLE_OWN.allows(self.viewer)
        sides = parties.sides(row, parties.current(row), self.viewer) if owns else frozenset()
        verbs = reading.steps(row, self.viewer) if Side.OWNER in sides else []
        asked = reading.open_extension(row)
        is_worked_on = row.state in (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS)
        return super().context(
            assignment=row,
            state_badge=assignments.state_pill(row),
            due_badge=assignments.due_pill(row, self.on),
            parties=reading.parties_of([row.pk]).get(row.pk, []),
            notes=reading.progress_of(row, self.viewer),
            timeline=self.timeline(),
            buttons=[assignments.button(row, verb) for verb in verbs if verb in _OWN_VERBS],
            asked=asked,
            may_ask=Side.OWNER in sides and is_worked_on and asked is None,
            may_note=row.state not in ENDED,
            **more,
        )

    def timeline(self) -> list[TimelineEntry]:
        entries = reading.timeline(self.assignment, self.viewer)
        return sorted(entries, key=lambda entry: entry.at, reverse=True)


class OwnStep(OfOwn, steps.Step):
    permission = HANDLE_OWN


class OwnNote(OfOwn, steps.AddNote):
    permission = OWN_ASSIGNMENTS
    form_class = forms.NoteForm


class OwnAsk(OfOwn, steps.AskExtension):
    permission = HANDLE_OWN
