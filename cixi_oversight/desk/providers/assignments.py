"""What assignments bring to the frame, the deadlines' page and the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cixi_oversight.desk.models import Assignment, AssignmentNote, WorkingGroup, WorkingGroupMember
from cixi_oversight.desk.models.assignment import NOTE_SUBJECT, SUBJECT
from cixi_oversight.desk.rules.access import HANDLE, OWN_ASSIGNMENTS, VIEW_ASSIGNMENTS, VIEW_GROUPS
from cixi_oversight.desk.rules.workflow import ASSIGNMENT
from cixi_oversight.desk.services import handover, reading, todo
from cixi_oversight.desk.services.links import OWN_SECTION, SECTION, own_url, page_url
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import subjects
from cixi_oversight.web.home import TODO
from cixi_oversight.web.letter import LETTER_ANSWERS, LetterAnswer
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject


def notes_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: QuerySet[Any] = AssignmentNote.objects.visible_to(viewer).select_related("assignment")
    return rows


def my_steps(viewer: Viewer) -> Q:
    """Deadlines of assignments where the next step is the viewer's."""
    return Q(subject_id__in=Assignment.objects.mine(viewer).values("pk"))


def of_my_parties(viewer: Viewer) -> Q:
    """Deadlines of assignments that the viewer's department or town owns or helps with."""
    return Q(subject_id__in=Assignment.objects.visible_to(viewer).owned_by(viewer).values("pk"))


def groups_on(viewer: Viewer, on: dt.date) -> int | None:
    """How many working groups had members on the day."""
    members = WorkingGroupMember.objects.in_force(on).filter(group__in=WorkingGroup.objects.visible_to(viewer))
    return members.values("group").distinct().count() or None


def register() -> None:
    """Called once from the package's own `register`."""
    subjects.register(
        Subject(
            SUBJECT,
            Assignment.objects.visible_to,
            lambda row: f"{row.number} {row.title}",
            page_url,
            member_url=own_url,
        )
    )
    subjects.register(
        Subject(
            NOTE_SUBJECT,
            notes_seen,
            lambda row: row.assignment.title,
            lambda row: page_url(row.assignment),
            named_by="pk",
            member_url=lambda row: own_url(row.assignment),
        )
    )
    if handover.note_step not in ASSIGNMENT.on_move:
        ASSIGNMENT.on_move.append(handover.note_step)
    DUTIES.register(Duty(DeadlineCode.ASSIGNMENT_DUE, VIEW_ASSIGNMENTS, HANDLE, mine=my_steps, team=of_my_parties))
    TODO.register(todo.todo, rank=15)
    NAV.register(
        NavEntry(
            SECTION, msg("Assignments"), "desk:assignments", VIEW_ASSIGNMENTS, reading.waiting_for, "clipboard-list"
        ),
        rank=15,
    )
    LETTER_ANSWERS.register(LetterAnswer("working_groups", groups_on, url=lambda: reverse("desk:groups")))
    NAV.register(NavEntry("groups", msg("Working groups"), "desk:groups", VIEW_GROUPS, icon="users-group"), rank=78)
    NAV.register(
        NavEntry(
            OWN_SECTION,
            msg("Assignments of the authorities"),
            "desk:own_assignments",
            OWN_ASSIGNMENTS,
            todo.own_waiting,
            "clipboard-list",
            face="my",
        ),
        rank=20,
    )
