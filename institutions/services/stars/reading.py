"""Which stars hold on a day. Expiry is a question of the day asked about: nothing has to run for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services.extensions import Lapse
from cixi_oversight.errors import msg
from institutions.enums.yearly import Conclusion
from institutions.models import AnnualResult, StarRating

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StarFact:
    """Stars in force, both days within."""

    stars: int
    from_on: dt.date
    to_on: dt.date


def holding(on: dt.date) -> QuerySet[Any]:
    """The ratings in force on a day: the latest of each institution that has begun, unless over or stripped."""
    later = StarRating.objects.standing().filter(institution=OuterRef("institution"), from_on__lte=on)
    later = later.filter(Q(from_on__gt=OuterRef("from_on")) | Q(from_on=OuterRef("from_on"), pk__gt=OuterRef("pk")))
    rows: QuerySet[Any] = StarRating.objects.standing().filter(~Exists(later), from_on__lte=on, to_on__gte=on)
    return rows.filter(stars__gt=0)


def to_reconsider(on: dt.date) -> QuerySet[Any]:
    """Stars in force whose holder has not passed the annual inspection that was published last, after they came: the
    bureau decides whether they are lowered or taken away."""
    results = AnnualResult.objects.standing().filter(institution=OuterRef("institution"), published_on__lte=on)
    latest = results.order_by("-year", "-pk").values("pk")[:1]
    failed = AnnualResult.objects.filter(
        pk=Subquery(latest), conclusion=Conclusion.FAIL, published_on__gte=OuterRef("from_on")
    )
    return holding(on).filter(Exists(failed))


def current(ids: Iterable[int], on: dt.date) -> dict[int, StarFact]:
    """Stars in force on a day by institution, in one query; who has none is left out."""
    rows = holding(on).filter(institution__in=list(ids))
    return {row.institution_id: StarFact(row.stars, row.from_on, row.to_on) for row in rows}


def in_force(institution_id: int, on: dt.date) -> Any:
    """The rating's row, or None."""
    return holding(on).filter(institution=institution_id).select_related("application").first()


def history(institution_id: int) -> list[Any]:
    """Every rating of an institution, the newest first."""
    rows = StarRating.objects.standing().filter(institution=institution_id)
    return list(rows.order_by("-from_on", "-pk"))


def lapsed(papers: Sequence[Paper], on: dt.date) -> dict[int, Lapse]:
    """Certificates whose time is over; one of lowered or stripped stars is void already."""
    ids = [paper.subject_id for paper in papers]
    ends: dict[int, dt.date] = {}
    for application_id, to_on in StarRating.objects.filter(application__in=ids).values_list("application_id", "to_on"):
        ends[application_id] = max(to_on, ends.get(application_id, to_on))
    found: dict[int, Lapse] = {}
    for paper in papers:
        end = ends.get(paper.subject_id)
        if end is not None and end < on:
            found[paper.pk] = Lapse(end + _DAY, msg("The stars were valid until %(day)s.", day=end.isoformat()))
    return found
