"""A run over a county's institutions and the pointer that publishes it. Readers follow the pointer, so they see one
run or the other, never a mixture."""

from django.db import models
from django.db.models import Q

from riskcodes.enums import Colour, RunKind, RunState


class RiskRun(models.Model):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # per county, in order of planning
    night_number = models.PositiveIntegerField(null=True)  # counts nights only: the 14 nights of a better colour
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in RunKind])
    on = models.DateField()
    cutoff = models.DateTimeField()  # facts recorded up to here
    rule_set = models.ForeignKey("riskcodes.RuleSet", models.PROTECT, related_name="+")
    sources = models.JSONField(default=dict)  # connected on that day: source -> day it was connected
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, related_name="+")
    institution_id = models.BigIntegerField(null=True)  # of a single recomputation
    state = models.CharField(max_length=12, default=RunState.COMPUTING, choices=[(s.value, s.value) for s in RunState])
    institutions = models.PositiveIntegerField(default=0)
    rows_written = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list)  # [{institution, error}] of poison rows
    row_hash = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True)  # real time
    published_at = models.DateTimeField(null=True)  # real time

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "number"], name="risk_run_number"),
            models.UniqueConstraint(
                fields=["county"], condition=Q(state=RunState.COMPUTING), name="risk_run_one_unpublished_a_county"
            ),
            models.UniqueConstraint(
                fields=["county", "on"], condition=Q(kind=RunKind.NIGHT), name="risk_run_one_night_a_day"
            ),
        ]


class PublishedRun(models.Model):
    """The pointer: one row a county."""

    county = models.OneToOneField("users.County", models.PROTECT, primary_key=True, related_name="+")
    run = models.ForeignKey(RiskRun, models.PROTECT, related_name="+")


class RunCount(models.Model):
    """What the board and its 90-day trend read: institutions by town, category and colour, of one run."""

    run = models.ForeignKey(RiskRun, models.CASCADE, related_name="counts")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=12, blank=True)
    colour = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    institutions = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "town", "category", "colour"], name="run_count_once", nulls_distinct=False
            )
        ]
