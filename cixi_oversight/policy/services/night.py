"""The night of deadlines: first what has none gets one, then what nears its end is told of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import Max, Min

from cixi_oversight import clock
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.alarms import raise_alarms
from cixi_oversight.policy.services.backfill import backfill, bounds
from cixi_oversight.users.services.viewer import system_viewer

_SLICE: Final = 50_000
_BACKFILL_SLICE: Final = 5_000


def _plan_alarms(_: Job) -> Sequence[tuple[int, int]]:
    found = Deadline.objects.open().aggregate(low=Min("pk"), high=Max("pk"))
    return sliced(found["low"], found["high"], _SLICE)


def _raise(piece: JobSlice) -> SliceResult:
    on = _on(piece.job)
    return SliceResult(rows=raise_alarms(on=on, at=clock.now(), low=piece.low, high=piece.high))


def _plan_backfill(_: Job) -> Sequence[tuple[int, int]]:
    return sliced(*bounds(), _BACKFILL_SLICE)


def _backfill(piece: JobSlice) -> SliceResult:
    by = system_viewer(label=BACKFILL.name)
    return SliceResult(rows=backfill(low=piece.low, high=piece.high, by=by, at=clock.now()))


def sliced(low: int | None, high: int | None, size: int) -> list[tuple[int, int]]:
    """Ranges of ids, both ends within; none where there is nothing."""
    if low is None or high is None:
        return []
    return [(first, min(first + size - 1, high)) for first in range(low, high + 1, size)]


def _finish(_: Job) -> None:
    """Nothing is published."""


def _on(job: Job) -> dt.date:
    return dt.date.fromisoformat(job.payload["on"])


ALARMS_NIGHT: Final = JobKind("policy.alarms", msg("Alarms of deadlines"), _plan_alarms, _raise, _finish)
BACKFILL: Final = JobKind("policy.backfill", msg("Deadlines for what has none"), _plan_backfill, _backfill, _finish)
