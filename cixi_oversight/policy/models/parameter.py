"""A figure of policy with its dates, its source and whether the bureau has confirmed it (decision 9)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Parameter(models.Model):
    """Insert-only: a new value is a new row with a later `effective_from`; what held on a day stays answerable."""

    key = models.CharField(max_length=60)
    county = models.ForeignKey("users.County", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=20, blank=True)
    value = models.JSONField()
    unit = models.CharField(max_length=30, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(null=True, editable=False)  # null: it came with the portal
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "county", "category", "effective_from"], name="parameter_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="parameter_dates"
            ),
        ]
