"""A night that is killed at a named place, against the same night unbroken."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from cixi_oversight import clock
from cixi_oversight.jobs.models import Job
from riskcodes.models import Assessment, CodeChange, PublishedRun, RiskRun, RunCount
from riskcodes.services.night import run_night, start_night
from tests.riskcodes.conftest import TODAY, Maker

HERE = Path(__file__).resolve().parent
INSTITUTIONS, SLICE = 10, 2
SLICES = INSTITUTIONS // SLICE
CUTOFF = clock.at(TODAY, 2)
IN_A_SLICE = ("jobs.after_lease", "riskcodes.facts_read", "riskcodes.mid_copy", "jobs.before_slice_commit")
AT_THE_END = ("riskcodes.before_flip", "riskcodes.after_flip")
# first, middle and last slice
CASES = [(point, nth) for point in IN_A_SLICE for nth in (1, (SLICES + 1) // 2, SLICES)] + [(p, 1) for p in AT_THE_END]


def build(make: Maker) -> None:
    """Ten institutions, a published night before, and a day's filings since: some will change their colour."""
    make.connect()
    made = [make.healthy(students=40 + number) for number in range(INSTITUTIONS)]
    run_night(county=make.county, on=TODAY - dt.timedelta(days=1), at=clock.at(TODAY, 0), by=make.by)
    for institution in made:
        make.enrolment(institution, dt.date(2026, 10, 1), 200, 90_000 * institution.pk, at=clock.at(TODAY, 1))


def result() -> dict[str, Any]:
    """All that a night leaves behind, without keys that differ from run to run."""
    run = RiskRun.objects.get(on=TODAY)
    return {
        "state": run.state,
        "pointer": PublishedRun.objects.get().run_id == run.pk,
        "hash": run.row_hash,
        "figures": (run.number, run.institutions, run.rows_written, run.changes, run.failures),
        "rows": list(Assessment.objects.order_by("institution_id", "from_run").values_list(*_columns(Assessment))),
        "changes": list(CodeChange.objects.order_by("institution_id").values_list("institution", "to_code", "reasons")),
        "counts": list(RunCount.objects.filter(run=run).order_by("colour").values_list("colour", "institutions")),
    }


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != "id"]


def unbroken(make: Maker) -> dict[str, Any]:
    """The night without interruption; afterwards the database is as it was before."""
    run_night(county=make.county, on=TODAY, at=CUTOFF, by=make.by)
    found = result()
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("delete from riskcodes_codechange; delete from riskcodes_assessment where from_run = 2")
        cursor.execute("update riskcodes_assessment set to_run = null where to_run = 1")
        cursor.execute("update riskcodes_publishedrun set run_id = (select id from riskcodes_riskrun where number = 1)")
        cursor.execute("delete from riskcodes_runcount using riskcodes_riskrun r where run_id = r.id and r.number = 2")
        cursor.execute("delete from riskcodes_riskrun where number = 2")
        cursor.execute("delete from jobs_jobslice; update riskcodes_riskrun set job_id = null; delete from jobs_job")
        cursor.execute("set role app")
    return found


def start(make: Maker, *, waking: bool = False) -> Job:
    return start_night(county=make.county, on=TODAY, at=CUTOFF, by=make.by, waking=waking)


def environment(**more: str) -> dict[str, str]:
    """Of a process that works on the test's database as the application's role."""
    connection.ensure_connection()
    server = connection.connection.info
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cixi_oversight.settings.demo",
        "DATABASE_URL": f"postgresql://{settings.APP_DB_ROLE}@/{server.dbname}?host={server.host}&port={server.port}",
        "RISK_SLICE": str(SLICE),
        "JOB_LEASE_SECONDS": "1",
        **more,
    }


def worker(job: Job, **more: str) -> subprocess.CompletedProcess[str]:
    """Work the job through in a process of its own; ends with -9 where it was killed."""
    command = [sys.executable, str(HERE / "worker.py"), str(job.pk)]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def writing() -> Iterator[None]:
    """While another process records facts after the cutoff."""
    command = [sys.executable, str(HERE / "writer.py"), CUTOFF.isoformat()]
    process = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("the writer did not start")
        yield
    finally:
        process.communicate(input="stop\n", timeout=60)
    if process.returncode:
        raise RuntimeError("the writer failed")


def kill_and_finish(make: Maker, point: str, nth: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the unbroken night left, and what the one left that was killed at the nth pass of a place."""
    build(make)
    expected = unbroken(make)
    job = start(make)
    with writing():
        killed = worker(job, CIXI_CRASH=f"{point}:{nth}")
        assert killed.returncode == -9, killed.stderr
        number = PublishedRun.objects.get().run.number
        assert number == 1, "nothing may be published by a night that died"
        finished = worker(job)
        assert finished.stdout.strip() == "done", finished.stderr
    return expected, result()
