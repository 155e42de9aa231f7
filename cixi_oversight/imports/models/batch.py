"""One file or paste: what it was (name, size, SHA-256; the sheet itself is not kept), what was found, what was done."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from cixi_oversight.imports.enums import OPEN, BatchState, SourceKind
from cixi_oversight.permissions import Viewer, ViewerKind


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff of the county; who of them may import is `rules/access`."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is not ViewerKind.STAFF or not viewer.county_wide:
            return self.none()
        return self.filter(county_id__in=viewer.county_ids)

    def waiting(self) -> Self:
        return self.filter(state__in=OPEN)


class ImportBatch(models.Model):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    target = models.CharField(max_length=60)
    profile = models.CharField(max_length=60)
    source_name = models.CharField(max_length=200)
    source_kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in SourceKind])
    source_bytes = models.BigIntegerField()
    source_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=BatchState.READ, choices=[(s.value, s.value) for s in BatchState])
    reading = models.JSONField(default=dict)  # columns in staging order, headings left out, sheets, what was skipped
    figures = models.JSONField(default=dict)  # counts of the last check or of what was done
    accepts_clean = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    job_id = models.BigIntegerField(null=True)

    objects: ClassVar[models.Manager[ImportBatch]] = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["county", "-id"], name="import_batch_county"),
            models.Index(fields=["source_sha256"], name="import_batch_content"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
