"""Training material (培训材料) that passed both reviews: the institution's own, then the bureau's or, of what is not
academic, the sector authority's (教监管厅函〔2021〕6号). A new version supersedes; every version is kept."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cixi_oversight.records import Fact, PublicId
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, MaterialKind
from institutions.models.institution import Institution
from institutions.models.staff import OfInstitutionQuerySet


class MaterialQuerySet(OfInstitutionQuerySet):
    def in_use(self, on: dt.date) -> Self:
        return self.in_force().filter(Q(used_until=None) | Q(used_until__gte=on))


class TrainingMaterial(Fact):
    """`code` stays through the editions; `retain_until` is set with the last day of use."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="training_materials")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in MaterialKind])
    subject = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CourseSubject])
    stage = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Stage])
    edition = models.PositiveIntegerField()
    files = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # public ids of the stored files
    reviewed_inside_on = models.DateField()
    review_inside = models.CharField(max_length=400)  # who by capacity, and the opinion
    reviewed_by = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField()
    review = models.CharField(max_length=400, blank=True)
    used_until = models.DateField(null=True)  # null: in use
    retain_until = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    filing_id = models.BigIntegerField(null=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "code", "recorded_at"], name="material_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="material_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__gte=F("reviewed_inside_on")), name="material_reviewed_inside_first"
            ),
        ]
