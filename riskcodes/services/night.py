"""The main job: every institution of a county gets its code. The night, a run by day, and their two kinds of job."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import msg
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.registry import JobKind
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.models import Institution
from riskcodes.enums import RunKind
from riskcodes.errors import NightFailed, NightPassed
from riskcodes.models import RiskRun
from riskcodes.services.planning import plan_night, plan_single, prepare
from riskcodes.services.publishing import publish
from riskcodes.services.reconstruct import NIGHT_HOUR
from riskcodes.services.slices import work_slice

NIGHT: Final = "riskcodes.night"
SINGLE: Final = "riskcodes.single"


def start_night(*, county: County, on: dt.date, at: dt.datetime, by: Viewer, waking: bool = True) -> Job:
    """The job of the county's night of `on`, made now or found from before; workers are woken. `at` is the cutoff.

    Raises NightPassed for a day that lies before a night that has been computed.
    """
    slot = f"{county.code}:{on.isoformat()}"
    known = Job.objects.filter(name=NIGHT, slot=slot).first()
    if known is not None:
        return known
    last = RiskRun.objects.filter(county=county, kind=RunKind.NIGHT).order_by("-on").first()
    if last is not None and last.on >= on:
        raise NightPassed(last=last.on.isoformat())
    payload = {"on": on.isoformat(), "cutoff": at.isoformat()}
    return start(NIGHT, slot=slot, by=by, county_id=county.pk, payload=payload, waking=waking)


def run_night(*, county: County, on: dt.date, at: dt.datetime, by: Viewer, patient: bool = True) -> RiskRun:
    """Work the county's night of `on` in this process, beside whoever else works at it; no worker or Redis is needed.

    A second call for the same day changes nothing. Raises NightPassed, NightFailed.
    """
    job = start_night(county=county, on=on, at=at, by=by, waking=False)
    state = work_through(job.pk, patient=patient)
    run = RiskRun.objects.filter(job_id=job.pk).first()
    if run is None or state == JobState.FAILED:
        raise NightFailed(on=on.isoformat())
    return run


def start_single(
    *, institution: Institution, on: dt.date, at: dt.datetime, by: Viewer, why: str = "", waking: bool = True
) -> Job:
    """Recompute one institution by day, as of `at`. Waits behind a running night."""
    job = start(
        SINGLE,
        slot=f"{institution.pk}:{at.isoformat()}",
        by=by,
        county_id=institution.county_id,
        payload={"on": on.isoformat(), "cutoff": at.isoformat(), "institution_id": institution.pk},
        waking=waking,
    )
    record(
        "riskcodes.recompute",
        by=by,
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        why=why,
        data={"job": job.pk},
        at=at,
    )
    return job


def run_single(*, institution: Institution, on: dt.date, at: dt.datetime, by: Viewer, why: str = "") -> RiskRun:
    """`start_single`, worked in this process. Raises NightFailed."""
    job = start_single(institution=institution, on=on, at=at, by=by, why=why, waking=False)
    state = work_through(job.pk, patient=True)
    run = RiskRun.objects.filter(job_id=job.pk).first()
    if run is None or state == JobState.FAILED:
        raise NightFailed(on=on.isoformat())
    return run


def _start_nights(day: dt.date, by: Viewer) -> list[Job]:
    """The schedule's line: the night of every county; one that was computed before counts as started."""
    started = []
    for county in County.objects.order_by("code"):
        try:
            started.append(start_night(county=county, on=day, at=clock.at(day, NIGHT_HOUR), by=by))
        except NightPassed:
            continue
    return started


_LEASE: Final = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
KINDS: Final = (
    JobKind(
        name=NIGHT,
        label=msg("Risk codes of the night"),
        prepare=prepare,
        plan=plan_night,
        work=work_slice,
        finish=publish,
        lease=_LEASE,
        start_night=_start_nights,
    ),
    JobKind(
        name=SINGLE,
        label=msg("Risk code of one institution"),
        prepare=prepare,
        plan=plan_single,
        work=work_slice,
        finish=publish,
        lease=_LEASE,
    ),
)
