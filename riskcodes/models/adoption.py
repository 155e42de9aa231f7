"""The adopted code (认定码, decision 16): what the section chief confirmed. Effects outside the bureau read this."""

from __future__ import annotations

from typing import ClassVar

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


class AdoptedCode(Fact):
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    run = models.ForeignKey("riskcodes.RiskRun", models.PROTECT, related_name="+")
    batch = models.ForeignKey(AdoptionBatch, models.PROTECT, null=True, related_name="codes")
    adopted_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "-recorded_at"], name="adopted_code_latest")]
