"""Closing a run: the pointer is flipped, changes of colour get their rows with reasons, the board its counts.

All in the engine's one transaction, so that a reader finds either the night before or all of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any, Final

import orjson
from django.db import connection

from cixi_oversight.jobs.enums import SliceState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.crashpoint import crashpoint
from riskcodes.enums import Colour, RunState
from riskcodes.errors import RunOvertaken
from riskcodes.models import Assessment, PublishedRun, RiskRun
from riskcodes.rules.facts import Facts
from riskcodes.rules.grade import Grade, Judge, Previous
from riskcodes.rules.reasons import as_json, reasons_for
from riskcodes.services.judging import add_up, collector_paused, judge_of_run

_BATCH: Final = 1000
# open rows are those of this run; whoever had none before the last published run came into the register since
_CHANGES: Final = """
    select a.institution_id, coalesce(b.computed_code, %(none)s) as from_code, b.id
      from riskcodes_assessment a
      left join riskcodes_assessment b on b.institution_id = a.institution_id and b.from_run <= %(published)s
                                      and b.to_run >= %(published)s
     where a.county_id = %(county)s and a.to_run is null and a.from_run > %(published)s
       and a.computed_code <> coalesce(b.computed_code, %(none)s)
     order by a.institution_id
"""
# in the order of Grade
_FOUND: Final = """
    select institution_id, facts::text, computed_code, raw_code, score, levels, weight_grey, weight_applicable,
           yellow_since, green_since
      from riskcodes_assessment where institution_id = any(%s) and to_run is null order by institution_id
"""
_COPY_CHANGES: Final = """
    copy riskcodes_codechange (county_id, institution_id, run_id, from_code, to_code, reasons, recorded_at) from stdin
"""
_COUNTS: Final = """
    insert into riskcodes_runcount (run_id, town_id, category, colour, institutions)
    select %(run)s, i.town_id, coalesce(a.facts ->> 'category', ''), a.computed_code, count(*)
      from riskcodes_assessment a join institutions_institution i on i.id = a.institution_id
     where a.county_id = %(county)s and a.to_run is null
     group by i.town_id, coalesce(a.facts ->> 'category', ''), a.computed_code
"""


def publish(job: Job) -> None:
    """`finish` of both kinds. Where a slice has failed nothing is published and the county keeps its last run."""
    run = open_run(job.pk)
    pieces = list(job.slices.order_by("number").values_list("state", "rows", "result"))
    failures = [failure for _, _, result in pieces for failure in result.get("failures", ())]
    if any(state == SliceState.FAILED for state, _, _ in pieces):
        RiskRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, failures=failures)
        return
    published = PublishedRun.objects.filter(county_id=run.county_id).values_list("run__number", flat=True).first()
    crashpoint("riskcodes.before_flip")
    PublishedRun.objects.update_or_create(county_id=run.county_id, defaults={"run": run})
    crashpoint("riskcodes.after_flip")
    changes = 0 if published is None else _write_changes(run, published)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"run": run.pk, "county": run.county_id})
        cursor.execute("select clock_timestamp()")
        now = cursor.fetchone()[0]
    RiskRun.objects.filter(pk=run.pk).update(
        state=RunState.PUBLISHED,
        institutions=sum(rows for _, rows, _ in pieces),
        rows_written=sum(result.get("written", 0) for _, _, result in pieces),
        changes=changes,
        failures=failures,
        row_hash=add_up(int(result["hash"], 16) for _, _, result in pieces if "hash" in result),
        published_at=now,
    )


def open_run(job_id: int) -> RiskRun:
    """The run of a job, being computed. One that had failed goes on when its job is started again.

    Raises RunOvertaken where a later run was planned since.
    """
    run = RiskRun.objects.select_related("rule_set").get(job_id=job_id)
    if run.state == RunState.FAILED:
        if RiskRun.objects.filter(county_id=run.county_id, number__gt=run.number).exists():
            raise RunOvertaken
        RiskRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTING)
    return run


def _write_changes(run: RiskRun, published: int) -> int:
    """One row with reasons for each institution whose colour differs from what the last published run showed.

    One worker does this while the others are idle, so rows go in and out by plain SQL, without objects.
    """
    judge = judge_of_run(run)
    with collector_paused(), connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"county": run.county_id, "published": published, "none": Colour.NONE.value})
        moved = {row[0]: (row[1], row[2] is not None) for row in cursor.fetchall()}
        for batch in _in_batches(sorted(moved)):
            cursor.execute(_FOUND, [batch])
            lines = [_change(run, judge, row, *moved[row[0]]) for row in cursor.fetchall()]
            cursor.copy_expert(_COPY_CHANGES, StringIO("".join(lines)))
    return len(moved)


def _change(run: RiskRun, judge: Judge, row: tuple[Any, ...], from_code: str, had_one: bool) -> str:
    """One line of COPY text. JSON has no tabs or line ends; its backslashes are escaped."""
    institution_id, facts, code, raw, *rest = row
    reasons = reasons_for(
        Facts.from_json(orjson.loads(facts)),
        judge.rules,
        Grade(Colour(code), Colour(raw), *rest),
        on=run.on.toordinal(),
        night_number=judge.night_number,
        previous=Previous(Colour(from_code)) if had_one else None,
    )
    told = orjson.dumps(as_json(reasons)).decode().replace("\\", "\\\\")
    return f"{run.county_id}\t{institution_id}\t{run.pk}\t{from_code}\t{code}\t{told}\t{run.cutoff.isoformat()}\n"


def grade_of(row: Assessment) -> Grade:
    """The grade as it was stored."""
    return Grade(
        code=Colour(row.computed_code),
        raw=Colour(row.raw_code),
        score=row.score,
        levels=row.levels,
        weight_grey=row.weight_grey,
        weight_applicable=row.weight_applicable,
        yellow_since=row.yellow_since,
        green_since=row.green_since,
    )


def _in_batches(ids: list[int]) -> Iterator[list[Any]]:
    rest = iter(ids)
    while batch := list(islice(rest, _BATCH)):
        yield batch
