"""The towns as a schematic grid with the number of living institutions; counted at most every five minutes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.core.cache import cache
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cixi_oversight.users.models import Town
from institutions.models import Institution
from institutions.services.lookup.finding import OPEN

_KEPT_SECONDS: Final = 300
_KEY: Final = "public-town-tiles"


@dataclass(frozen=True, slots=True)
class TownTile:
    pk: int
    code: str
    name: str
    county: str
    column: int
    row: int
    institutions: int


def tiles() -> list[TownTile]:
    """Every town of every county, in the order of the grid; one query, or none while the last answer is fresh."""
    known: list[TownTile] | None = cache.get(_KEY)
    if known is None:
        known = _counted()
        cache.set(_KEY, known, _KEPT_SECONDS)
    return known


def by_county(towns: list[TownTile]) -> list[tuple[str, list[TownTile]]]:
    """A portal of one county has one group."""
    return [(county, list(of)) for county, of in groupby(towns, key=lambda town: town.county)]


def _counted() -> list[TownTile]:
    living = Institution.objects.filter(town=OuterRef("pk"), status__in=OPEN).order_by()
    counts = living.values("town").annotate(n=Count("pk")).values("n")
    towns = Town.objects.select_related("county").annotate(n=Coalesce(Subquery(counts, output_field=IntegerField()), 0))
    rows = list(towns.order_by("county__code", "grid_row", "grid_column"))
    first: dict[int, tuple[int, int]] = {}
    for row in rows:
        left, top = first.get(row.county_id, (row.grid_column, row.grid_row))
        first[row.county_id] = (min(left, row.grid_column), min(top, row.grid_row))
    return [
        TownTile(
            row.pk,
            row.code,
            row.name,
            row.county.name,
            row.grid_column - first[row.county_id][0] + 1,
            row.grid_row - first[row.county_id][1] + 1,
            row.n,
        )
        for row in rows
    ]
