"""The adopted code (认定码, decision 16): what the section chief confirmed. Effects outside the bureau read this."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models

from cixi_oversight.records import Fact, FactQuerySet
from riskcodes.enums import Colour


class AdoptionBatch(models.Model):
    """A week's proposals confirmed together. A proposed red is never in a batch: it is decided by itself."""

    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    run = models.ForeignKey("riskcodes.RiskRun", models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()

    append_only: ClassVar[bool] = True


class AdoptedCodeQuerySet(FactQuerySet):
    def current(self, institution_ids: Collection[int] | None = None) -> Self:
        """The latest adopted code of each institution."""
        rows = self if institution_ids is None else self.filter(institution_id__in=institution_ids)
        return rows.order_by("institution_id", "-recorded_at", "-id").distinct("institution_id")


class AdoptedCode(Fact):
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    run = models.ForeignKey("riskcodes.RiskRun", models.PROTECT, related_name="+")
    batch = models.ForeignKey(AdoptionBatch, models.PROTECT, null=True, related_name="codes")
    adopted_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    objects = AdoptedCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "-recorded_at"], name="adopted_code_latest")]
