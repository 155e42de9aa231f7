"""Persuasion of those who hesitate (敦促、面谈劝导), and the rungs of guidance below and above a regulatory talk.

Persons are named by capacity, never by name.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.records import Fact, FactQuerySet, PublicId, Versioned
from institutions.enums.guidance import Outcome, PersuasionWay, Rung, Stance
from institutions.enums.zeroing import ZeroingRoute
from institutions.models.institution import Institution
from institutions.models.talk import RegulatoryTalk


class PersuasionQuerySet(models.QuerySet["Persuasion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Notes of the offices: nobody outside them reads them."""
        if viewer.kind not in (ViewerKind.STAFF, ViewerKind.SYSTEM):
            return self.none()
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def waiting(self) -> Self:
        """Whose next step is agreed and not done."""
        return self.filter(next_on__isnull=False, done_on=None)


class Persuasion(Versioned):
    """One contact: who, when, what was said and agreed, and the next step with its day."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="persuasions")
    met_on = models.DateField()
    way = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PersuasionWay])
    our_side = models.CharField(max_length=80)  # the offices that took part, no names
    capacities = ArrayField(models.CharField(max_length=24, choices=[(one.value, one.value) for one in Capacity]))
    stance = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Stance])
    leans_to = models.CharField(
        max_length=12, blank=True, choices=[("", ""), *((one.value, one.value) for one in ZeroingRoute)]
    )
    said = models.CharField(max_length=1000)
    agreed = models.CharField(max_length=600, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=300, blank=True)
    talk = models.ForeignKey(RegulatoryTalk, models.PROTECT, null=True, related_name="+")  # where it went on as one

    objects: ClassVar[models.Manager[Persuasion]] = PersuasionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "met_on"], name="persuasion_institution"),
            models.Index(fields=["met_on", "id"], name="persuasion_met"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(next_on=None) | ~Q(next_step=""), name="persuasion_next_step_said")
        ]


class GuidanceQuerySet(FactQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """An institution its own, but no referral: what another authority does about it, that authority tells it."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        rows = self.filter(institution__in=Institution.objects.visible_to(viewer))
        return rows.exclude(rung=Rung.REFER) if viewer.kind is ViewerKind.MEMBER else rows

    def unanswered(self) -> Self:
        """Of which nothing has come yet; a referral waits for the authority's result."""
        ended = GuidanceOutcome.objects.exclude(outcome=Outcome.RECEIPT).filter(step=models.OuterRef("pk"))
        return self.filter(~models.Exists(ended))


class GuidanceStep(Fact):
    """A reminder, an order to rectify, a circulated notice or a referral. Talks have a table of their own."""

    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="guidance_steps")
    rung = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Rung if one is not Rung.TALK])
    taken_on = models.DateField()
    matter = models.CharField(max_length=400)
    legal_basis = models.CharField(max_length=200, blank=True)
    paper_number = models.CharField(max_length=40, blank=True)  # 文号
    due_on = models.DateField(null=True)  # of an order to rectify
    to_department = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    cause_kind = models.CharField(max_length=40, blank=True)
    cause_id = models.BigIntegerField(null=True)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "taken_on"], name="guidance_institution"),
            models.Index(fields=["taken_on", "id"], name="guidance_taken"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(rung="rectify") | Q(due_on__isnull=False), name="guidance_rectify_due"),
            models.CheckConstraint(
                condition=~Q(rung="refer") | Q(to_department__isnull=False), name="guidance_referred_to"
            ),
        ]


class GuidanceOutcome(Fact):
    """What came of a step: rectified or not, the receipt of a referral, its decision."""

    step = models.ForeignKey(GuidanceStep, models.PROTECT, related_name="outcomes")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="guidance_outcomes")
    outcome = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Outcome])
    known_on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    paper_number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "outcome"], name="guidance_outcome_once")]
