"""Entry standards (准入标准) as dated data with their source, and the gap list of an institution that was received
before it met them (先接收、后管理)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums import Category
from institutions.enums.gaps import GapListState, GapState, StandardKey, StandardUnit
from institutions.models.institution import Institution

CATEGORIES = [(one.value, one.value) for one in Category]


class StandardQuerySet(models.QuerySet["EntryStandard"]):
    def dated(self, on: dt.date) -> Self:
        return self.filter(Q(effective_to=None) | Q(effective_to__gte=on), effective_from__lte=on)


class EntryStandard(models.Model):
    """Insert-only; the county's own goes before the general one, the later day before the earlier."""

    key = models.CharField(max_length=12, choices=[(one.value, one.value) for one in StandardKey])
    county = models.ForeignKey("users.County", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=12, choices=CATEGORIES)
    demand = models.CharField(max_length=300)
    amount = models.BigIntegerField(null=True)  # in `unit`
    unit = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in StandardUnit])
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(null=True, editable=False)  # null: came with the portal
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+", editable=False)

    append_only: ClassVar[bool] = True
    objects: ClassVar[models.Manager[EntryStandard]] = StandardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "county", "category", "effective_from"],
                name="entry_standard_once",
                nulls_distinct=False,
            )
        ]


class GapListQuerySet(models.QuerySet["GapList"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The institution its own; staff and systems those of institutions in their scope; the public none."""
        if viewer.kind in (ViewerKind.PUBLIC, ViewerKind.LINK):
            return self.none()
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def open(self) -> Self:
        return self.filter(state=GapListState.OPEN)


class GapList(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="gap_lists")
    case_id = models.BigIntegerField(null=True)  # the registration case that received it
    category = models.CharField(max_length=12, choices=CATEGORIES)
    receiver = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")  # 接收主管部门
    state = models.CharField(
        max_length=8, default=GapListState.OPEN, choices=[(one.value, one.value) for one in GapListState]
    )
    opened_on = models.DateField()
    due_on = models.DateField()  # the end of the transition; the deadline of the same subject is the record
    ended_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[GapList]] = GapListQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="gap_list_due", condition=Q(state="open")),
            models.Index(fields=["receiver", "id"], name="gap_list_receiver"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=Q(state="open"), name="gap_list_one_open"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(state="open"), name="gap_list_open_has_no_end"
            ),
        ]


class GapItem(Versioned):
    """One standard that was not met on the day of reception. Evidence handed in are files of the item."""

    public_id = PublicId()
    gap_list = models.ForeignKey(GapList, models.PROTECT, related_name="items")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="gap_items")
    standard = models.ForeignKey(EntryStandard, models.PROTECT, related_name="+")
    key = models.CharField(max_length=12, choices=[(one.value, one.value) for one in StandardKey])
    found = models.CharField(max_length=300, blank=True)  # how it stood on reception
    state = models.CharField(max_length=12, default=GapState.OPEN, choices=[(one.value, one.value) for one in GapState])
    answer = models.CharField(max_length=600, blank=True)  # what the institution says to its evidence
    handed_in_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap_list", "key"], name="gap_item_once"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False), name="gap_item_closed"),
        ]


class GapTransition(Transition):
    """The legal record of a gap."""

    item = models.ForeignKey(GapItem, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["item", "recorded_at"], name="gap_transition_at")]
