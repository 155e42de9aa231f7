"""Thresholds, weights and vetoes as data (decision 9), and which sources a county has connected (decision 15)."""

from typing import ClassVar

from django.db import models

from riskcodes.enums import Source


class RuleSet(models.Model):
    """One version of the rules, in force from a day. Never changed: a correction is the next version."""

    version = models.PositiveIntegerField(unique=True)
    in_force_from = models.DateField()
    body = models.JSONField()  # typed and checked by rules.rule_set
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")

    append_only: ClassVar[bool] = True


class SourceConnection(models.Model):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    source = models.CharField(max_length=24, choices=[(s.value, s.value) for s in Source])
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["county", "source", "from_on"], name="source_connection_once")]
