"""What was found about rows: faults by row and column, and the outcomes shown in the preview."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cixi_oversight.imports.enums import Certainty, FaultStage, MatchKey, Verdict
from cixi_oversight.imports.models.batch import ImportBatch


class RowFault(models.Model):
    """Worded from `code` and `figures` in either language; `excerpt` is the beginning of the cell."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="faults")
    stage = models.CharField(max_length=8, choices=[(s.value, s.value) for s in FaultStage])
    row_no = models.IntegerField()
    field = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    figures = models.JSONField(default=dict)
    excerpt = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["row_no", "id"]
        indexes = [models.Index(fields=["batch", "row_no"], name="import_fault_row")]


class RowOutcome(models.Model):
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outcomes")
    row_no = models.IntegerField()
    verdict = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Verdict])
    match_key = models.CharField(max_length=14, blank=True, choices=[(k.value, k.value) for k in MatchKey])
    certainty = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Certainty])
    reason = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    subject_ids = ArrayField(models.BigIntegerField(), default=list)
    other_row = models.IntegerField(null=True)
    changes = models.JSONField(default=list)  # [field, before, after]

    class Meta:
        ordering = ["row_no"]
        indexes = [models.Index(fields=["batch", "verdict", "row_no"], name="import_outcome_verdict")]
