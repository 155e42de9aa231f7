"""A period that runs (期限), what suspended it, and every day it was moved from. About any subject."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode, MoveCause, Span
from cixi_oversight.web import subjects


class DeadlineQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see the deadlines of what they see; nobody else lists any."""
        return self.filter(subjects.scope(viewer)) if viewer.kind is ViewerKind.STAFF else self.none()

    def open(self) -> Self:
        return self.filter(stopped_on=None)

    def running(self) -> Self:
        """Open and not suspended just now."""
        waiting = DeadlineSuspension.objects.filter(deadline=OuterRef("pk"), to_on=None)
        return self.open().filter(~Exists(waiting))

    def overdue(self, on: dt.date) -> Self:
        """Running after the last day. On the day itself nothing is overdue."""
        return self.running().filter(due_on__lt=on)


class Deadline(models.Model):
    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    institution_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=32, choices=[(c.value, c.value) for c in DeadlineCode])
    amount = models.PositiveSmallIntegerField()  # with what an extension added
    span = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Span])
    started_on = models.DateField()  # not counted; of a "before" kind the day of the event
    due_on = models.DateField()
    safe_on = models.DateField()
    provisional = models.BooleanField()
    extended = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True)
    stopped_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    stopped_why = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)

    objects: ClassVar[Any] = DeadlineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(stopped_on=None), name="deadline_open_due"),
            models.Index(fields=["institution_id"], name="deadline_institution"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "kind"], name="deadline_once"),
            models.CheckConstraint(
                condition=Q(stopped_on=None, stopped_by=None) | Q(stopped_on__isnull=False, stopped_by__isnull=False),
                name="deadline_stopped_by",
            ),
        ]


class DeadlineSuspension(models.Model):
    """The period rests from `from_on` to `to_on`, both days within; open until it is resumed."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="suspensions")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    law = models.CharField(max_length=200)  # the law, regulation or rule that allows it
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    ended_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(
        null=True, editable=False
    )  # when `to_on` was entered, once: a night asks as of then

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="suspension_dates"),
            models.UniqueConstraint(fields=["deadline"], condition=Q(to_on=None), name="suspension_one_open"),
        ]


class DeadlineMove(models.Model):
    """A due day became another one: what it was, what it is, and why."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="moves")
    before_on = models.DateField()
    after_on = models.DateField()
    cause = models.CharField(max_length=12, choices=[(c.value, c.value) for c in MoveCause])
    why = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)

    append_only: ClassVar[bool] = True


class DeadlineAlarm(models.Model):
    """People were told that a deadline has come to a stage: once for its due day, and once more after it moved."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="alarms")
    stage = models.CharField(max_length=8, choices=[(s.value, s.value) for s in AlarmStage])
    due_on = models.DateField()
    recorded_at = models.DateTimeField(editable=False)

    append_only: ClassVar[bool] = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deadline", "stage", "due_on"], name="alarm_once")]
