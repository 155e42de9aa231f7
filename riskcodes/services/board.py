"""Figures of the risk board, within the reader's scope: what the pointer shows now, a week ago, and for 90 days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.users.models import County
from institutions.models import Institution
from riskcodes.enums import Colour, RunKind, RunState
from riskcodes.models import Assessment, CodeChange, PublishedRun, RiskRun, RunCount
from riskcodes.services.adoption import pending

Counts = dict[str, int]
TREND_DAYS: Final = 90
WEEK: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TownRow:
    town_id: int | None
    name: str  # empty where the town is not known
    counts: Counts


@dataclass(frozen=True, slots=True)
class Board:
    run: RiskRun
    counts: Counts
    week_ago: Counts | None  # None while there is no night of a week ago
    trend: tuple[tuple[dt.date, Counts], ...]
    towns: tuple[TownRow, ...]
    moves: tuple[CodeChange, ...]  # of the last seven days, newest first
    pending_count: int
    pending_reds: int
    failures: tuple[dict[str, Any], ...]

    def change(self, colour: str) -> int | None:
        """How many more than a week ago."""
        return None if self.week_ago is None else self.counts[colour] - self.week_ago[colour]


def board_figures(viewer: Viewer, on: dt.date, *, county: County | None = None, moves: int = 50) -> Board | None:
    """None before the county's first night. Without `county` the viewer's first one is shown."""
    pointer = _pointer(viewer, county)
    if pointer is None:
        return None
    run, scope = pointer.run, Institution.objects.visible_to(viewer).filter(county_id=pointer.county_id)
    nights = RiskRun.objects.filter(county_id=run.county_id, kind=RunKind.NIGHT, state=RunState.PUBLISHED)
    before = nights.filter(on__lte=on - WEEK).order_by("-on").first()
    waiting = pending(run.county).filter(institution__in=scope)
    return Board(
        run=run,
        counts=_counts(viewer, run, scope),
        week_ago=_counts(viewer, before, scope) if before else None,
        trend=_trend(viewer, nights.filter(on__gt=on - dt.timedelta(days=TREND_DAYS), on__lte=on), scope),
        towns=_towns(run, scope),
        moves=tuple(recent_moves(viewer, run.county_id, since=on - WEEK)[:moves]),
        pending_count=waiting.count(),
        pending_reds=waiting.filter(computed_code=Colour.RED).count(),
        failures=tuple(run.failures),
    )


def counts_now(viewer: Viewer) -> Counts | None:
    """The counts alone, for the desk. None before the first night."""
    pointer = _pointer(viewer, None)
    if pointer is None:
        return None
    return _counts(viewer, pointer.run, Institution.objects.visible_to(viewer).filter(county_id=pointer.county_id))


def recent_moves(viewer: Viewer, county_id: int, *, since: dt.date) -> QuerySet[CodeChange]:
    """Changes of computed colour of published runs after `since`, newest first."""
    rows = CodeChange.objects.filter(county_id=county_id, run__on__gt=since, run__state=RunState.PUBLISHED)
    return (
        rows.filter(institution__in=Institution.objects.visible_to(viewer))
        .select_related("institution", "institution__town", "run")
        .order_by("-run__number", "institution_id")
    )


def _pointer(viewer: Viewer, county: County | None) -> PublishedRun | None:
    rows = PublishedRun.objects.select_related("run__rule_set", "run__county").order_by("county__code")
    if county is not None:
        rows = rows.filter(county=county)
    if viewer.kind is not ViewerKind.SYSTEM:
        rows = rows.filter(county_id__in=viewer.county_ids)
    return rows.first()


def _sees_all(viewer: Viewer) -> bool:
    return viewer.county_wide or viewer.kind is ViewerKind.SYSTEM


def _counts(viewer: Viewer, run: RiskRun, scope: QuerySet[Institution]) -> Counts:
    """Whoever sees the county reads the counts that were stored with the run, a town's office its town's; others'
    scopes are counted."""
    if _sees_all(viewer):
        return _fold(run.counts.values_list("colour").annotate(n=Sum("institutions")))
    if not viewer.department_ids and viewer.town_ids:
        return _fold(
            run.counts.filter(town_id__in=viewer.town_ids).values_list("colour").annotate(n=Sum("institutions"))
        )
    rows = Assessment.objects.of_run(run.number).filter(county_id=run.county_id, institution__in=scope)
    return _fold(rows.values_list("computed_code").annotate(n=Count("id")))


def _fold(rows: Iterable[tuple[str, int]]) -> Counts:
    counts = {colour.value: 0 for colour in Colour}
    for colour, number in rows:
        counts[colour] += number
    return counts


def _trend(
    viewer: Viewer, nights: QuerySet[RiskRun], scope: QuerySet[Institution]
) -> tuple[tuple[dt.date, Counts], ...]:
    """One point a night. A scope that is neither the county nor towns is too dear to count ninety times: no trend."""
    rows = RunCount.objects.filter(run__in=nights)
    if not _sees_all(viewer):
        if viewer.department_ids or not viewer.town_ids:
            return ()
        rows = rows.filter(town_id__in=viewer.town_ids)
    found: dict[dt.date, list[tuple[str, int]]] = defaultdict(list)
    for on, colour, number in rows.values_list("run__on", "colour").annotate(n=Sum("institutions")):
        found[on].append((colour, number))
    return tuple((on, _fold(found[on])) for on in sorted(found))


def _towns(run: RiskRun, scope: QuerySet[Institution]) -> tuple[TownRow, ...]:
    rows = Assessment.objects.of_run(run.number).filter(county_id=run.county_id, institution__in=scope)
    keys = ("institution__town_id", "institution__town__code", "institution__town__name", "computed_code")
    found: dict[tuple[str, str, int | None], list[tuple[str, int]]] = defaultdict(list)
    for town_id, code, name, colour, number in rows.values_list(*keys).annotate(n=Count("id")):
        found[code or "~", name or "", town_id].append((colour, number))
    return tuple(TownRow(town_id, name, _fold(counts)) for (_, name, town_id), counts in sorted(found.items()))
