"""Annual report (年度报告) of an academic institution, accepted ones only. Figures in fen, of the year."""

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet
from institutions.models.institution import Institution


class AnnualReport(Fact):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="annual_reports")
    year = models.DateField()  # its first day
    staff = models.PositiveIntegerField()
    teaching_staff = models.PositiveIntegerField()
    certified_teachers = models.PositiveIntegerField()
    students = models.PositiveIntegerField()
    income_fen = models.BigIntegerField()
    cost_fen = models.BigIntegerField()
    profit_fen = models.BigIntegerField()  # a loss is negative
    related_party_fen = models.BigIntegerField()  # turnover with related parties

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "year", "recorded_at"], name="annual_report_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="annual_report_superseded_once"
            ),
            models.CheckConstraint(condition=Q(year__month=1, year__day=1), name="annual_report_year_start"),
        ]
