"""Every night: ask for the filings of the quarter and the month that have just ended. Most nights enter nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from cixi_oversight import clock
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from institutions.services.filings.dues import plan_filings

JOB: Final = "institutions.filings"


def plan(job: Job) -> Sequence[tuple[int, int]]:
    """A slice a county."""
    return [(pk, pk) for pk in County.objects.order_by("pk").values_list("pk", flat=True)]


def work(piece: JobSlice) -> registry.SliceResult:
    on = dt.date.fromisoformat(piece.job.payload["on"])
    county = County.objects.get(pk=piece.low)
    return registry.SliceResult(plan_filings(county=county, on=on, by=system_viewer(label=JOB), at=clock.now()))


def finish(job: Job) -> None:
    """Nothing to publish: each county's are in force when its slice commits."""


KIND: Final = registry.JobKind(name=JOB, label=msg("Filings to ask for"), plan=plan, work=work, finish=finish)
