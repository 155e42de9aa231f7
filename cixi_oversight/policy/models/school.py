"""School terms and vacations of a county (校历). Insert-only: a correction supersedes, so nights agree as of then."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from cixi_oversight.policy.enums import SchoolPeriodKind
from cixi_oversight.records import Fact, FactQuerySet


class SchoolPeriodQuerySet(FactQuerySet):
    def in_force(self) -> Self:
        return self.standing().filter(withdrawn=False)

    def touching(self, from_on: dt.date, to_on: dt.date) -> Self:
        """Those with a day between the two, both within."""
        return self.filter(from_on__lte=to_on, to_on__gte=from_on)


class SchoolPeriod(Fact):
    """From `from_on` to `to_on`, both days within. A row with `withdrawn` ends the one that it supersedes."""

    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    school_year = models.CharField(max_length=9)  # 2025-2026
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in SchoolPeriodKind])
    name = models.CharField(max_length=40)  # 第一学期, 寒假
    from_on = models.DateField()
    to_on = models.DateField()
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)

    objects = SchoolPeriodQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["county", "from_on"], name="school_period_county")]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="school_period_dates"),
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="school_period_superseded_once"
            ),
        ]
