"""A collection (摸底填报): a table that an officer makes up, the part of it that each town or institution owes, and
what they answered.

`CollectionRow.values` is what is being written now; each submission is kept as it was in `CollectionAnswer`. No column
is about a person: types for that do not exist, and texts with a person's number are refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.collections import (
    OWED,
    Addressee,
    CollectionState,
    PartState,
    Shape,
    Source,
)
from institutions.models.institution import Institution
from institutions.rules.filings.schema import FieldType

_OWED = sorted(OWED)


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever works in the whole county sees all of its collections; others those in which they have a part."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind not in (ViewerKind.STAFF, ViewerKind.MEMBER):
            return self.none()
        scope = Q(pk__in=CollectionPart.objects.visible_to(viewer).values("collection_id"))
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        return self.filter(scope)


class Collection(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    about = models.TextField(max_length=1000, blank=True)  # what it is for and how to fill it in
    state = models.CharField(
        max_length=12, default=CollectionState.DRAFT, choices=[(state.value, state.value) for state in CollectionState]
    )
    addressee = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Addressee])
    shape = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Shape])
    towns = ArrayField(models.BigIntegerField(), default=list, blank=True)  # none: all of the county
    category = models.CharField(max_length=12, blank=True)  # institutions of these only
    stage = models.CharField(max_length=12, blank=True)
    legal_form = models.CharField(max_length=24, blank=True)
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Collection]] = CollectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["county", "-id"], name="collection_county")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CollectionState.DRAFT)
                | Q(state=CollectionState.WITHDRAWN)
                | Q(sent_at__isnull=False),
                name="collection_sent_at",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CollectionColumn(models.Model):
    """Fixed once the collection is sent. `key` names its value in a row."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="columns")
    key = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    type = models.CharField(max_length=16, choices=[(one.value, one.value) for one in FieldType])
    is_required = models.BooleanField(default=True)
    choices = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    help = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=24, blank=True, choices=[(one.value, one.value) for one in Source])

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "key"], name="collection_column_key"),
            models.UniqueConstraint(
                fields=["collection", "name"],
                name="collection_column_name",
            ),
        ]


class CollectionPartQuerySet(models.QuerySet["CollectionPart"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A town its own and those of its institutions; an institution its own."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind not in (ViewerKind.STAFF, ViewerKind.MEMBER):
            return self.none()
        scope = Q(institution_id__in=viewer.institution_ids)
        if viewer.kind is ViewerKind.STAFF:
            scope |= Q(town_id__in=viewer.town_ids)
            scope |= Q(institution__in=Institution.objects.filter(town_id__in=viewer.town_ids))
            if viewer.county_wide:
                scope |= Q(collection__county_id__in=viewer.county_ids)
        return self.filter(scope).exclude(collection__state=CollectionState.WITHDRAWN)

    def owed(self) -> Self:
        """Asked for and not answered."""
        return self.filter(state__in=_OWED, collection__state=CollectionState.SENT)

    def late(self, on: dt.date) -> Self:
        return self.owed().filter(collection__due_on__lt=on)


class CollectionPart(Versioned):
    """What one town or one institution owes."""

    public_id = PublicId()
    collection = models.ForeignKey(Collection, models.PROTECT, related_name="parts")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=12, default=PartState.WAITING, choices=[(state.value, state.value) for state in PartState]
    )
    rows_count = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)  # without a finding
    submitted_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)  # why it came back

    objects: ClassVar[models.Manager[CollectionPart]] = CollectionPartQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution"], name="collection_part_institution")]
        constraints = [
            models.UniqueConstraint(fields=["collection", "town"], name="collection_part_town"),
            models.UniqueConstraint(fields=["collection", "institution"], name="collection_part_once"),
            models.CheckConstraint(
                condition=Q(town=None, institution__isnull=False) | Q(town__isnull=False, institution=None),
                name="collection_part_of_one",
            ),
        ]


class CollectionRow(models.Model):
    """A line of a part as it stands now. The part's version guards it."""

    part = models.ForeignKey(CollectionPart, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")  # what it is about
    values = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="collection_row_once")]


class CollectionAnswer(models.Model):
    """A submission as it was."""

    part = models.ForeignKey(CollectionPart, models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()  # 1 is the first submission
    rows = models.JSONField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="collection_answer_once")]


class CollectionTransition(Transition):
    """The record of a collection."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["collection", "recorded_at"], name="collection_transition_at")]


class CollectionPartTransition(Transition):
    """The record of a part."""

    part = models.ForeignKey(CollectionPart, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["part", "recorded_at"], name="collection_part_trans_at")]
