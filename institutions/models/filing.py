"""What an institution owes by when (应报), and that it was met. Insert-only, so that a night as of then agrees."""

import datetime as dt
from typing import Final, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce

from cixi_oversight.policy.models import Deadline, DeadlineSuspension
from cixi_oversight.records import Fact, FactQuerySet
from institutions.enums import FilingKind
from institutions.enums.filings import FilingState
from institutions.models.institution import Institution

FILING_SUBJECT: Final = "filing_due"  # what the deadline of a filing is about


class FilingDueQuerySet(FactQuerySet):
    def overdue(self, on: dt.date) -> Self:
        """What stands, is due before `on`, does not rest, and has not been met (逾期). While the bureau looks at what
        was handed in, the institution owes nothing."""
        rests = DeadlineSuspension.objects.filter(
            to_on=None, deadline__subject_kind=FILING_SUBJECT, deadline__subject_id=models.OuterRef("pk")
        )
        waits = apps.get_model("institutions", "Filing")._default_manager.filter(
            institution=models.OuterRef("institution"),
            kind=models.OuterRef("kind"),
            period=models.OuterRef("period"),
            state=FilingState.SUBMITTED,
        )
        return self.unmet().with_due().filter(~models.Exists(rests), ~models.Exists(waits), standing_due_on__lt=on)

    def with_due(self) -> Self:
        """Annotates `standing_due_on`: the deadline's day, which follows the calendar; else the day as entered."""
        kept = Deadline.objects.filter(subject_kind=FILING_SUBJECT, subject_id=models.OuterRef("pk"))
        due = models.Subquery(kept.values("due_on")[:1])
        return self.annotate(standing_due_on=Coalesce(due, models.F("due_on")))

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
