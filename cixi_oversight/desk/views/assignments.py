"""The list of assignments, the page of one, and how the parties have done (督办)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, Side, SourceKind
from cixi_oversight.desk.forms.assignments import AssignmentFilterSet, group_name
from cixi_oversight.desk.models import Assignment
from cixi_oversight.desk.rules import labels
from cixi_oversight.desk.rules.access import ASSIGN, FOLLOW_UP, HANDLE, VIEW_ASSIGNMENTS
from cixi_oversight.desk.rules.workflow import ENDED, OPEN
from cixi_oversight.desk.services import handover, parties, reading
from cixi_oversight.desk.services.extensions import places
from cixi_oversight.desk.services.links import SECTION, page_url
from cixi_oversight.errors import NotFound
from cixi_oversight.web import subjects
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.files import FilePage, TimelineEntry
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import day
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded

_TONE = {
    AssignmentState.ASSIGNED: Tone.WAITS,
    AssignmentState.IN_PROGRESS: Tone.PROGRESS,
    AssignmentState.RETURNED: Tone.REFUSED,
    AssignmentState.REPORTED: Tone.WAITS,
    AssignmentState.CLOSED: Tone.DONE,
    AssignmentState.WITHDRAWN: Tone.NEUTRAL,
}


def state_pill(row: Assignment) -> SafeString:
    state = AssignmentState(row.state)
    return pill(_TONE[state], worded(labels.STATE[state]))


def due_pill(row: Assignment, on: Any) -> SafeString:
    """How late or how near; whether it was done on time. Nothing for one that was withdrawn."""
    if row.state in OPEN:
        left = (row.due_on - on).days
        if left < 0:
            return pill(Tone.REFUSED, ngettext("overdue by %(n)s day", "overdue by %(n)s days", -left) % {"n": -left})
        if left == 0:
            return pill(Tone.WAITS, gettext("due today"))
        words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
        return pill(Tone.WAITS if left <= 3 else Tone.PROGRESS, words)
    if row.done_on is None:
        return SafeString("")
    late = (row.done_on - row.due_on).days
    if late <= 0:
        return pill(Tone.DONE, gettext("done on time"))
    return pill(Tone.REFUSED, ngettext("done %(n)s day late", "done %(n)s days late", late) % {"n": late})


def _number(row: Any) -> SafeString:
    return format_html('{}<span class="second d-block mono">{}</span>', row.title, row.number)


def _due(row: Any) -> SafeString:
    return format_html('<span class="num text-nowrap">{}</span>', day(row.due_on))


class AssignmentList(ListPage):
    permission = VIEW_ASSIGNMENTS
    section = SECTION
    title = _("Assignments")
    template_name = "desk/assignments.html"
    filterset_class = AssignmentFilterSet
    main_filters = ("q", "state", "party", "whose")
    ordering = ("due",)
    export_name = _("Assignments")
    empty_text = _("No assignment matches. Remove a filter, or assign work from a complaint, a file or a risk code.")

    def get_columns(self) -> list[Column]:
        return [
            Column("title", _("Matter assigned"), _number, sort="title", export=lambda row: row.title),
            Column("number", _("Number"), lambda row: row.number, sort="number", default=False),
            Column("owner", _("Owner in charge"), self._owner, export=lambda row: row.owner_name),
            Column("institution", _("Institution"), lambda row: row.institution_name, default=False),
            Column("due", _("Due on"), _due, sort="due_on", export=lambda row: row.due_on),
            Column("left", _("Time"), lambda row: due_pill(row, self.on)),
            Column("state", _("State"), state_pill, sort="state"),
            Column("assigned", _("Assigned on"), lambda row: row.assigned_on, sort="assigned_on", default=False),
            Column("source", _("Assigned from"), lambda row: worded(labels.SOURCE[SourceKind(row.source_kind)])),
            Column("co_owners", _("Co-owners"), lambda row: "、".join(row.co_owner_names), default=False),
            Column(
                "group", _("Working group"), lambda row: group_name(row.group) if row.group else None, default=False
            ),
            Column("done", _("Reported done on"), lambda row: row.done_on, sort="done_on", default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = Assignment.objects.visible_to(self.viewer).select_related("group")
        return found

    def annotate_rows(self, rows: list[Any]) -> None:
        reading.with_parties(rows)
        named = places(sorted({row.institution_id for row in rows if row.institution_id}))
        for row in rows:
            row.institution_name = named[row.institution_id].name if row.institution_id in named else None

    def row_url(self, row: Assignment) -> str:
        return page_url(row)

    def get_primary_action(self) -> tuple[str, Text] | None:
        return (reverse("desk:assign"), _("Assign work")) if ASSIGN.allows(self.viewer) else None

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(may_follow_up=FOLLOW_UP.allows(self.viewer), **more)

    def _owner(self, row: Any) -> Any:
        if not row.co_owner_names:
            return row.owner_name
        others = "、".join(row.co_owner_names)
        return format_html('{}<span class="second d-block">{} {}</span>', row.owner_name, gettext("with"), others)


class OfAssignment(Page):
    """A page about one assignment, fetched within the viewer's scope."""

    section = SECTION

    @cached_property
    def assignment(self) -> Any:
        rows = Assignment.objects.visible_to(self.viewer).select_related("group", "created_by", "county")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    @property
    def page_url(self) -> str:
        return page_url(self.assignment)


