"""Every night: whoever turned 14 is a child no longer, and the class of the data is that of its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import Max, Min, QuerySet

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.rules.registry import data_class_of
from cixi_oversight.personal.services.consents import birthday, is_child_on
from cixi_oversight.users.services.viewer import system_viewer

JOB: Final = "personal.ages"
SLICE: Final = 2_000


def children() -> QuerySet[Person]:
    return Person.objects.kept().filter(is_child=True)


def plan(job: Job) -> Sequence[tuple[int, int]]:
    bounds = children().aggregate(low=Min("pk"), high=Max("pk"))
    if bounds["low"] is None:
        return []
    return [(low, min(low + SLICE - 1, bounds["high"])) for low in range(bounds["low"], bounds["high"] + 1, SLICE)]


def work(piece: JobSlice) -> registry.SliceResult:
    """Opens the sealed birthdays of a range of children; shows them to nobody."""
    on, at = dt.date.fromisoformat(piece.job.payload["on"]), clock.now()
    by = system_viewer(label=JOB)
    rows = children().filter(pk__gte=piece.low, pk__lte=piece.high).select_for_update(of=("self",)).order_by("pk")
    grown = [row for row in rows if not is_child_on(row, on)]
    for row in grown:
        _grow(row, on, by=by, at=at)
    return registry.SliceResult(len(grown))


def finish(job: Job) -> None:
    """Nothing is published."""


def _grow(row: Person, on: dt.date, *, by: Viewer, at: dt.datetime) -> None:
    held = [field for field in Field if row.sealed(field)]
    row.is_child = False
    row.data_class = data_class_of(Kind(row.kind), held, born_on=birthday(row), on=on)
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["is_child", "data_class"])
    record(
        "personal.come_of_age",
        by=by,
        subject=("person", row.pk),
        institution_id=row.institution_id,
        data={"data_class": row.data_class},
        at=at,
    )


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Class of the data of children who turned 14"), plan=plan, work=work, finish=finish
)
