"""Work that is assigned (交办): from anything, to an owner and co-owners, with a day; how it went; its end (销号).

`due_on` is a copy of the deadline's day in `policy`, for lists; both are written in one transaction.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cixi_oversight.desk.enums import AssignmentState, ExtensionState, NoteKind, PartyRole, SourceKind
from cixi_oversight.desk.rules.workflow import ISSUERS, OPEN
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition

SUBJECT = "assignment"
NOTE_SUBJECT = "assignment_note"


def _sql_choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


def own_parties(viewer: Viewer) -> Q:
    """Rows of AssignmentParty on whose behalf the viewer acts."""
    mine = Q(department_id__in=viewer.department_ids) | Q(town_id__in=viewer.town_ids)
    if viewer.institution_ids:
        mine |= Q(institution_id__in=viewer.institution_ids)
    return mine


def is_issuer(viewer: Viewer) -> bool:
    """Staff of the bureau: they see every assignment of their county."""
    return viewer.county_wide and bool(viewer.roles & ISSUERS)


class AssignmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The bureau that assigns: its county's. Others: what they are owner or co-owner of; nobody else."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.PUBLIC:
            return self.none()
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk) if kind == SUBJECT else self.none()
        seen = Q(Exists(AssignmentParty.objects.current().filter(own_parties(viewer), assignment=OuterRef("pk"))))
        if is_issuer(viewer):
            seen |= Q(county_id__in=viewer.county_ids)
        return self.filter(seen)

    def open(self) -> Self:
        """Not reported done, closed or withdrawn: the owner's turn, or the bureau's to assign anew."""
        return self.filter(state__in=sorted(OPEN))

    def overdue(self, on: dt.date) -> Self:
        """Open after the day. On the day itself nothing is overdue."""
        return self.open().filter(due_on__lt=on)

    def owned_by(self, viewer: Viewer, *roles: PartyRole) -> Self:
        """Those that the viewer's own department, town or institution has to work on."""
        rows = AssignmentParty.objects.current().filter(own_parties(viewer), assignment=OuterRef("pk"))
        return self.filter(Exists(rows.filter(role__in=roles) if roles else rows))

    def mine(self, viewer: Viewer) -> Self:
        """Where the next step is the viewer's: to accept and work, to assign anew, to close, to decide on time."""
        step = Q(pk__in=[])
        if viewer.roles:
            owned = AssignmentParty.objects.current().filter(
                own_parties(viewer), assignment=OuterRef("pk"), role=PartyRole.OWNER
            )
            step |= Q(Exists(owned), state__in=(AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS))
        if is_issuer(viewer):
            asked = AssignmentExtension.objects.filter(assignment=OuterRef("pk"), state=ExtensionState.ASKED)
            waits = Q(state__in=(AssignmentState.RETURNED, AssignmentState.REPORTED)) | Q(Exists(asked))
            step |= Q(county_id__in=viewer.county_ids) & waits
        return self.visible_to(viewer).filter(step)


class Assignment(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=120)
    task = models.CharField(max_length=1000)  # what is asked
    source_kind = models.CharField(max_length=24, choices=_sql_choices(SourceKind))
    source_id = models.BigIntegerField(null=True)
    source_text = models.CharField(max_length=200, blank=True)
    institution_id = models.BigIntegerField(null=True)
    group = models.ForeignKey("desk.WorkingGroup", models.PROTECT, null=True, related_name="assignments")
    state = models.CharField(max_length=16, default=AssignmentState.ASSIGNED, choices=_sql_choices(AssignmentState))
    assigned_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)  # the day it was last reported done
    closed_on = models.DateField(null=True)
    # what it is made of once at most, such as an adoption; null where a person assigns
    dedupe = models.CharField(max_length=60, null=True, unique=True)

    objects: ClassVar[Any] = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["county", "state", "due_on"], name="assignment_state_due"),
            models.Index(fields=["source_kind", "source_id"], name="assignment_source"),
            models.Index(fields=["institution_id"], name="assignment_institution"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("assigned_on")), name="assignment_due_after_start"),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.CLOSED, closed_on__isnull=False)
                | ~Q(state=AssignmentState.CLOSED) & Q(closed_on=None),
                name="assignment_closed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AssignmentPartyQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class AssignmentParty(models.Model):
    """Owner (牵头) or co-owner (协同): a department, a town or an institution, until it is assigned anew."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=8, choices=_sql_choices(PartyRole))
    department = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    institution_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AssignmentPartyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["department", "assignment"], name="assignment_party_department"),
            models.Index(fields=["town", "assignment"], name="assignment_party_town"),
            models.Index(fields=["institution_id", "assignment"], name="assignment_party_institution"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(role=PartyRole.OWNER, ended_at=None), name="assignment_one_owner"
            ),
            models.UniqueConstraint(
                fields=["assignment", "department", "town", "institution_id"],
                condition=Q(ended_at=None),
                name="assignment_party_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False, town=None, institution_id=None)
                | Q(department=None, town__isnull=False, institution_id=None)
                | Q(department=None, town=None, institution_id__isnull=False),
                name="assignment_party_is_one",
            ),
        ]


class AssignmentTransition(Transition):
    """The legal record of an assignment's way."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["assignment", "recorded_at"], name="assignment_transition_at")]


class AssignmentNoteQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of assignments in sight; an institution reads its own and what was written to it."""
        rows = self.filter(assignment__in=Assignment.objects.visible_to(viewer))
        return rows if is_inside(viewer) else rows.filter(shown_outside=True)


def is_inside(viewer: Viewer) -> bool:
    """Authorities, as opposed to the institution that an assignment is for."""
    return viewer.kind in (ViewerKind.STAFF, ViewerKind.CLIENT, ViewerKind.SYSTEM)


class AssignmentNote(models.Model):
    """Progress (进展), a reminder (催办) or a notice of the portal. Insert-only; files hang on it."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=_sql_choices(NoteKind))
    text = models.CharField(max_length=1000)
    shown_outside = models.BooleanField(default=False)  # to the institution that is a party
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)

    append_only: ClassVar[bool] = True
    objects: ClassVar[Any] = AssignmentNoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assignment", "recorded_at"], name="assignment_note_at")]


class AssignmentExtension(models.Model):
    """More time (延期): asked by the owner, granted or refused by the bureau."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    was_due_on = models.DateField()
    until = models.DateField()
    why = models.CharField(max_length=300)
    asked_at = models.DateTimeField(editable=False)
    asked_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    state = models.CharField(max_length=8, default=ExtensionState.ASKED, choices=_sql_choices(ExtensionState))
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state=ExtensionState.ASKED), name="assignment_extension_one_open"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("was_due_on")), name="assignment_extension_later"),
        ]
