"""Quarterly financial statements (财务报表), accepted ones only. All figures in fen."""

from django.db import models
from django.db.models import Q

from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.models.institution import Institution


class FinancialStatement(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="statements")
    quarter = models.DateField()  # first day of the quarter
    current_assets_fen = models.BigIntegerField()
    current_liabilities_fen = models.BigIntegerField()
    contract_liabilities_fen = models.BigIntegerField()  # unearned fees, part of current liabilities
    net_assets_fen = models.BigIntegerField()
    revenue_fen = models.BigIntegerField()  # of the quarter
    net_profit_fen = models.BigIntegerField()  # of the quarter; a loss is negative
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField()

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "quarter", "recorded_at"], name="statement_quarter")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="statement_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(quarter__month__in=(1, 4, 7, 10), quarter__day=1), name="statement_quarter_start"
            ),
            models.CheckConstraint(
                condition=Q(
                    current_assets_fen__gte=0,
                    current_liabilities_fen__gte=0,
                    contract_liabilities_fen__gte=0,
                    revenue_fen__gte=0,
                ),
                name="statement_not_negative",
            ),
        ]
