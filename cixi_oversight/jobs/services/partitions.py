"""Makes the partitions of the coming twelve months, every night, so that a missed night hurts nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.partitions import ensure_months


def _plan(_: Job) -> Sequence[tuple[int, int]]:
    return [(1, 1)]


def _work(piece: JobSlice) -> SliceResult:
    return SliceResult(rows=ensure_months(on=dt.date.fromisoformat(piece.job.payload["on"])))


def _finish(_: Job) -> None:
    """Nothing is published."""


PARTITIONS = JobKind("jobs.partitions", msg("Partitions of the coming months"), _plan, _work, _finish)
