"""What pages and the API read of assignments: a fixed number of queries for any number of rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, ExtensionState, NoteKind, PartyRole
from cixi_oversight.desk.models import (
    Assignment,
    AssignmentExtension,
    AssignmentNote,
    AssignmentParty,
    AssignmentTransition,
)
from cixi_oversight.desk.models.assignment import NOTE_SUBJECT, is_inside, is_issuer
from cixi_oversight.desk.rules import labels
from cixi_oversight.desk.rules.workflow import ASSIGNMENT, OPEN, SIDE
from cixi_oversight.desk.services import parties
from cixi_oversight.desk.services.extensions import places
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.files import TimelineEntry


@dataclass(frozen=True, slots=True)
class Named:
    """A party with its name."""

    row: AssignmentParty
    name: str

    @property
    def is_owner(self) -> bool:
        return bool(self.row.role == PartyRole.OWNER)

    @property
    def kind(self) -> str:
        return "town" if self.row.town_id else "department" if self.row.department_id else "institution"


def parties_of(ids: Sequence[int]) -> dict[int, list[Named]]:
    """The present parties of each assignment, the owner first; two queries."""
    rows = AssignmentParty.objects.current().filter(assignment__in=ids).select_related("department", "town")
    found = sorted(rows, key=lambda row: (row.role != PartyRole.OWNER, row.pk))
    named = places(sorted({row.institution_id for row in found if row.institution_id}))
    by_assignment: defaultdict[int, list[Named]] = defaultdict(list)
    for row in found:
        place = row.department or row.town
        name = place.name if place else named[row.institution_id].name if row.institution_id in named else ""
        by_assignment[row.assignment_id].append(Named(row, name))
    return by_assignment


def steps(assignment: Assignment, viewer: Viewer) -> list[AssignmentVerb]:
    """What this viewer may do now: the buttons."""
    sides = parties.sides(assignment, parties.current(assignment), viewer)
    verbs = (AssignmentVerb(move.verb) for move in ASSIGNMENT.open_to(assignment.state, viewer))
    return [verb for verb in verbs if SIDE[verb] in sides]


def open_extension(assignment: Assignment) -> AssignmentExtension | None:
    rows = AssignmentExtension.objects.filter(assignment=assignment, state=ExtensionState.ASKED)
    return rows.select_related("asked_by").first()


def notes_of(assignment: Assignment, viewer: Viewer) -> list[AssignmentNote]:
    """Newest first, those that the viewer may read."""
    rows = AssignmentNote.objects.filter(assignment=assignment).select_related("recorded_by")
    return list((rows if is_inside(viewer) else rows.filter(shown_outside=True)).order_by("-recorded_at", "-pk"))


def progress_of(assignment: Assignment, viewer: Viewer) -> list[Any]:
    """The notes of progress, each with its `files`; two queries."""
    found: list[Any] = [note for note in notes_of(assignment, viewer) if note.kind == NoteKind.PROGRESS]
    files = uploads.of_many(NOTE_SUBJECT, [note.pk for note in found])
    for note in found:
        note.files = files.get(note.pk, [])
    return found


def timeline(assignment: Assignment, viewer: Viewer) -> list[TimelineEntry]:
    """Steps, reminders, notices and more time; progress stands on the page itself."""
    found = [TimelineEntry(assignment.created_at, assignment.created_by.label, msg("Work assigned"))]
    moves = AssignmentTransition.objects.filter(assignment=assignment).select_related("actor")
    found += [
        TimelineEntry(row.recorded_at, row.actor.label, labels.DONE[AssignmentVerb(row.verb)], row.why) for row in moves
    ]
    found += [
        TimelineEntry(row.recorded_at, row.recorded_by.label, labels.NOTE[NoteKind(row.kind)], row.text)
        for row in notes_of(assignment, viewer)
        if row.kind != NoteKind.PROGRESS
    ]
    asked = AssignmentExtension.objects.filter(assignment=assignment).select_related("asked_by", "decided_by")
    for row in asked:
        until = msg("More time asked for, until %(day)s", day=row.until.isoformat())
        found.append(TimelineEntry(row.asked_at, row.asked_by.label, until, row.why))
        if row.decided_by is not None and row.decided_at is not None:
            said: Message = labels.EXTENSION[ExtensionState(row.state)]
            found.append(TimelineEntry(row.decided_at, row.decided_by.label, said, row.answer))
    return found


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One party's account (督办): how much it has, how much is late, how it has done."""

    kind: str  # town, department or institution
    pk: int
    name: str
    open: int
    overdue: int
    waiting: int  # reported, for the bureau to check
    closed: int
    on_time: int

    @property
    def on_time_percent(self) -> int | None:
        return None if not self.closed else self.on_time * 100 // self.closed


def follow_up(viewer: Viewer, on: dt.date) -> list[FollowUp]:
    """Every town and department that owns an assignment in sight; the latest first. One query."""
    seen = Assignment.objects.visible_to(viewer).values("pk")
    rows = AssignmentParty.objects.current().filter(role=PartyRole.OWNER, institution_id=None, assignment__in=seen)
    of = "assignment__state"
    is_open, is_closed = Q(assignment__state__in=sorted(OPEN)), Q(**{of: AssignmentState.CLOSED})
    counted = rows.values("town_id", "town__name", "department_id", "department__name").annotate(
        n_open=Count("pk", filter=is_open),
        n_overdue=Count("pk", filter=is_open & Q(assignment__due_on__lt=on)),
        n_waiting=Count("pk", filter=Q(**{of: AssignmentState.REPORTED})),
        n_closed=Count("pk", filter=is_closed),
        n_on_time=Count("pk", filter=is_closed & Q(assignment__done_on__lte=F("assignment__due_on"))),
    )
    found = [
        FollowUp(
            "town" if row["town_id"] else "department",
            row["town_id"] or row["department_id"],
            row["town__name"] or row["department__name"],
            row["n_open"],
            row["n_overdue"],
            row["n_waiting"],
            row["n_closed"],
            row["n_on_time"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda one: (-one.overdue, -one.open, one.kind, one.pk))


def waiting_for(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """Where the next step is the viewer's: the number beside the menu's entry."""
    rows: QuerySet[Any] = Assignment.objects.mine(viewer)
    return rows


def is_bureau(viewer: Viewer) -> bool:
    return is_issuer(viewer)


def with_parties(rows: Iterable[Any]) -> None:
    """Hang `parties` and `owner_name` on each row."""
    rows = list(rows)
    found = parties_of([row.pk for row in rows])
    for row in rows:
        row.parties_named = found.get(row.pk, [])
        row.owner_name = next((one.name for one in row.parties_named if one.is_owner), "")
        row.co_owner_names = [one.name for one in row.parties_named if not one.is_owner]
