"""Annual inspection (年检): a batch of a county's institutions for one year, a row each, and the published results.

民办教育促进法实施条例 47: the departments keep a yearly inspection and a yearly report of private schools.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.documents.models import Paper
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import Fact, FactQuerySet, PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums import Category, LegalForm
from institutions.enums.yearly import BatchState, CheckItem, Conclusion, Doubt, YearlyState
from institutions.models.institution import Institution

UNDECIDED = (YearlyState.REPORTING, YearlyState.RETURNED, YearlyState.REPORTED, YearlyState.CHECKED)


class AnnualBatchQuerySet(models.QuerySet["AnnualBatch"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff of the county; an institution the batches it is in; everybody else what is published."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.STAFF:
            return self.filter(county_id__in=viewer.county_ids)
        if viewer.kind is ViewerKind.MEMBER:
            return self.filter(pk__in=AnnualInspection.objects.visible_to(viewer).values("batch_id"))
        return self.filter(state=BatchState.PUBLISHED)


class AnnualBatch(Versioned):
    """Empty `categories` and `legal_forms` mean all."""

    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()  # the year that is inspected (年度), not the year of the work
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default=BatchState.OPEN, choices=[(s.value, s.value) for s in BatchState])
    categories = ArrayField(models.CharField(max_length=12, choices=[(c.value, c.value) for c in Category]))
    legal_forms = ArrayField(models.CharField(max_length=24, choices=[(f.value, f.value) for f in LegalForm]))
    opened_on = models.DateField()
    report_by = models.DateField()
    check_by = models.DateField()
    decide_by = models.DateField()
    published_on = models.DateField(null=True)
    announcement = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = AnnualBatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["county", "year"], name="annual_batch_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__lte=models.F("report_by"))
                & Q(report_by__lte=models.F("check_by"))
                & Q(check_by__lte=models.F("decide_by")),
                name="annual_batch_stages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_on__isnull=False)
                | (~Q(state="published") & Q(published_on=None)),
                name="annual_batch_published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AnnualBatchTransition(Transition):
    batch = models.ForeignKey(AnnualBatch, models.PROTECT, related_name="transitions")


class AnnualInspectionQuerySet(models.QuerySet["AnnualInspection"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The institution's scope. The public and the bearer of a link see results only, not the files."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)


class AnnualInspection(Versioned):
    """One institution in one batch. `conclusion` is the first decision, `recheck` what the re-check came to."""

    public_id = PublicId()
    batch = models.ForeignKey(AnnualBatch, models.PROTECT, related_name="rows")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="annual_inspections")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, default=YearlyState.REPORTING, choices=[(s.value, s.value) for s in YearlyState]
    )
    report = models.JSONField(default=dict)  # `rules.yearly.report`
    reported_on = models.DateField(null=True)
    registrar_reported_on = models.DateField(null=True)  # 民非条例 23: handed to civil affairs by 31 May
    doubts = ArrayField(models.CharField(max_length=20, choices=[(d.value, d.value) for d in Doubt]), default=list)
    faults = ArrayField(models.CharField(max_length=16, choices=[(c.value, c.value) for c in CheckItem]), default=list)
    opinion = models.CharField(max_length=600, blank=True)  # the town's
    checked_on = models.DateField(null=True)
    conclusion = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Conclusion])
    grounds = models.CharField(max_length=600, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    demands = models.CharField(max_length=600, blank=True)
    rectify_by = models.DateField(null=True)
    rectification = models.TextField(blank=True)
    rectified_on = models.DateField(null=True)
    recheck = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Conclusion])
    recheck_record = models.CharField(max_length=600, blank=True)
    rechecked_on = models.DateField(null=True)
    notice = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = AnnualInspectionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["batch", "state"], name="annual_inspection_state"),
            models.Index(fields=["year", "state"], name="annual_inspection_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "year"], condition=~Q(state="exempt"), name="annual_inspection_once_a_year"
            ),
            models.UniqueConstraint(fields=["batch", "institution"], name="annual_inspection_once_a_batch"),
            models.CheckConstraint(
                condition=~Q(state__in=["passed", "rectifying", "rectified", "closed"]) | ~Q(conclusion=""),
                name="annual_inspection_concluded",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rectifying", "rectified"]) | Q(rectify_by__isnull=False),
                name="annual_inspection_rectify_by_a_day",
            ),
        ]

    @property
    def result(self) -> str:
        """What holds: the re-check's word where there was one."""
        return self.recheck or self.conclusion


class AnnualInspectionTransition(Transition):
    """The legal record of one inspection."""

    inspection = models.ForeignKey(AnnualInspection, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["inspection", "recorded_at"], name="annual_transition_at")]


class AnnualResult(Fact):
    """What was published of an institution for a year; a re-check or a new decision supersedes it."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="annual_results")
    inspection = models.ForeignKey(AnnualInspection, models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField()
    conclusion = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Conclusion])
    is_recheck = models.BooleanField(default=False)
    published_on = models.DateField()

    objects: ClassVar[models.Manager[Any]] = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "year"], name="annual_result_institution"),
            models.Index(fields=["year", "conclusion"], name="annual_result_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="annual_result_superseded_once"
            )
        ]
