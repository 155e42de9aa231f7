"""Seals, every night, the audit of every day that has closed before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cixi_oversight import clock
from cixi_oversight.audit.services.seal import last_id_given, seal_days
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.jobs.services.settled import wait_until_settled


def _prepare(job: Job) -> None:
    """First the last id, then the wait: whoever took an id up to it has ended when the sealing reads."""
    upto_id = last_id_given()
    wait_until_settled(clock.at(_on(job)))
    Job.objects.filter(pk=job.pk).update(payload={**job.payload, "upto_id": upto_id})


def _plan(_: Job) -> Sequence[tuple[int, int]]:
    return [(1, 1)]


def _work(piece: JobSlice) -> SliceResult:
    job = piece.job
    made = seal_days(before=_on(job), upto_id=job.payload["upto_id"], job_id=job.pk)
    return SliceResult(rows=len(made), data={"heads": [head.printed for head in made[-7:]]})


def _finish(_: Job) -> None:
    """Nothing is published."""


def _on(job: Job) -> dt.date:
    return dt.date.fromisoformat(job.payload["on"])


SEAL = JobKind(
    "audit.seal",
    msg("Sealing of the audit"),
    _plan,
    _work,
    _finish,
    prepare=_prepare,
    lease=dt.timedelta(minutes=30),
)
