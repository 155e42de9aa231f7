"""The database row is the job (decision 6). Celery and Redis only wake workers; losing them delays, never loses.

Times of leases are the database's real clock. A slice is worked by whoever holds its lease with the present fence.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cixi_oversight.jobs.enums import FINISHED, JobState, SliceState
from cixi_oversight.permissions import Viewer, ViewerKind


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> JobQuerySet:
        return self.exclude(state__in=FINISHED)

    def visible_to(self, viewer: Viewer) -> JobQuerySet:
        """Staff see the jobs of no county and of their own."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self.all()
        if viewer.kind is not ViewerKind.STAFF:
            return self.none()
        return self.filter(Q(county=None) | Q(county__in=viewer.county_ids))

    def of_night(self, name: str, day: dt.date) -> JobQuerySet:
        """All jobs, of every county, that a line of the schedule started for the night of `day`."""
        return self.filter(name=name, night=day)


class Job(models.Model):
    name = models.CharField(max_length=60)
    slot = models.CharField(max_length=80)  # what makes it once: "330282:2026-11-23"
    county = models.ForeignKey("users.County", models.PROTECT, null=True, related_name="+")
    night = models.DateField(null=True)  # the business day whose night it belongs to
    payload = models.JSONField(default=dict)  # ids and dates only
    state = models.CharField(max_length=12, default=JobState.QUEUED, choices=[(s.value, s.value) for s in JobState])
    created_at = models.DateTimeField(db_default=models.functions.Now())
    created_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Job]] = JobQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="job_once_a_slot")]
        indexes = [
            models.Index(fields=["created_at"], name="job_unfinished", condition=~Q(state__in=sorted(FINISHED))),
            models.Index(fields=["name", "night"], name="job_night", condition=Q(night__isnull=False)),
        ]

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED


class JobSlice(models.Model):
    """A bounded part of a job: ids `low`..`high`, both included. Safe to run again."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="slices")
    number = models.PositiveIntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    state = models.CharField(max_length=12, default=SliceState.QUEUED, choices=[(s.value, s.value) for s in SliceState])
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)  # what `finish` needs of it: sums, failures
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="job_slice_once"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="job_slice_bounds"),
        ]
