"""What a run found of an institution, valid from that run until a later one finds otherwise, and each change of colour.

Facts are stored as they were read (dates and sums with the ids of their rows), so that the pure rules give the same
answer for any night of the validity; nothing that only counts days is stored, so a quiet night writes few rows.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from riskcodes.enums import Colour
from riskcodes.models.run import PublishedRun


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def of_run(self, number: int) -> Self:
        """As a reader of that published run sees it. Filter by county as well: numbers are per county."""
        return self.filter(Q(to_run=None) | Q(to_run__gte=number), from_run__lte=number)

    def published(self, county_id: int) -> Self:
        """What the county's pointer shows now; nothing before its first run."""
        number = PublishedRun.objects.filter(county_id=county_id).values("run__number")
        return self.filter(
            Q(to_run=None) | Q(to_run__gte=Subquery(number)), county_id=county_id, from_run__lte=Subquery(number)
        )

    def published_anywhere(self) -> Self:
        """The same over all counties: for lists whose reader sees several."""
        number = Subquery(PublishedRun.objects.filter(county_id=OuterRef("county_id")).values("run__number"))
        return self.filter(Q(to_run=None) | Q(to_run__gte=number), from_run__lte=number)


class Assessment(models.Model):
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    from_run = models.PositiveIntegerField()
    to_run = models.PositiveIntegerField(null=True)
    computed_code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    raw_code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])  # before the 14 nights
    score = models.PositiveSmallIntegerField()
    # night numbers since which the raw colour has been at least as good as yellow, and green, without a break
    yellow_since = models.PositiveIntegerField(null=True)
    green_since = models.PositiveIntegerField(null=True)
    levels = models.CharField(max_length=40)  # a letter an indicator, in the order of the run's rule set
    weight_grey = models.PositiveSmallIntegerField()
    weight_applicable = models.PositiveSmallIntegerField()
    facts = models.JSONField()  # by name, as `rules.facts.Facts`; days are counted as date.toordinal() does
    facts_digest = models.CharField(max_length=32)

    objects: ClassVar[AssessmentQuerySet] = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(to_run=None), include=["computed_code"], name="assessment_one_open"
            ),
            models.UniqueConstraint(fields=["institution", "from_run"], name="assessment_once_a_run"),
            models.CheckConstraint(condition=Q(to_run=None) | Q(to_run__gte=F("from_run")), name="assessment_validity"),
        ]


class CodeChange(models.Model):
    """One change of the computed colour, with its reasons. Written in bulk when the run is published."""

    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    run = models.ForeignKey("riskcodes.RiskRun", models.PROTECT, related_name="code_changes")
    from_code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    to_code = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Colour])
    reasons = models.JSONField()  # message ids with figures
    recorded_at = models.DateTimeField()

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "run"], name="code_change_once_a_run")]
        indexes = [models.Index(fields=["county", "-run"], name="code_change_run")]
