"""From rows of facts to graded rows: shared by the nights, the reconstruction and the explanation."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import orjson

from riskcodes.enums import Colour, RunKind
from riskcodes.models import RiskRun
from riskcodes.rules.facts import Facts
from riskcodes.rules.grade import Grade, Judge, Previous
from riskcodes.rules.rule_set import parse_cached
from riskcodes.services.facts_sql import PREVIOUS_COLUMNS

_COLOURS: Final = {colour.value: colour for colour in Colour}
_MODULUS: Final = 2**256


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic collector: a slice makes hundreds of thousands of lists and no cycle, and the collector would
    walk the whole process again and again (measured: half of a slice's time)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Graded(NamedTuple):
    institution_id: int
    previous_id: int | None
    facts: Facts
    digest: str
    grade: Grade
    differs: bool  # from the previous assessment: to be written


class Failed(NamedTuple):
    institution_id: int
    previous_id: int | None  # which stays valid
    error: str


def judge_of(
    body: Mapping[str, Any], *, on: dt.date, night_number: int, sources: Mapping[str, str], is_night: bool = True
) -> Judge:
    return Judge(
        parse_cached(body),
        on=on,
        night_number=night_number,
        sources={source: dt.date.fromisoformat(day) for source, day in sources.items()},
        is_night=is_night,
    )


def judge_of_run(run: RiskRun) -> Judge:
    """For a run by day the count of nights is that of the last night before it."""
    night_number = run.night_number
    if night_number is None:
        before = RiskRun.objects.filter(county_id=run.county_id, kind=RunKind.NIGHT, number__lt=run.number)
        night_number = before.order_by("-number").values_list("night_number", flat=True).first() or 0
    return judge_of(
        run.rule_set.body,
        on=run.on,
        night_number=night_number,
        sources=run.sources,
        is_night=run.kind == RunKind.NIGHT,
    )


def grade_rows(rows: Iterable[tuple[Any, ...]], judge: Judge) -> Iterator[Graded | Failed]:
    """One row at a time: a row that cannot be judged fails by itself."""
    make, grade, dumps, blake = Facts._make, judge.grade, orjson.dumps, hashlib.blake2b
    for row in rows:
        try:
            (_, before_id, code, raw, score, levels, yellow, green, grey, applicable, before_digest) = row[
                :PREVIOUS_COLUMNS
            ]
            read = row[PREVIOUS_COLUMNS:]
            facts = make(read)
            previous = None if code is None else Previous(_COLOURS[code], yellow, green)
            found = grade(facts, previous)
            digest = blake(dumps(read), digest_size=16).hexdigest()
            differs = digest != before_digest or found != (
                code, raw, score, levels, grey, applicable, yellow, green,
            )  # fmt: skip
            yield Graded(row[0], before_id, facts, digest, found, differs)
        except Exception as error:  # noqa: BLE001 - a poison row must not stop the others; it is listed by the run
            yield Failed(row[0], row[1], f"{type(error).__name__}: {error}"[:200])


def row_number(graded: Graded) -> int:
    """A row as a number; the sum over all rows is the run's hash, whatever the slices and their order."""
    code, raw, score, levels, grey, applicable, yellow, green = graded.grade
    text = f"{graded.institution_id}|{code}|{raw}|{score}|{levels}|{grey}|{applicable}|{yellow}|{green}|{graded.digest}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def add_up(numbers: Iterable[int]) -> str:
    return f"{sum(numbers) % _MODULUS:064x}"
