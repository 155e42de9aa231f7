"""A figure of policy with its dates, its source and whether the bureau has confirmed it (decision 9)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cixi_oversight.policy.enums import Mode

_MODES = [(mode.value, mode.value) for mode in Mode]


class _Scoped(models.Model):
    """What a value is, where it holds and by which source. Empty scope columns mean everywhere."""

    key = models.CharField(max_length=60)
    county = models.ForeignKey("users.County", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=12, blank=True, choices=_MODES)
    value = models.JSONField()
    unit = models.CharField(max_length=30, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Parameter(_Scoped):
    """Insert-only: a new value is a new row with a later `effective_from`; what held on a day stays answerable."""

    recorded_at = models.DateTimeField(null=True, editable=False)  # null: it came with the portal
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "county", "category", "mode", "effective_from"],
                name="parameter_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="parameter_dates"
            ),
        ]


class ParameterProposal(_Scoped):
    """A value on which money or a penalty hangs: proposed by one person, put in force or refused by another."""

    why = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(editable=False)
    proposed_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    accepted = models.BooleanField(null=True)  # null: it waits
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    decided_why = models.CharField(max_length=200, blank=True)
    parameter = models.ForeignKey(Parameter, models.PROTECT, null=True, related_name="proposals")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="proposal_second_person"
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, decided_by=None, decided_at=None)
                | Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by",
            ),
            models.UniqueConstraint(
                fields=["key", "county", "category", "mode", "effective_from"],
                condition=Q(accepted=None),
                name="proposal_waits_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")), name="proposal_dates"
            ),
        ]
