"""Regulatory talk (约谈): whom the bureau calls in, when, where, why by which law, and what came of it.

Persons are named by capacity (法定代表人, 校长), never by name: who holds a capacity is in the vault.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.documents.models import Paper
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums import Occasion, TalkState
from institutions.models.institution import Institution

OPEN = (TalkState.PLANNED, TalkState.NOTIFIED)


class TalkQuerySet(models.QuerySet["RegulatoryTalk"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """An institution sees a talk once its notice is out; the public and the bearer of a link see none."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        rows = self.filter(institution__in=Institution.objects.visible_to(viewer))
        return rows.filter(notice__isnull=False) if viewer.kind is ViewerKind.MEMBER else rows

    def open(self) -> Self:
        return self.filter(state__in=OPEN)


class RegulatoryTalk(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="talks")
    state = models.CharField(
        max_length=12, default=TalkState.PLANNED, choices=[(state.value, state.value) for state in TalkState]
    )
    occasion = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Occasion])
    occasion_on = models.DateField(null=True)  # the day a code was adopted
    grounds = models.CharField(max_length=400)  # what the notice says was found
    legal_basis = models.CharField(max_length=200)
    matter = models.CharField(max_length=300)  # what is to be talked about
    capacities = ArrayField(models.CharField(max_length=24, choices=[(one.value, one.value) for one in Capacity]))
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    contact = models.CharField(max_length=80, blank=True)  # office and its telephone
    notice = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    held_on = models.DateField(null=True)
    record = models.TextField(blank=True)
    demands = models.CharField(max_length=600, blank=True)
    demands_due_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[RegulatoryTalk]] = TalkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "starts_at"], name="talk_institution"),
            models.Index(fields=["starts_at"], name="talk_open", condition=Q(state__in=["planned", "notified"])),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False) | Q(state__in=["planned", "cancelled"]), name="talk_notified_by_paper"
            ),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="talk_held_on_a_day"),
        ]


class TalkTransition(Transition):
    """The legal record of a talk."""

    talk = models.ForeignKey(RegulatoryTalk, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["talk", "recorded_at"], name="talk_transition_at")]
