"""Teaching plans and their lesson plans (教学计划、教案). A plan is put up anew as a whole, with its lessons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, PublicId
from institutions.models.course import Course
from institutions.models.institution import Institution
from institutions.models.staff import OfInstitutionQuerySet


class TeachingPlan(Fact):
    """For one course and one term or cycle, from `from_on` to `to_on`."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="teaching_plans")
    course = models.ForeignKey(Course, models.PROTECT, related_name="teaching_plans")
    title = models.CharField(max_length=80)
    goals = models.CharField(max_length=600)
    from_on = models.DateField()
    to_on = models.DateField()
    withdrawn = models.BooleanField(default=False)
    filing_id = models.BigIntegerField(null=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="teaching_plan_institution")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="teaching_plan_superseded_once"
            )
        ]


class LessonPlan(Fact):
    """One lesson of a plan, in its order."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    plan = models.ForeignKey(TeachingPlan, models.PROTECT, related_name="lesson_plans")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    content = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="lesson_plan_once")]
