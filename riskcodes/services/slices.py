"""One slice of a run: facts in one statement, the rules in Python, back by COPY and one merge.

Only what differs is written: the open assessment is closed and its successor inserted. Rows of an unpublished run are
invisible to readers, who follow the pointer.
"""
# ruff: noqa: S608 - constants of this module

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson
from django.db import connection

from cixi_oversight.jobs.models import JobSlice
from cixi_oversight.jobs.services.crashpoint import crashpoint
from cixi_oversight.jobs.services.registry import SliceResult
from riskcodes.services.facts_sql import parameters, statement
from riskcodes.services.judging import Failed, Graded, add_up, collector_paused, grade_rows, judge_of_run, row_number
from riskcodes.services.publishing import open_run

_COLUMNS: Final = (
    "institution_id, computed_code, raw_code, score, levels, yellow_since, green_since, weight_grey, "
    "weight_applicable, facts, facts_digest"
)
_STAGING: Final = """
    create temp table risk_staging (
        previous_id bigint, institution_id bigint, computed_code text, raw_code text, score smallint, levels text,
        yellow_since int, green_since int, weight_grey smallint, weight_applicable smallint, facts jsonb,
        facts_digest text
    ) on commit drop
"""
_COPY: Final = f"copy risk_staging (previous_id, {_COLUMNS}) from stdin"
_CLOSE: Final = """
    update riskcodes_assessment a set to_run = %(run)s - 1
      from risk_staging s where a.id = s.previous_id and a.to_run is null
"""
_INSERT: Final = f"""
    insert into riskcodes_assessment (county_id, from_run, {_COLUMNS})
    select %(county)s, %(run)s, {_COLUMNS} from risk_staging order by institution_id
"""
_OPEN_IN_SLICE: Final = """
    select count(*) from riskcodes_assessment
     where institution_id between %(low)s and %(high)s and county_id = %(county)s and to_run is null
"""
_CLOSE_LEFT: Final = """
    update riskcodes_assessment set to_run = %(run)s - 1
     where institution_id between %(low)s and %(high)s and county_id = %(county)s and to_run is null
       and not institution_id = any(%(seen)s)
"""


def work_slice(piece: JobSlice) -> SliceResult:
    """Raises RunOvertaken where a later run was computed after this one had failed."""
    run = open_run(piece.job_id)
    judge = judge_of_run(run)
    bounds = {"low": piece.low, "high": piece.high, "county": run.county_id, "run": run.number}
    with collector_paused(), connection.cursor() as cursor:
        cursor.execute(
            statement(),
            parameters(
                county_id=run.county_id,
                low=piece.low,
                high=piece.high,
                on=run.on,
                cutoff=run.cutoff,
                window_days=judge.rules.window_days,
            ),
        )
        crashpoint("riskcodes.facts_read")
        lines: list[str] = []
        numbers: list[int] = []
        failures: list[Failed] = []
        seen: list[int] = []
        had_previous = 0
        for found in grade_rows(cursor, judge):
            seen.append(found.institution_id)
            had_previous += found.previous_id is not None
            if isinstance(found, Failed):
                failures.append(found)
                continue
            numbers.append(row_number(found))
            if found.differs:
                lines.append(_line(found))
        closed = _close_left(cursor, bounds, seen, had_previous)
        written = _merge(cursor, lines, bounds)
    return SliceResult(
        rows=len(seen),
        rows_failed=len(failures),
        data={
            "hash": add_up(numbers),
            "written": written,
            "closed": closed,
            "failures": [{"institution": failed.institution_id, "error": failed.error} for failed in failures],
        },
    )


def _line(found: Graded) -> str:
    """One line of COPY text. Facts are numbers and codes of ours; a backslash in them is escaped all the same."""
    code, raw, score, levels, grey, applicable, yellow, green = found.grade
    facts = orjson.dumps(found.facts.as_json()).decode().replace("\\", "\\\\")
    return (
        f"{_null(found.previous_id)}\t{found.institution_id}\t{code}\t{raw}\t{score}\t{levels}\t{_null(yellow)}\t"
        f"{_null(green)}\t{grey}\t{applicable}\t{facts}\t{found.digest}\n"
    )


def _null(number: int | None) -> str:
    return "\\N" if number is None else str(number)


def _merge(cursor: Any, lines: list[str], bounds: dict[str, int]) -> int:
    if not lines:
        return 0
    cursor.execute(_STAGING)
    cursor.copy_expert(_COPY, _Lines(lines, lambda: crashpoint("riskcodes.mid_copy")))
    cursor.execute(_CLOSE, bounds)
    cursor.execute(_INSERT, bounds)
    cursor.execute("drop table risk_staging")
    return len(lines)


def _close_left(cursor: Any, bounds: dict[str, int], seen: list[int], had_previous: int) -> int:
    """Close the assessments of institutions that are no longer active. Usually there are none, and a count says so."""
    cursor.execute(_OPEN_IN_SLICE, bounds)
    if cursor.fetchone()[0] == had_previous:
        return 0
    cursor.execute(_CLOSE_LEFT, {**bounds, "seen": seen})
    return int(cursor.rowcount)


class _Lines:
    """A file for COPY that hands out the lines in two halves and calls back between them."""

    def __init__(self, lines: list[str], in_between: Callable[[], None]) -> None:
        middle = (len(lines) + 1) // 2
        self._halves, self._in_between = [lines[:middle], lines[middle:]], in_between

    def read(self, _size: int = -1) -> bytes:
        if len(self._halves) == 1:
            self._in_between()
        return "".join(self._halves.pop(0)).encode() if self._halves else b""
