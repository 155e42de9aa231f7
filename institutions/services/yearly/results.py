"""Published results as facts: what the white list, the stars and the codes read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cixi_oversight.permissions import Viewer
from institutions.enums.whitelist import Answer
from institutions.enums.yearly import Conclusion
from institutions.models import AnnualInspection, AnnualResult


@dataclass(frozen=True, slots=True)
class ResultFact:
    """Of the latest year that was published; `is_recheck` where a re-check said so."""

    year: int
    conclusion: Conclusion
    is_recheck: bool
    published_on: dt.date


def latest(ids: Iterable[int], *, cutoff: dt.datetime | None = None) -> dict[int, ResultFact]:
    """The latest published year of each institution, in one query; without one it is left out.

    With a `cutoff` as it was known then.
    """
    rows = AnnualResult.objects.as_of(cutoff) if cutoff is not None else AnnualResult.objects.standing()
    rows = rows.filter(institution__in=list(ids)).order_by("institution_id", "-year", "-pk").distinct("institution_id")
    return {row.institution_id: _fact(row) for row in rows}


def not_failed(ids: Sequence[int], on: dt.date) -> dict[int, Answer]:
    """For the white list: by the latest result that was published until that day; who has none is left out."""
    rows = AnnualResult.objects.standing().filter(institution__in=list(ids), published_on__lte=on)
    rows = rows.order_by("institution_id", "-year", "-pk").distinct("institution_id")
    return {
        pk: Answer.NOT_MET if conclusion == Conclusion.FAIL else Answer.MET
        for pk, conclusion in rows.values_list("institution_id", "conclusion")
    }


def history(institution_id: int) -> list[ResultFact]:
    """Every published year of one institution, the newest first."""
    rows = AnnualResult.objects.standing().filter(institution=institution_id)
    return [_fact(row) for row in rows.order_by("-year", "-pk")]


def put_down(rows: Sequence[AnnualInspection], *, on: dt.date, by: Viewer, at: dt.datetime) -> None:
    """What holds of each row from now on is public; what stood before is superseded."""
    wanted = {(row.institution_id, row.year) for row in rows}
    known = AnnualResult.objects.standing().filter(inspection__in=[row.pk for row in rows])
    before = {(row.institution_id, row.year): row for row in known if (row.institution_id, row.year) in wanted}
    AnnualResult.objects.bulk_create(
        [
            AnnualResult(
                institution_id=row.institution_id,
                inspection=row,
                year=row.year,
                conclusion=row.result,
                is_recheck=bool(row.recheck),
                published_on=on,
                recorded_at=at,
                recorded_by_id=by.actor_id,
                supersedes=before.get((row.institution_id, row.year)),
            )
            for row in rows
        ],
        batch_size=1000,
    )


def _fact(row: AnnualResult) -> ResultFact:
    return ResultFact(row.year, Conclusion(row.conclusion), row.is_recheck, row.published_on)
