"""Planning a run: its number, cutoff, rule set and connected sources are fixed once, then the slices are cut."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import connection
from django.db.models import Max, Q

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import NotYet
from cixi_oversight.jobs.services.settled import wait_until_settled
from cixi_oversight.users.models import County
from riskcodes.enums import RunKind, RunState
from riskcodes.errors import NightPassed, NoRuleSet
from riskcodes.models import RiskRun, RuleSet, SourceConnection


def prepare(job: Job) -> None:
    """Wait for slow transactions; outside of any transaction."""
    wait_until_settled(dt.datetime.fromisoformat(job.payload["cutoff"]))


def plan_night(job: Job) -> list[tuple[int, int]]:
    """Raises NotYet while another run of the county is being computed, NightPassed, NoRuleSet."""
    on = dt.date.fromisoformat(job.payload["on"])
    county_id = _lock(job)
    nights = RiskRun.objects.filter(county_id=county_id, kind=RunKind.NIGHT)
    last = nights.aggregate(on=Max("on"), number=Max("night_number"))
    if last["on"] is not None and last["on"] >= on:
        raise NightPassed(last=last["on"].isoformat())
    run = _make_run(job, county_id, RunKind.NIGHT, on, night_number=(last["number"] or 0) + 1)
    return slices_of(county_id, run.cutoff)


def plan_single(job: Job) -> list[tuple[int, int]]:
    """One institution by day. Behind a running night it waits for it to end."""
    institution_id = int(job.payload["institution_id"])
    county_id = _lock(job)
    on = dt.date.fromisoformat(job.payload["on"])
    _make_run(job, county_id, RunKind.SINGLE, on, institution_id=institution_id)
    return [(institution_id, institution_id)]


def rule_set_of(on: dt.date, cutoff: dt.datetime) -> RuleSet:
    """In force on the day and known at the cutoff. Raises NoRuleSet."""
    known = RuleSet.objects.filter(in_force_from__lte=on, recorded_at__lte=cutoff)
    found = known.order_by("-in_force_from", "-version").first()
    if found is None:
        raise NoRuleSet(on=on.isoformat())
    return found


def sources_of(county_id: int, on: dt.date) -> dict[str, str]:
    """Connected sources, each with the day it was connected."""
    rows = SourceConnection.objects.filter(Q(to_on=None) | Q(to_on__gte=on), county_id=county_id, from_on__lte=on)
    return {row.source: row.from_on.isoformat() for row in rows.order_by("source", "from_on")}


def slices_of(county_id: int, cutoff: dt.datetime) -> list[tuple[int, int]]:
    """Bounds on ids, each slice with the same number of the county's institutions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select min(id), max(id)
              from (select id, (row_number() over (order by id) - 1) / %s as slice
                      from institutions_institution where county_id = %s and created_at <= %s) numbered
             group by slice order by slice
            """,
            [settings.RISK_SLICE, county_id, cutoff],
        )
        return list(cursor.fetchall())


def _lock(job: Job) -> int:
    """One planning a county at a time. Raises NotYet while a run is being computed."""
    county = County.objects.select_for_update(no_key=True).get(pk=job.county_id or 0)
    computing = RiskRun.objects.filter(county=county, state=RunState.COMPUTING)
    computing.filter(job__state=JobState.FAILED).update(state=RunState.FAILED)  # given up: it holds nobody up
    if computing.exists():
        raise NotYet
    return county.pk


def _make_run(
    job: Job,
    county_id: int,
    kind: RunKind,
    on: dt.date,
    *,
    night_number: int | None = None,
    institution_id: int | None = None,
) -> RiskRun:
    cutoff = dt.datetime.fromisoformat(job.payload["cutoff"])
    last = RiskRun.objects.filter(county_id=county_id).aggregate(last=Max("number"))["last"]
    return RiskRun.objects.create(
        county_id=county_id,
        number=(last or 0) + 1,
        night_number=night_number,
        kind=kind,
        on=on,
        cutoff=cutoff,
        rule_set=rule_set_of(on, cutoff),
        sources=sources_of(county_id, on),
        job=job,
        institution_id=institution_id,
        started_at=job.started_at,
    )
