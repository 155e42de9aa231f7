"""Who answers for a thing (联系人), in what capacity, from when to when. Holds no personal data itself."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.enums import ONE_AT_A_TIME, Capacity
from cixi_oversight.personal.models.person import Person
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.web import subjects


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        """The scope is the subject's: an institution sees its own."""
        known = viewer.kind in (ViewerKind.STAFF, ViewerKind.MEMBER)
        return self.filter(subjects.scope(viewer)) if known else self.none()

    def of(self, kind: str, pk: int) -> Self:
        """Those of one thing, serving ones first."""
        rows = self.filter(subject_kind=kind, subject_id=pk).select_related("person")
        return rows.order_by(F("to_on").desc(nulls_first=True), "capacity", "pk")

    def serving(self, on: dt.date) -> Self:
        return self.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


class Contact(Versioned):
    public_id = PublicId()
    person = models.OneToOneField(Person, models.PROTECT, related_name="contact")
    capacity = models.CharField(max_length=24, choices=[(c.value, c.value) for c in Capacity])
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # the last day

    objects: ClassVar[models.Manager[Contact]] = ContactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="contact_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="contact_dates"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "capacity"],
                condition=Q(to_on=None, capacity__in=sorted(ONE_AT_A_TIME)),
                name="contact_one_at_a_time",
            ),
        ]
