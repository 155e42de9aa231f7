"""Every night: a transition that is over with gaps left becomes work assigned to the receiver, once a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.desk.services.assignments import assign
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import calendar, parameters
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.gaps import GapState
from institutions.models import GapList
from institutions.services.gaps.lists import SUBJECT

JOB: Final = "institutions.gaps"


@transaction.atomic
def assign_overdue(*, county: County, on: dt.date, by: Viewer, at: dt.datetime) -> int:
    """Of the county, whose day had passed on `on`; how many lists are overdue. A second night assigns nothing anew.

    Raises ParameterNotSet without a time for the follow-up.
    """
    rows: Any = GapList.objects.open().filter(institution__county=county, due_on__lt=on)
    found = list(rows.select_related("institution", "receiver").prefetch_related("items").order_by("pk"))
    if not found:
        return 0
    days = int(parameters.value(Key.GAP_FOLLOW_UP, on=on, county=county))
    due_on = calendar.add_workdays(on, days)
    bureau = Department.objects.filter(county=county, kind=DepartmentKind.EDUCATION).order_by("pk").first()
    for row in found:
        owner = row.receiver or bureau
        if owner is None:
            continue
        left = [item for item in row.items.all() if item.state != GapState.CLOSED]
        assign(
            county_id=county.pk,
            title=f"转登过渡期届满未达标：{row.institution.name}"[:100],
            task=f"过渡期于{row.due_on.isoformat()}届满，尚有{len(left)}项准入标准未达到，请核查并提出处理意见。",
            source=(SUBJECT, row.pk),
            source_text=row.institution.name,
            institution_id=row.institution_id,
            owner=Owner(department=owner),
            co_owners=[],
            due_on=due_on,
            by=by,
            at=at,
            dedupe=f"gap_list:{row.pk}",
        )
    return len(found)


def plan(job: Job) -> Sequence[tuple[int, int]]:
    """A slice a county."""
    return [(pk, pk) for pk in County.objects.order_by("pk").values_list("pk", flat=True)]


def work(piece: JobSlice) -> registry.SliceResult:
    on = dt.date.fromisoformat(piece.job.payload["on"])
    county = County.objects.get(pk=piece.low)
    return registry.SliceResult(assign_overdue(county=county, on=on, by=system_viewer(label=JOB), at=clock.now()))


def finish(job: Job) -> None:
    """Nothing to publish: each county's assignments stand when its slice commits."""


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Transitions that are over with gaps left"), plan=plan, work=work, finish=finish
)
