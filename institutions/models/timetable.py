"""Class groups and when they meet (班级、课表). A group is published as a whole, with its weekly slots.

What is here may be published: the filing of a timetable with a lesson in a forbidden time is not accepted
(`rules.teaching.permitted_time`). Lessons really held come with funds.
"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.models.course import Course
from institutions.models.institution import Institution
from institutions.models.site import Site
from institutions.models.staff import OfInstitutionQuerySet, StaffMember


class ClassGroup(Fact):
    """`code` is the institution's own number of the class and stays through its versions."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="class_groups")
    course = models.ForeignKey(Course, models.PROTECT, related_name="class_groups")
    teacher = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")  # null: online
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    room = models.CharField(max_length=30, blank=True)
    students = models.PositiveIntegerField()  # as planned
    withdrawn = models.BooleanField(default=False)
    filing_id = models.BigIntegerField(null=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "code", "recorded_at"], name="class_group_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="class_group_superseded_once"
            )
        ]


class SlotQuerySet(FactQuerySet):
    def in_force(self) -> Self:
        """Slots of the groups that stand."""
        return self.filter(class_group__in=ClassGroup.objects.in_force())


class TimetableSlot(Fact):
    """Every week on `weekday` (1 Monday to 7 Sunday) from `from_on` to `to_on`, both within; never on `not_on`."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    from_on = models.DateField()
    to_on = models.DateField()
    not_on = ArrayField(models.DateField(), default=list, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["class_group"], name="slot_class_group"),
            models.Index(fields=["institution", "to_on"], name="slot_institution"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7, ends__gt=F("starts"), to_on__gte=F("from_on")),
                name="slot_is_a_time",
            )
        ]
