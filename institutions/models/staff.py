"""The people of an institution (从业人员). Insert-only: what changed, or that somebody left, is a row that supersedes.

Name, document and certificate number are sealed in the vault. Of those who teach, the name is public besides: the
institution has to post it (信息公示: 教师姓名、学历、教师资格证). Only people whose record check found nothing get here
(未成年人保护法第六十二条): a draft with another finding is not accepted.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.models import Person
from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.enums.teaching import CertificateKind, CourseSubject, Degree, Employment, Post
from institutions.models.institution import Institution


class OfInstitutionQuerySet(FactQuerySet):
    """Facts that belong to an institution and end by a row that says so."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def in_force(self) -> Self:
        """What stands and has not been withdrawn."""
        return self.standing().filter(withdrawn=False)


class StaffQuerySet(OfInstitutionQuerySet):
    def serving(self, on: dt.date) -> Self:
        """In service on a day, by what stands today."""
        return self.in_force().filter(Q(left_on=None) | Q(left_on__gt=on), hired_on__lte=on)

    def check_overdue(self, on: dt.date, checked_before: dt.date) -> Self:
        """Serving people without a record check, or whose last one was before a day."""
        return self.serving(on).filter(Q(checked_on=None) | Q(checked_on__lt=checked_before))


class StaffMember(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="staff")
    code = models.CharField(max_length=20)  # the institution's own number of the person, the same through all versions
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")  # the name
    number = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # of the certificate
    posted_name = models.CharField(max_length=60, blank=True)  # of those who teach; else empty
    post = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Post])
    employment = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Employment])
    degree = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Degree])
    certificate = models.CharField(max_length=16, choices=[(one.value, one.value) for one in CertificateKind])
    certified_for = models.CharField(max_length=20, blank=True)  # the subject that a teacher certificate names
    subject = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in CourseSubject])
    hired_on = models.DateField()
    checked_on = models.DateField(null=True)  # last check of criminal records, which found nothing
    left_on = models.DateField(null=True)  # the first day no longer in service
    withdrawn = models.BooleanField(default=False)  # entered by mistake
    filing_id = models.BigIntegerField(null=True)  # the filing that was accepted

    objects = StaffQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "recorded_at"], name="staff_institution"),
            models.Index(fields=["person"], name="staff_person"),
            models.Index(fields=["checked_on"], name="staff_checked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="staff_superseded_once"
            ),
            models.CheckConstraint(condition=Q(left_on=None) | Q(left_on__gte=F("hired_on")), name="staff_dates"),
        ]
