"""The work list of imports: rows that a person must decide upon. Their contents stay staged until then.

A decided row keeps the hash of its contents, so that the same row of the same sheet is not asked about again.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.models.batch import ImportBatch
from cixi_oversight.permissions import Viewer, ViewerKind


class OpenMatchQuerySet(models.QuerySet["OpenMatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is not ViewerKind.STAFF or not viewer.county_wide:
            return self.none()
        return self.filter(county_id__in=viewer.county_ids)

    def undecided(self) -> Self:
        return self.filter(decision="")


class OpenMatch(models.Model):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    target = models.CharField(max_length=60)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="open_matches")
    row_no = models.IntegerField()
    content_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    subject_ids = ArrayField(models.BigIntegerField(), default=list)
    raised_at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True, choices=[(d.value, d.value) for d in Decision])
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    result_id = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager[OpenMatch]] = OpenMatchQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["county", "target", "content_hash"], name="open_match_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="open_match_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["county", "id"], name="open_match_waiting", condition=Q(decision=""))]