class AssignmentPage(OfAssignment, FilePage):
    permission = VIEW_ASSIGNMENTS
    template_name = "desk/assignment.html"
    timeline_max = 20

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An officer of a party has it before his eyes: it is delivered."""
        handover.deliver([self.assignment.pk], by=self.viewer, at=self.at)
        return super().get(request, *args, **kwargs)

    def get_object(self) -> Any:
        return self.assignment

    def get_title(self) -> str:
        return str(self.assignment.title)

    def timeline(self) -> list[TimelineEntry]:
        return reading.timeline(self.assignment, self.viewer)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.assignment
        sides = parties.sides(row, parties.current(row), self.viewer) if HANDLE.allows(self.viewer) else frozenset()
        about = (row.source_kind, row.source_id)
        pairs = [about] if row.source_id else []
        if row.institution_id:
            pairs.append(("institution", row.institution_id))
        known = subjects.links(self.viewer, pairs)
        steps = reading.steps(row, self.viewer) if HANDLE.allows(self.viewer) else []
        asked = reading.open_extension(row)
        named, given = reading.parties_of([row.pk]).get(row.pk, []), handover.receipts_of(row)
        is_worked_on = row.state in (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS)
        return super().context(
            assignment=row,
            state_badge=state_pill(row),
            due_badge=due_pill(row, self.on),
            source=worded(labels.SOURCE[SourceKind(row.source_kind)]),
            source_link=known.get(about) if row.source_id else None,
            institution_link=known.get(("institution", row.institution_id)),
            group=group_name(row.group) if row.group else "",
            parties=named,
            receipts=[(one, given.get(one.row.pk)) for one in named if one.kind != "institution"],
            notes=reading.progress_of(row, self.viewer),
            buttons=[button(row, verb) for verb in steps],
            asked=asked,
            may_decide=asked is not None and Side.ISSUER in sides,
            may_ask=Side.OWNER in sides and is_worked_on and asked is None,
            may_note=HANDLE.allows(self.viewer) and row.state not in ENDED,
            may_remind=Side.ISSUER in sides and is_worked_on,
            **more,
        )


_FIRST = (AssignmentVerb.ACCEPT, AssignmentVerb.CLOSE, AssignmentVerb.REPORT)


def button(row: Any, verb: AssignmentVerb) -> dict[str, Any]:
    """A button that asks nothing is pressed on the page itself."""
    return {
        "verb": verb.value,
        "words": worded(labels.VERB[verb]),
        "is_first": verb in _FIRST,
        "at_once": verb is AssignmentVerb.ACCEPT,
    }


class FollowUp(Page):
    """督办: what each town and department has, owes and has done."""

    permission = FOLLOW_UP
    section = SECTION
    title = _("Follow-up by town and department")
    template_name = "desk/follow_up.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = reading.follow_up(self.viewer, self.on)
        base = reverse("desk:assignments")
        linked = [(row, f"{base}?party={row.kind}-{row.pk}") for row in rows]
        return super().context(
            towns=[pair for pair in linked if pair[0].kind == "town"],
            departments=[pair for pair in linked if pair[0].kind == "department"],
            **more,
        )
