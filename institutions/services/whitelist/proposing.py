"""The nightly proposal, slice by slice: facts in one statement, one question to each app above, the rule in Python.

Institutions that agree in everything the rule looks at are judged once: of 200,000 there are a few dozen kinds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Min

from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.users.models import County
from institutions.enums.whitelist import Answer, Change, Criterion
from institutions.models import Institution
from institutions.rules.whitelist.rule import Standing, Verdict, judge
from institutions.services.extensions import WHITELIST_FACTS
from institutions.services.whitelist.facts_sql import BEGUN, DROP, OF_IDS, OF_SLICE, UPSERT

JOB: Final = "institutions.whitelist"
SLICE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One institution, its verdict, what should be proposed and what is proposed now."""

    institution_id: int
    verdict: Verdict
    wanted: Change | None
    stands: tuple[str, tuple[str, ...], tuple[str, ...]] | None

    @property
    def as_stored(self) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
        """The proposal as its row would hold it."""
        return None if self.wanted is None else (self.wanted, self.verdict.unmet, self.verdict.unknown)


class Judge:
    """Judges rows of `FACTS` of one county on one day."""

    def __init__(self, county_id: int, on: dt.date) -> None:
        self.county_id, self.on = county_id, on
        with connection.cursor() as cursor:
            cursor.execute(BEGUN, {"county": county_id})
            self.fees_begun, self.teachers_begun = cursor.fetchone()
        self.known: dict[tuple[Any, ...], Verdict] = {}

    def slice(self, low: int, high: int) -> list[Judged]:
        return self._judge(OF_SLICE, {"low": low, "high": high})

    def ids(self, ids: Iterable[int]) -> list[Judged]:
        return self._judge(OF_IDS, {"ids": list(ids)})

    def _judge(self, statement: str, which: dict[str, Any]) -> list[Judged]:
        with connection.cursor() as cursor:
            cursor.execute(statement, which | {"county": self.county_id, "on": self.on})
            rows = cursor.fetchall()
        ids = [row[0] for row in rows]
        asked = [(source.criterion, source.facts(ids, self.on)) for source in WHITELIST_FACTS.all()] if ids else []
        return [self._one(row, asked) for row in rows]

    def _one(self, row: tuple[Any, ...], asked: Sequence[tuple[Criterion, dict[int, Answer]]]) -> Judged:
        pk, _, *facts, is_listed, change, unmet, unknown = row
        kind = (*facts, *(answers.get(pk) for _, answers in asked))
        verdict = self.known.get(kind)
        if verdict is None:
            verdict = self.known[kind] = self._verdict(facts, kind[len(facts) :], [one for one, _ in asked])
        stands = None if change is None else (change, tuple(unmet), tuple(unknown))
        return Judged(pk, verdict, verdict.proposal(is_listed=is_listed), stands)

    def _verdict(self, facts: list[Any], answers: Sequence[Answer | None], criteria: list[Criterion]) -> Verdict:
        operates, permit, category, legal_form, certificates, fees, teachers = facts
        standing = Standing(
            operates=operates,
            permit_is_valid=permit,
            category=category,
            legal_form=legal_form,
            certificates=tuple(certificates.split(",")) if certificates else (),
            fees=fees if self.fees_begun else None,
            teachers=teachers if self.teachers_begun else None,
        )
        given = {criterion: one for criterion, one in zip(criteria, answers, strict=True) if one is not None}
        return judge(standing, given)


def propose(judge_: Judge, low: int, high: int) -> int:
    """Bring the proposals of a slice in line with what holds; answers how many rows were looked at."""
    found = judge_.slice(low, high)
    store([one for one in found if one.as_stored != one.stands], county_id=judge_.county_id, on=judge_.on)
    return len(found)


def store(changed: Sequence[Judged], *, county_id: int, on: dt.date) -> None:
    wanted = [one for one in changed if one.wanted is not None]
    gone = [one.institution_id for one in changed if one.wanted is None]
    with connection.cursor() as cursor:
        if wanted:
            values: dict[str, Any] = {
                "county": county_id,
                "on": on,
                "ids": [one.institution_id for one in wanted],
                "changes": [one.wanted for one in wanted],
                "unmet": [",".join(one.verdict.unmet) for one in wanted],
                "unknown": [",".join(one.verdict.unknown) for one in wanted],
            }
            cursor.execute(UPSERT, values)
        if gone:
            cursor.execute(DROP, {"ids": gone})


# --- the job ---


def plan(job: Job) -> Sequence[tuple[int, int]]:
    """Slices of ids over all counties; each looks at its own county's rows."""
    bounds = Institution.objects.aggregate(low=Min("pk"), high=Max("pk"))
    if bounds["low"] is None:
        return []
    return [(low, min(low + SLICE - 1, bounds["high"])) for low in range(bounds["low"], bounds["high"] + 1, SLICE)]


def work(piece: JobSlice) -> registry.SliceResult:
    on = dt.date.fromisoformat(piece.job.payload["on"])
    counties = County.objects.filter(pk__in=_counties_of(piece.low, piece.high)).values_list("pk", flat=True)
    return registry.SliceResult(sum(propose(Judge(pk, on), piece.low, piece.high) for pk in counties))


def _counties_of(low: int, high: int) -> Any:
    return Institution.objects.filter(pk__gte=low, pk__lte=high).order_by().values("county_id").distinct()


def finish(job: Job) -> None:
    """Nothing to publish: a proposal holds when its slice commits, and an officer publishes."""


KIND: Final = registry.JobKind(name=JOB, label=msg("Proposals for the white list"), plan=plan, work=work, finish=finish)
