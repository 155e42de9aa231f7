"""A place that may teach without a permit (疑似无证): who told us what, and what an officer found there.

Reports of the same address while it is open come together in one row. Who reported is a row of the vault.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.models import Person
from cixi_oversight.policy.models import Deadline
from cixi_oversight.records import Fact, FactQuerySet, PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.suspected import OPEN_SITES, SiteOrigin, SiteState
from institutions.models.institution import Institution

_STATES = [(state.value, state.value) for state in SiteState]


class SuspectedSiteQuerySet(models.QuerySet["SuspectedSite"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Officers of the county; a town's those of its town. One without a town is the bureau's to place."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind not in (ViewerKind.STAFF, ViewerKind.CLIENT):
            return self.none()
        scope = Q(town_id__in=viewer.town_ids)
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        return self.filter(scope)

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN_SITES))

    def with_due(self) -> Self:
        """Annotates `due_on`, the day until which it is to be looked at; null once that has ended."""
        kept = Deadline.objects.filter(subject_kind="suspected_site", subject_id=OuterRef("pk"), stopped_on=None)
        return self.annotate(due_on=Subquery(kept.values("due_on")[:1]))

    def overdue(self, on: dt.date) -> Self:
        late = Deadline.objects.filter(subject_kind="suspected_site", stopped_on=None, due_on__lt=on)
        return self.open().filter(Exists(late.filter(subject_id=OuterRef("pk"))))


class SuspectedSite(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=200)
    address_key = models.CharField(max_length=200)  # the address as two people who write it differently share it
    sign = models.CharField(max_length=120, blank=True)  # what the shop sign says
    taught = models.CharField(max_length=200)
    state = models.CharField(max_length=16, default=SiteState.REPORTED, choices=_STATES)
    first_reported_on = models.DateField()
    last_reported_on = models.DateField()
    reports_count = models.PositiveIntegerField(default=1)
    visited_on = models.DateField(null=True)
    finding = models.CharField(max_length=600, blank=True)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")  # licensed after all

    objects: ClassVar[models.Manager[SuspectedSite]] = SuspectedSiteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["county", "-first_reported_on"], name="suspected_county"),
            models.Index(fields=["town", "state"], name="suspected_town"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "address_key"],
                condition=Q(state__in=["reported", "checked"]),
                name="suspected_open_once",
            ),
            models.CheckConstraint(
                condition=Q(institution=None) | Q(state=SiteState.LICENSED), name="suspected_licensed_is_known"
            ),
            models.CheckConstraint(condition=Q(last_reported_on__gte=F("first_reported_on")), name="suspected_dates"),
        ]

    def __str__(self) -> str:
        return self.number


class SiteReport(Fact):
    """One report. Its words come without names and numbers; whoever wants to be asked back is in the vault."""

    public_id = PublicId()
    site = models.ForeignKey(SuspectedSite, models.PROTECT, related_name="reports")
    origin = models.CharField(max_length=16, choices=[(origin.value, origin.value) for origin in SiteOrigin])
    address = models.CharField(max_length=200)
    sign = models.CharField(max_length=120, blank=True)
    taught = models.CharField(max_length=200)
    seen_on = models.DateField(null=True)
    note = models.CharField(max_length=600, blank=True)
    reference = models.CharField(max_length=60, blank=True)  # the sender's own number
    token = models.CharField(max_length=40, blank=True)  # of the form that was sent: a second sending is the first
    reporter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["site", "recorded_at"], name="site_report_site")]
        constraints = [
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="site_report_sent_once"),
            models.UniqueConstraint(
                fields=["origin", "reference"], condition=~Q(reference=""), name="site_report_reference_once"
            ),
        ]


class SuspectedSiteTransition(Transition):
    """The legal record of a suspected site."""

    site = models.ForeignKey(SuspectedSite, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["site", "recorded_at"], name="suspected_transition_at")]
