"""Changing keys: what was sealed or indexed by an older key is done again by the current one, slice by slice.

Until a slice is done its rows are read by the old key; a job that was killed goes on where it stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import structlog
from django.db.models import Max, Min, Q, QuerySet

from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry, wake
from cixi_oversight.jobs.services.crashpoint import crashpoint
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.models.person import INDEXED
from cixi_oversight.personal.ports import crypto
from cixi_oversight.sealing import SealBroken
from cixi_oversight.users.services.factors import reseal

JOB: Final = "personal.rotation"
SLICE: Final = 1_000
log = structlog.get_logger(__name__)


def old() -> QuerySet[Person]:
    """Rows with a value of an older key."""
    seal, index = crypto.seal_ring().current.prefix, crypto.index_ring().current.prefix
    behind = Q(pk__in=[])
    for field in Field:
        behind |= ~Q(**{f"{field}_sealed": ""}) & ~Q(**{f"{field}_sealed__startswith": seal})
    for field in INDEXED:
        behind |= ~Q(**{f"{field}_index": ""}) & ~Q(**{f"{field}_index__startswith": index})
    return Person.objects.filter(behind)


def start_rotation(*, on: dt.date, by: Viewer, waking: bool = True) -> Job:
    """The job that brings every row to the keys that are current now; once a day for each pair of keys."""
    slot = f"{crypto.seal_ring().current.id}/{crypto.index_ring().current.id}:{on.isoformat()}"
    return wake.start(JOB, slot=slot, by=by, payload={"on": on.isoformat()}, waking=waking)


def plan(job: Job) -> Sequence[tuple[int, int]]:
    bounds = old().aggregate(low=Min("pk"), high=Max("pk"))
    if bounds["low"] is None:
        return []
    return [(low, min(low + SLICE - 1, bounds["high"])) for low in range(bounds["low"], bounds["high"] + 1, SLICE)]


def work(piece: JobSlice) -> registry.SliceResult:
    """One range of ids. A value that does not open stays as it is, and is counted and named by the row's public id."""
    rows = old().filter(pk__gte=piece.low, pk__lte=piece.high).select_for_update(of=("self",)).order_by("pk")
    done, failed = 0, 0
    for row in rows:
        try:
            Person.objects.filter(pk=row.pk).update(**again(row))
            done += 1
        except SealBroken:
            failed += 1
            log.error("seal_broken", person=row.public_id, job_id=piece.job_id)
        crashpoint("personal.rotation")
    return registry.SliceResult(done, failed)


def again(row: Person) -> dict[str, Any]:
    """The columns of a row under the current keys. Raises SealBroken."""
    made: dict[str, Any] = {}
    for field in Field:
        if row.sealed(field):
            plain = crypto.unseal(row.sealed(field), row=row.public_id, field=field)
            made[f"{field}_sealed"] = crypto.seal(plain, row=row.public_id, field=field)
            if field in INDEXED:
                made[f"{field}_index"] = crypto.index_of(plain, field=field)
    return made


def finish(job: Job) -> None:
    """Each slice is in force when it commits. The secrets of second factors, sealed by the same keys, come last."""
    reseal()


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Sealing personal data by the current key"), plan=plan, work=work, finish=finish
)
