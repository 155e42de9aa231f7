"""Starts the lines of the nightly schedule: due ones by the clock, the pinned demo's by the button "next day".

Twice at once changes nothing: a job's slot is unique. A line waits for its own previous night, so that days missed
while the host was down are made up in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.rules.nightly import Nightly, next_day
from cixi_oversight.jobs.services.registry import kind_of
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Viewer

log = structlog.get_logger(__name__)


def schedule() -> tuple[Nightly, ...]:
    """The lines, handed down by the top of the house under the name that the settings give."""
    return cast("tuple[Nightly, ...]", import_string(settings.JOBS_SCHEDULE))


def start_due(*, at: dt.datetime, by: Viewer, lines: Sequence[Nightly] | None = None) -> list[Job]:
    """Start every line whose day and hour have come at `at` and which waits for nothing; returns their jobs.

    A line that cannot be started is logged and does not keep the others from starting.
    """
    started: list[Job] = []
    for line in lines if lines is not None else schedule():
        try:
            with transaction.atomic():
                started += _start_if_due(line, at=at, by=by)
        except Exception as error:
            log.error("night_line_failed", line=line.job, error=type(error).__name__, exc_info=error)
    return started


def _start_if_due(line: Nightly, *, at: dt.datetime, by: Viewer) -> list[Job]:
    last = Job.objects.filter(name=line.job).aggregate(last=Max("night"))["last"]
    if last is not None and Job.objects.of_night(line.job, last).unfinished().exists():
        return []
    while (day := next_day(line, last=last, at=at)) is not None and _may_follow(line, day):
        if jobs := start_line(line, day=day, by=by):
            return jobs
        last = day  # nothing to be done for that day any more: a later night was computed by hand
    return []


def start_day(*, day: dt.date, by: Viewer, lines: Sequence[Nightly] | None = None) -> list[Job]:
    """Start the night of `day` without asking the clock: lines that follow nothing. `follow_up` starts the others."""
    chosen = lines if lines is not None else schedule()
    return [job for line in chosen if not line.after for job in start_line(line, day=day, by=by)]


def follow_up(*, day: dt.date, by: Viewer, lines: Sequence[Nightly] | None = None) -> list[Job]:
    """Start the lines of the night of `day` whose predecessors of that night have finished."""
    started: list[Job] = []
    for line in lines if lines is not None else schedule():
        if line.after and not Job.objects.of_night(line.job, day).exists() and _may_follow(line, day):
            started += start_line(line, day=day, by=by)
    return started


def start_line(line: Nightly, *, day: dt.date, by: Viewer) -> list[Job]:
    """The jobs of one line for one night, made now or found from before."""
    kind = kind_of(line.job)
    if kind.start_night is not None:
        jobs = list(kind.start_night(day, by))
    else:
        jobs = [start(line.job, slot=day.isoformat(), by=by, payload={"on": day.isoformat()})]
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(night=day)
    return jobs


def _may_follow(line: Nightly, day: dt.date) -> bool:
    """Everything in `after` has run for that day, and well, if the line insists."""
    for name in line.after:
        jobs = Job.objects.of_night(name, day)
        if not jobs.exists() or jobs.unfinished().exists():
            return False
        if not line.runs_after_failure and jobs.filter(state=JobState.FAILED).exists():
            return False
    return True
