"""What an institution owes by when (应报), and that it was met. Insert-only, so that a night as of then agrees."""

import datetime as dt
from typing import Self

from django.db import models

from cixi_oversight.records import Fact, FactQuerySet
from institutions.enums import FilingKind
from institutions.models.institution import Institution


class FilingDueQuerySet(FactQuerySet):
    def overdue(self, on: dt.date) -> Self:
        """What stands, was due before `on` and has not been met (逾期)."""
        return self.unmet().filter(due_on__lt=on)

    def unmet(self) -> Self:
        """What stands and has not been met, whether its day has come or not."""
        met = FilingMet.objects.standing().filter(due=models.OuterRef("pk"))
        return self.standing().filter(~models.Exists(met))


class FilingDue(Fact):
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="filings_due")
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in FilingKind])
    period = models.DateField()  # first day of the quarter or month it is about
    due_on = models.DateField()

    objects = FilingDueQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "kind", "period"], name="filing_due_period")]


class FilingMet(Fact):
    """The due filing was accepted; `record_id` is the statement or return that met it."""

    due = models.ForeignKey(FilingDue, models.PROTECT, related_name="met")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    met_on = models.DateField()

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due", "recorded_at"], name="filing_met_due")]
