"""Courses and what is charged for them (培训项目、收费项目). A course is put up anew as a whole, with its fee items."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, PublicId
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, FeeKind, TeachingMode
from institutions.models.institution import Institution
from institutions.models.staff import OfInstitutionQuerySet


class Course(Fact):
    """`code` is the institution's own number of the course and stays the same through all its versions."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="courses")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CourseSubject])
    stage = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Stage])
    mode = models.CharField(max_length=8, choices=[(one.value, one.value) for one in TeachingMode])
    size_max = models.PositiveIntegerField()  # students in the largest class
    lessons = models.PositiveIntegerField()
    lesson_minutes = models.PositiveIntegerField()
    withdrawn = models.BooleanField(default=False)  # no longer offered
    filing_id = models.BigIntegerField(null=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "code", "recorded_at"], name="course_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="course_superseded_once"
            ),
            models.CheckConstraint(condition=Q(lesson_minutes__gt=0, lessons__gt=0), name="course_has_lessons"),
        ]


class FeeItem(Fact):
    """What one payment for a course costs and covers. It belongs to one version of the course and falls with it."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="fee_items")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in FeeKind])
    amount_fen = models.BigIntegerField()
    lessons = models.PositiveIntegerField(default=0)  # that the payment covers, gift lessons among them
    span_months = models.PositiveIntegerField(default=0)  # for how long it pays

    class Meta:
        indexes = [models.Index(fields=["course"], name="fee_item_course")]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="fee_item_amount")]
