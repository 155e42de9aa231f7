"""What pages and sheets read of a collection, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext

from institutions.enums.collections import OWED, PartState, Shape
from institutions.models import Collection, CollectionPart, CollectionRow
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType, is_typed
from institutions.services.collections.common import columns_of

_ANSWERED: Final = (PartState.SUBMITTED, PartState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a collection, or a town within it, has come."""

    asked: int
    answered: int
    accepted: int
    returned: int
    rows: int
    rows_done: int

    @property
    def share(self) -> int:
        """Per cent answered, rounded down: nobody is at a hundred before all are."""
        return self.answered * 100 // self.asked if self.asked else 0


_FIGURES: Final = {
    "asked": Count("pk"),
    "answered": Count("pk", filter=Q(state__in=_ANSWERED)),
    "accepted": Count("pk", filter=Q(state=PartState.ACCEPTED)),
    "returned": Count("pk", filter=Q(state=PartState.RETURNED)),
    "rows": Sum("rows_count", default=0),
    "rows_done": Sum("rows_done", default=0),
}


def progress(collection_ids: list[int]) -> dict[int, Progress]:
    """By collection, one query."""
    rows: Any = CollectionPart.objects.filter(collection_id__in=collection_ids).order_by().values("collection_id")
    return {row.pop("collection_id"): Progress(**row) for row in rows.annotate(**_FIGURES)}


def by_town(parts: Any) -> dict[int | None, Progress]:
    """Progress of parts, by the town that answers or in which the institution lies; one query."""
    rows = parts.order_by().annotate(place=F("town_id"), seat=F("institution__town_id")).values("place", "seat")
    found: dict[int | None, Progress] = {}
    for row in rows.annotate(**_FIGURES):
        town = row.pop("place") or row.pop("seat", None)
        row.pop("seat", None)
        found[town] = Progress(**row)
    return found


def late(part: CollectionPart, on: dt.date) -> int:
    """Days since it was due; 0 where it is answered or not due yet."""
    return max(0, (on - part.collection.due_on).days) if part.state in OWED else 0


def merged(collection: Collection, parts: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Head and rows of the merged sheet of these parts, those that are answered: typed cells, in the order of towns."""
    columns = columns_of(collection)
    about = collection.shape == Shape.INSTITUTIONS or parts.filter(institution__isnull=False).exists()
    head = [gettext("Town"), *([gettext("Institution"), gettext("Unified social credit code")] if about else [])]
    return [*head, *(column.name for column in columns.values())], _lines(columns, parts, about)


def _lines(columns: Mapping[str, Column], parts: Any, about: bool) -> Iterator[list[Any]]:
    answered = parts.filter(state__in=_ANSWERED)
    rows = CollectionRow.objects.filter(part__in=answered).select_related(
        "part__town", "part__institution__town", "institution__town"
    )
    for row in rows.order_by("part__town_id", "part__institution__town_id", "part_id", "number").iterator(500):
        institution = row.institution or row.part.institution
        town = row.part.town or (institution.town if institution else None)
        lead = [town.name if town else ""]
        if about:
            lead += [institution.name, institution.uscc or ""] if institution else ["", ""]
        yield [*lead, *(cell_of(column, row.values.get(key)) for key, column in columns.items())]


def cell_of(column: Column, value: Any) -> Any:
    """A value as a spreadsheet's cell: numbers and days stay what they are."""
    if value is None or is_typed(value):
        return value["typed"] if value else None
    match column.type:
        case FieldType.YUAN | FieldType.AREA:
            return Decimal(value).scaleb(-2)
        case FieldType.DAY:
            return dt.date.fromisoformat(value)
        case FieldType.YES_NO:
            return gettext("yes") if value else gettext("no")
        case _:
            return value
