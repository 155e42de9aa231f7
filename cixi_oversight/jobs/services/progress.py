"""How far a job is, in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cixi_oversight import clock
from cixi_oversight.jobs.enums import SliceState
from cixi_oversight.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """Slices of a job by state, and rows worked so far."""

    slices: int
    done: int
    running: int
    failed: int
    rows: int
    rows_failed: int

    @property
    def percent(self) -> int:
        return 0 if not self.slices else self.done * 100 // self.slices


def progress_of(job: Job) -> Progress:
    found = job.slices.aggregate(
        slices=Count("pk"),
        done=Count("pk", filter=Q(state=SliceState.DONE)),
        running=Count("pk", filter=Q(state=SliceState.RUNNING)),
        failed=Count("pk", filter=Q(state=SliceState.FAILED)),
        rows=Sum("rows", default=0),
        rows_failed=Sum("rows_failed", default=0),
    )
    return Progress(**found)


def duration(job: Job) -> dt.timedelta | None:
    """From the first lease to the end, or until now; to the second."""
    if job.started_at is None:
        return None
    seconds = ((job.finished_at or clock.real_now()) - job.started_at).total_seconds()
    return dt.timedelta(seconds=max(0, round(seconds)))
