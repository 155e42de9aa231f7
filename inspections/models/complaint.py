"""A complaint (投诉). Whether it is valid (有效投诉) and how it ended are dated rows with a reason.

Who complained is a row of the vault of personal data; the summary is written without names or phones.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.models import Person
from cixi_oversight.policy.models import Deadline, DeadlineSuspension
from cixi_oversight.records import Fact, FactQuerySet, PublicId
from inspections.enums import Channel, Matter, Outcome
from institutions.models import Institution


class ComplaintQuerySet(FactQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """An institution does not see who complained or that somebody did, before the complaint is put to it."""
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk) if kind == "complaint" else self.none()
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.MEMBER):
            return self.none()
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def with_decisions(self, cutoff: dt.datetime | None = None) -> Self:
        """Annotates the standing judgement and end (`is_valid`, `decided_on`, `outcome`, `resolved_on`; None where
        there is none), today's or those known at `cutoff`, and `standing_due_on`."""
        validity = _standing(ComplaintValidity, cutoff)
        resolution = _standing(ComplaintResolution, cutoff)
        return self.with_due().annotate(
            is_valid=Subquery(validity.values("is_valid")[:1]),
            decided_on=Subquery(validity.values("decided_on")[:1]),
            outcome=Subquery(resolution.values("outcome")[:1]),
            resolved_on=Subquery(resolution.values("resolved_on")[:1]),
        )

    def open(self, cutoff: dt.datetime | None = None) -> Self:
        """Not closed yet: no standing resolution."""
        return self.filter(~Exists(_standing(ComplaintResolution, cutoff)))

    def closed(self, cutoff: dt.datetime | None = None) -> Self:
        return self.filter(Exists(_standing(ComplaintResolution, cutoff)))

    def judged(self, is_valid: bool | None, cutoff: dt.datetime | None = None) -> Self:
        """Found valid, found not valid, or (None) not judged yet."""
        rows = _standing(ComplaintValidity, cutoff)
        return self.filter(~Exists(rows) if is_valid is None else Exists(rows.filter(is_valid=is_valid)))

    def with_due(self) -> Self:
        """Annotates `standing_due_on`: the deadline's day, which follows the calendar; else the day as entered."""
        kept = Deadline.objects.filter(subject_kind="complaint", subject_id=OuterRef("pk"))
        return self.annotate(standing_due_on=Coalesce(Subquery(kept.values("due_on")[:1]), F("due_on")))

    def overdue(self, on: dt.date, cutoff: dt.datetime | None = None) -> Self:
        """Open after the day it is due, and not suspended just now."""
        rests = DeadlineSuspension.objects.filter(
            to_on=None, deadline__subject_kind="complaint", deadline__subject_id=OuterRef("pk")
        )
        return self.open(cutoff).with_due().filter(~Exists(rests), standing_due_on__lt=on)


def _standing(model: Any, cutoff: dt.datetime | None) -> Any:
    rows = model.objects.filter(complaint=OuterRef("pk"))
    return rows.standing() if cutoff is None else rows.as_of(cutoff)


REFERENCE_MAX: Final = 60


class Complaint(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="complaints")
    number = models.CharField(max_length=30, unique=True)
    channel = models.CharField(max_length=16, choices=[(c.value, c.value) for c in Channel])
    matter = models.CharField(max_length=12, choices=[(m.value, m.value) for m in Matter])
    received_on = models.DateField()
    due_on = models.DateField()
    amount_fen = models.BigIntegerField(null=True)
    summary = models.CharField(max_length=500, blank=True)
    complainant = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(
        max_length=REFERENCE_MAX, blank=True, default="", db_default=""
    )  # the sending system's own number

    objects: ClassVar[models.Manager[Complaint]] = ComplaintQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "received_on", "recorded_at"], name="complaint_received")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="complaint_due_after_receipt"),
            models.UniqueConstraint(
                fields=["recorded_by", "reference"], condition=~Q(reference=""), name="complaint_reference_once"
            ),
            models.CheckConstraint(condition=Q(amount_fen=None) | Q(amount_fen__gt=0), name="complaint_amount"),
        ]


class ComplaintValidity(Fact):
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="validity_rows")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    is_valid = models.BooleanField()
    decided_on = models.DateField()
    reason = models.CharField(max_length=300)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["complaint", "recorded_at"], name="complaint_validity_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="complaint_validity_superseded_once"
            )
        ]


class ComplaintResolution(Fact):
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="resolution_rows")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome])
    resolved_on = models.DateField()
    reason = models.CharField(max_length=300)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["complaint", "recorded_at"], name="complaint_resolution_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(supersedes__isnull=False),
                name="complaint_resolution_superseded_once",
            )
        ]
