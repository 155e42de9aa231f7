"""A notice or letter to parents (告家长书), where it went, which schools have received it and how often it was opened.

Openings are counted a notice, school and day, once a session: nobody who reads is known.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.notices import NoticeSection, NoticeState
from institutions.models.school import School


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff of the county see all of them, everybody else the published ones."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.STAFF:
            return self.filter(county_id__in=viewer.county_ids)
        return self.filter(state=NoticeState.PUBLISHED)

    def published(self) -> Self:
        return self.filter(state=NoticeState.PUBLISHED)


class Notice(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    section = models.CharField(max_length=16, choices=[(one.value, one.value) for one in NoticeSection])
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=6000)
    issuer = models.CharField(max_length=80)  # the office that signs
    state = models.CharField(
        max_length=12, default=NoticeState.DRAFT, choices=[(state.value, state.value) for state in NoticeState]
    )
    published_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[Notice]] = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-published_on", "-id"], name="notice_published")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NoticeState.PUBLISHED) | Q(published_on__isnull=False), name="notice_published_on"
            )
        ]

    def __str__(self) -> str:
        return self.title


class NoticeTransition(Transition):
    """The record of a notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["notice", "recorded_at"], name="notice_transition_at")]


class NoticeDeliveryQuerySet(models.QuerySet["NoticeDelivery"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """With the school; the holder of a school's link that one."""
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk) if kind == "notice_delivery" else self.none()
        return self.filter(school__in=School.objects.visible_to(viewer))

    def waiting(self) -> Self:
        """Sent to a school that has not confirmed, and is still there."""
        return self.filter(received_at=None, notice__state=NoticeState.PUBLISHED, school__closed_on=None)


class NoticeDelivery(models.Model):
    """A letter on its way to one school. `public_id` is in the address that the school passes on to parents."""

    public_id = PublicId()
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    school = models.ForeignKey(School, models.PROTECT, related_name="deliveries")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)  # the school's own confirmation
    received_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    families = models.PositiveIntegerField(null=True)  # to how many the school has passed it on, by its own word
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[NoticeDelivery]] = NoticeDeliveryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school"], name="notice_delivery_school")]
        constraints = [
            models.UniqueConstraint(fields=["notice", "school"], name="notice_delivery_once"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="notice_received_by_somebody",
            ),
        ]


class NoticeReading(models.Model):
    """How often a notice was opened on a day, by those whom a school sent, or by anybody."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="readings")
    delivery = models.ForeignKey(NoticeDelivery, models.PROTECT, null=True, related_name="readings")
    day = models.DateField()
    openings = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "delivery", "day"], name="notice_reading_once", nulls_distinct=False
            )
        ]
