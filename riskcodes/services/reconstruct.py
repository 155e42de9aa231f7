"""A night that never ran, computed as of then: the same statement and the same rules, nothing written or published."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cixi_oversight import clock
from riskcodes.enums import RunKind, RunState
from riskcodes.models import RiskRun, RuleSet
from riskcodes.rules.grade import Judge
from riskcodes.services.facts_sql import AS_OF_RUN, parameters, statement
from riskcodes.services.judging import Failed, Graded, add_up, grade_rows, judge_of, row_number
from riskcodes.services.planning import rule_set_of, slices_of, sources_of

NIGHT_HOUR = 2  # of the schedule: what was recorded by then belongs to the night


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a day is judged: the cutoff, the rule set, and the run whose codes came before."""

    county_id: int
    on: dt.date
    cutoff: dt.datetime
    rule_set: RuleSet
    before: int  # number of the published run before; 0 for none
    judge: Judge


@dataclass(frozen=True, slots=True)
class Reconstruction:
    on: dt.date
    rule_set_version: int
    institutions: int
    codes: dict[str, int]
    failures: tuple[Failed, ...]
    row_hash: str


def ground_of(county_id: int, on: dt.date) -> Ground:
    """Raises NoRuleSet."""
    night = RiskRun.objects.filter(county_id=county_id, kind=RunKind.NIGHT, on=on).first()
    cutoff = clock.at(on, NIGHT_HOUR) if night is None else night.cutoff
    earlier = RiskRun.objects.filter(county_id=county_id, state=RunState.PUBLISHED, cutoff__lt=cutoff, on__lte=on)
    before = earlier.order_by("-number").first()
    last_night = earlier.filter(kind=RunKind.NIGHT).order_by("-number").first()
    rule_set = rule_set_of(on, cutoff) if night is None else night.rule_set
    return Ground(
        county_id=county_id,
        on=on,
        cutoff=cutoff,
        rule_set=rule_set,
        before=before.number if before else 0,
        judge=judge_of(
            rule_set.body,
            on=on,
            night_number=((last_night.night_number or 0) if last_night else 0) + 1,
            sources=sources_of(county_id, on) if night is None else night.sources,
        ),
    )


def reconstruct(county_id: int, on: dt.date) -> Reconstruction:
    """The night of `on` over the whole county, slice by slice. Raises NoRuleSet."""
    ground = ground_of(county_id, on)
    codes: Counter[str] = Counter()
    failures: list[Failed] = []
    total = 0
    hashes = []
    for low, high in slices_of(county_id, ground.cutoff):
        numbers = []
        for found in graded_between(ground, low, high):
            total += 1
            if isinstance(found, Failed):
                failures.append(found)
            else:
                codes[found.grade.code.value] += 1
                numbers.append(row_number(found))
        hashes.append(int(add_up(numbers), 16))
    return Reconstruction(
        on=on,
        rule_set_version=ground.rule_set.version,
        institutions=total,
        codes=dict(sorted(codes.items())),
        failures=tuple(failures),
        row_hash=add_up(hashes),
    )


def graded_between(ground: Ground, low: int, high: int) -> Iterator[Graded | Failed]:
    """Institutions with ids from `low` to `high`, both included, as the night would have graded them."""
    with connection.cursor() as cursor:
        cursor.execute(statement(AS_OF_RUN), _parameters(ground, low, high))
        yield from grade_rows(cursor, ground.judge)


def _parameters(ground: Ground, low: int, high: int) -> dict[str, Any]:
    return parameters(
        county_id=ground.county_id,
        low=low,
        high=high,
        on=ground.on,
        cutoff=ground.cutoff,
        window_days=ground.judge.rules.window_days,
        run=ground.before,
    )
