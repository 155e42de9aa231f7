"""Works a job through: plan, slices, finish, each under a lease with a fence (decision 6).

Any number of processes may call `work_through` for one job at once: Celery workers, the command, a second beat.
In every transaction the fenced UPDATE comes first and must hit one row; a process that lost its lease rolls back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import connection, transaction

from cixi_oversight.jobs.enums import JobState, SliceState
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.crashpoint import crashpoint
from cixi_oversight.jobs.services.registry import JobKind, kind_of

log = structlog.get_logger(__name__)


class LostLease(Exception):
    """Another process has taken over: leave no trace and stop."""


class NotYet(Exception):
    """The work has to wait for something else. No attempt is counted; the sweeper, or a patient caller, asks again."""


class WorkerDied(Exception):
    """Every attempt ended with the death of its process, so none could say why."""

    def __str__(self) -> str:
        return "the process was killed at every attempt"


@dataclass(frozen=True, slots=True)
class Lease:
    id: int
    fence: int
    attempts: int


def work_through(
    job_id: int,
    *,
    patient: bool = False,
    poll_seconds: float = 0.2,
    on_planned: Callable[[int], object] | None = None,
) -> JobState:
    """Do what is left of a job; returns its state. `patient` waits for slices that others hold (the command does).

    `on_planned` is told the job's id once this process has planned it: now there is work for helpers.
    """
    while True:
        job = Job.objects.get(pk=job_id)
        if job.is_finished:
            return JobState(job.state)
        kind = kind_of(job.name)
        if _step(job, kind):
            if job.planned_at is None and on_planned is not None:
                on_planned(job_id)
            continue
        if not patient:
            return JobState(job.state)
        time.sleep(poll_seconds)


def _step(job: Job, kind: JobKind) -> bool:
    """One planning, one slice or the closing; False when there is nothing to do for this process just now."""
    if job.planned_at is None:
        return _under_job_lease(job, kind, _plan)
    lease = _claim_slice(job, kind)
    if lease is not None:
        crashpoint("jobs.after_lease")
        _work_slice(job, kind, lease)
        return True
    open_slices = job.slices.filter(state__in=(SliceState.QUEUED, SliceState.RUNNING)).exists()
    return False if open_slices else _under_job_lease(job, kind, _finish)


# --- the job's own lease: planning and closing ---


def _under_job_lease(job: Job, kind: JobKind, part: Callable[[Job, JobKind], None]) -> bool:
    lease = _claim_job(job.pk, kind)
    if lease is None:
        return False
    if lease.attempts > kind.attempts_max:
        _note_job_error(kind, lease, WorkerDied())
        return True
    try:
        if part is _plan and kind.prepare is not None:
            kind.prepare(job)
        with transaction.atomic():
            hit = Job.objects.filter(pk=lease.id, fence=lease.fence, state=JobState.RUNNING).update(lease_until=None)
            if hit != 1:
                raise LostLease
            part(Job.objects.get(pk=lease.id), kind)
    except LostLease:
        return False
    except NotYet:
        Job.objects.filter(pk=lease.id, fence=lease.fence).update(lease_until=None, attempts=lease.attempts - 1)
        return False
    except Exception as error:
        _note_job_error(kind, lease, error)
        raise
    return True


def _plan(job: Job, kind: JobKind) -> None:
    if job.planned_at is not None:  # by another process, after this one looked
        return
    slices = kind.plan(job)
    JobSlice.objects.bulk_create(
        JobSlice(job=job, number=number, low=low, high=high) for number, (low, high) in enumerate(slices, start=1)
    )
    Job.objects.filter(pk=job.pk).update(planned_at=_db_now(), attempts=0)


def _finish(job: Job, kind: JobKind) -> None:
    failed = job.slices.filter(state=SliceState.FAILED).exists()
    rows_failed = job.slices.filter(rows_failed__gt=0).exists()
    kind.finish(job)
    state = JobState.PARTIAL if failed or rows_failed else JobState.DONE
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=_db_now(), error="")


def _claim_job(job_id: int, kind: JobKind) -> Lease | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update jobs_job set fence = fence + 1, attempts = attempts + 1, state = %s,
                   lease_until = clock_timestamp() + make_interval(secs => %s),
                   started_at = coalesce(started_at, clock_timestamp())
             where id = (select id from jobs_job where id = %s and state in (%s, %s)
                            and (lease_until is null or lease_until < clock_timestamp()) for update skip locked)
            returning id, fence, attempts
            """,
            [JobState.RUNNING, kind.lease.total_seconds(), job_id, JobState.QUEUED, JobState.RUNNING],
        )
        row = cursor.fetchone()
    return None if row is None else Lease(*row)


def _note_job_error(kind: JobKind, lease: Lease, error: Exception) -> None:
    log.error("job_failed", job_id=lease.id, job=kind.name, error=type(error).__name__, exc_info=error)
    given_up = lease.attempts >= kind.attempts_max
    Job.objects.filter(pk=lease.id, fence=lease.fence).update(
        error=f"{type(error).__name__}: {error}"[:2000],
        lease_until=None,
        **({"state": JobState.FAILED, "finished_at": _db_now()} if given_up else {}),
    )


# --- slices ---


def _claim_slice(job: Job, kind: JobKind) -> Lease | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update jobs_jobslice set state = %s, fence = fence + 1, attempts = attempts + 1,
                   lease_until = clock_timestamp() + make_interval(secs => %s), started_at = clock_timestamp()
             where id = (select id from jobs_jobslice
                          where job_id = %s and (state = %s or (state = %s and lease_until < clock_timestamp()))
                          order by number limit 1 for update skip locked)
            returning id, fence, attempts
            """,
            [SliceState.RUNNING, kind.lease.total_seconds(), job.pk, SliceState.QUEUED, SliceState.RUNNING],
        )
        row = cursor.fetchone()
    return None if row is None else Lease(*row)


def _work_slice(job: Job, kind: JobKind, lease: Lease) -> None:
    if lease.attempts > kind.attempts_max:
        _note_slice_error(kind, lease, WorkerDied())
        return
    try:
        with transaction.atomic():
            mine = JobSlice.objects.filter(pk=lease.id, fence=lease.fence, state=SliceState.RUNNING)
            if mine.update(state=SliceState.DONE, lease_until=None, error="") != 1:
                raise LostLease
            piece = JobSlice.objects.select_related("job").get(pk=lease.id)
            result = kind.work(piece)
            JobSlice.objects.filter(pk=lease.id).update(
                rows=result.rows, rows_failed=result.rows_failed, result=result.data, finished_at=_db_now()
            )
            crashpoint("jobs.before_slice_commit")
    except LostLease:
        return
    except Exception as error:
        log.error(
            "slice_failed", job_id=job.pk, slice_id=lease.id, job=kind.name, error=type(error).__name__, exc_info=error
        )
        _note_slice_error(kind, lease, error)


def _note_slice_error(kind: JobKind, lease: Lease, error: Exception) -> None:
    given_up = lease.attempts >= kind.attempts_max
    JobSlice.objects.filter(pk=lease.id, fence=lease.fence).update(
        state=SliceState.FAILED if given_up else SliceState.QUEUED,
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:2000],
    )


def _db_now() -> object:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]
