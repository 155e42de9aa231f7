"""The night over 200,000 institutions against hand-written sliced SQL that writes the same rows.

Eight quarters of statements (1.6 million) and dues, 400,000 complaints with validity and resolution, 190,000 policies,
eight monthly returns each. Both sides: the same workers (forked processes with a connection each), slices, indexes and
durability. A first night writes every row; the night after it writes what a day's 3 % of filings changed.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import time
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection, connections
from django.db.models import Sum

from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services.viewer import system_viewer
from riskcodes.enums import Source
from riskcodes.models import RiskRun, SourceConnection
from riskcodes.services.night import start_night
from riskcodes.services.planning import slices_of
from riskcodes.services.publishing import _COUNTS
from tests.benchmarks import night_data, night_floor
from tests.benchmarks.harness import analyse, as_owner, at_most, faster, report, scaled

INSTITUTIONS: Final = scaled(200_000, least=2_000)
WORKERS: Final = min(4, os.cpu_count() or 1)
PAIRS: Final = int(os.environ.get("BENCH_PAIRS", "3"))
OBJECTS: Final = 300  # of the loop over objects, extrapolated
MEMORY_LIMIT_MB: Final = 150
SAME: Final = (
    "institution_id, from_run, computed_code, raw_code, score, levels, yellow_since, green_since, weight_grey, "
    "weight_applicable, facts"
)
FORK: Final = multiprocessing.get_context("fork")


@pytest.fixture
def county(transactional_db: None) -> County:
    """The data of the bench, analysed, with every source connected."""
    by = system_viewer()
    made = County.objects.create(code="330282", name="慈溪市")
    town = Town.objects.create(county=made, code="330282001", name="浒山街道")
    before = time.perf_counter()
    with as_owner() as cursor:
        night_data.build(cursor, institutions=INSTITUTIONS, county=made.pk, town=town.pk, actor=by.actor_id or 0)
    for source in Source:
        SourceConnection.objects.create(county=made, source=source, from_on="2025-01-01")
    analyse()
    print(f"\n{INSTITUTIONS:,} institutions made in {time.perf_counter() - before:.0f} s")
    return made


def test_the_night_keeps_up_with_sliced_sql(county: County) -> None:
    first: dict[str, list[float]] = {"product": [], "floor": []}
    second: dict[str, list[float]] = {"product": [], "floor": []}
    memory: list[float] = []
    notes: list[str] = []
    for _ in range(PAIRS):
        with as_owner() as cursor:  # a day's filings come after the first night
            cursor.execute("delete from institutions_financialstatement where recorded_at >= %s", [night_data.CUTOFF])
        found: dict[str, dict[str, Any]] = {}
        for side, night in (("product", product_night), ("floor", floor_night)):
            empty()
            seconds_first, peak = night(county, night_data.ON, night_data.CUTOFF, 1)
            rows_first = rows_written(1)
            if not _day_is_there():
                with as_owner() as cursor:
                    night_data.build_next_day(cursor)
            analyse()
            seconds_second, peak_second = night(county, night_data.NEXT, night_data.NEXT_CUTOFF, 2)
            first[side].append(seconds_first)
            second[side].append(seconds_second)
            found[side] = {"first": rows_first, "second": rows_written(2)}
            if side == "product":
                memory += [peak, peak_second]
                if not notes:
                    notes = _notes(county)
        assert found["product"] == found["floor"]
        print({side: (first[side][-1], second[side][-1]) for side in first}, max(memory))
    objects = loop_over_objects(county)
    report(
        f"night, {INSTITUTIONS:,} institutions, {WORKERS} workers",
        [
            at_most(
                "first night, every row written",
                product=_best(first["product"]),
                floor=_best(first["floor"]),
                limit=1.25,
            ),
            at_most(
                "next night, 3 % changed", product=_best(second["product"]), floor=_best(second["floor"]), limit=1.25
            ),
            faster("against a loop over objects", product=_best(second["product"]), floor=objects, limit=100),
            at_most("memory of a worker", product=max(memory), floor=MEMORY_LIMIT_MB, limit=1.0, unit="MB"),
        ],
        notes,
    )


def _best(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def _notes(county: County) -> list[str]:
    runs = list(RiskRun.objects.filter(county=county).order_by("number"))
    codes = runs[-1].counts.values_list("colour").annotate(total=Sum("institutions")).order_by("colour")
    written = [f"night {run.number}: {run.rows_written:,} rows, {run.changes:,} changes of colour" for run in runs]
    return [*written, ", ".join(f"{total:,} {colour}" for colour, total in codes)]


def _day_is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from institutions_financialstatement where recorded_at >= %s)", [night_data.CUTOFF]
        )
        return bool(cursor.fetchone()[0])


# --- the two sides ---


def product_night(county: County, on: Any, cutoff: Any, _number: int) -> tuple[float, float]:
    job = start_night(county=county, on=on, at=cutoff, by=system_viewer(), waking=False)
    taken = in_workers(_work_job, job.pk)
    assert Job.objects.get(pk=job.pk).state == "done"
    return taken


def _work_job(job_id: int, _counter: Any) -> None:
    work_through(job_id, patient=True, poll_seconds=0.02)


def floor_night(county: County, on: Any, cutoff: Any, number: int) -> tuple[float, float]:
    began = time.perf_counter()
    pieces = slices_of(county.pk, cutoff)
    cutting = time.perf_counter() - began

    def work(pieces: Any, counter: Any) -> None:
        while True:
            with counter.get_lock():
                place = counter.value
                counter.value += 1
            if place >= len(pieces):
                return
            with connection.cursor() as cursor:
                night_floor.work_slice(cursor, pieces[place], county=county.pk, on=on, cutoff=cutoff, number=number)

    taken, peak = in_workers(work, pieces)
    before = time.perf_counter()
    run = RiskRun.objects.create(
        county=county,
        number=number,
        night_number=number,
        kind="night",
        on=on,
        cutoff=cutoff,
        rule_set_id=1,
        state="published",
    )
    with connection.cursor() as cursor:  # what the board reads, and the changes of colour (their reasons for nothing)
        cursor.execute(_COUNTS, {"run": run.pk, "county": county.pk})
        cursor.execute(
            "insert into riskcodes_codechange (county_id, institution_id, run_id, from_code, to_code, reasons, "
            "recorded_at) select a.county_id, a.institution_id, %s, b.computed_code, a.computed_code, '[]', %s "
            "from riskcodes_assessment a join riskcodes_assessment b on b.institution_id = a.institution_id "
            "and b.to_run = %s - 1 where a.county_id = %s and a.to_run is null and a.from_run = %s "
            "and a.computed_code <> b.computed_code",
            [run.pk, cutoff, number, county.pk, number],
        )
    return cutting + taken + time.perf_counter() - before, peak


def in_workers(work: Callable[[Any, Any], None], argument: Any) -> tuple[float, float]:
    """Seconds from the common start to the last end, and the peak resident memory of the largest worker in MB."""
    barrier, counter, peaks = FORK.Barrier(WORKERS + 1), FORK.Value(ctypes.c_int, 0), FORK.Queue()
    connections.close_all()

    def run() -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            work(argument, counter)
        finally:
            connections.close_all()
            peaks.put(peak_mb())

    processes = [FORK.Process(target=run) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    barrier.wait()
    before = time.perf_counter()
    peak = max(peaks.get(timeout=300) for _ in processes)
    taken = time.perf_counter() - before
    for process in processes:
        process.join()
    assert all(process.exitcode == 0 for process in processes)
    return taken, peak


def peak_mb() -> float:
    """VmHWM: the most that was ever resident in this process, what it inherited included."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def empty() -> None:
    with as_owner() as cursor:
        cursor.execute(
            "truncate riskcodes_assessment, riskcodes_codechange, riskcodes_runcount, riskcodes_publishedrun, "
            "riskcodes_riskrun, riskcodes_adoptionbatch, riskcodes_adoptedcode, jobs_jobslice, jobs_job"
        )
    analyse()


def rows_written(number: int) -> str:
    """One hash over all rows of a night, so that the sides are compared row by row."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*), md5(string_agg(md5(({SAME})::text), '' order by institution_id)) "
            "from riskcodes_assessment where from_run = %s",
            [number],
        )
        return str(cursor.fetchone())


def loop_over_objects(county: County) -> float:
    """Seconds the usual way would take: an object at a time, its relations by queries, saved one by one."""
    from tests.benchmarks.night_objects import grade_one_by_one

    return grade_one_by_one(county, OBJECTS) / OBJECTS * INSTITUTIONS
