"""What a publication says of an institution: as it was on that day, so that it can be read later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import F, IntegerField, Max, Min, OuterRef, Subquery

from institutions.enums.teaching import FeeKind
from institutions.models import Course, FeeItem, Institution


def shown_of(ids: Collection[int], on: dt.date) -> dict[int, dict[str, Any]]:
    """Name, town, category, permit number, lowest and highest price of a lesson in fen, longest charging period in
    months. What is not filed is left out; one query."""
    tuition = FeeItem.objects.filter(
        course__in=Course.objects.in_force().filter(institution=OuterRef("pk")).values("pk"),
        kind=FeeKind.TUITION,
        lessons__gt=0,
    )
    price = (
        tuition.order_by()
        .values("institution")
        .annotate(
            low=Min(F("amount_fen") / F("lessons")), high=Max(F("amount_fen") / F("lessons")), span=Max("span_months")
        )
    )
    rows: Any = Institution.objects.filter(pk__in=list(ids)).with_register_facts()
    rows = rows.annotate(
        **{name: Subquery(price.values(name)[:1], output_field=IntegerField()) for name in ("low", "high", "span")}
    )
    return {row.pk: _shown(row) for row in rows}


def _shown(row: Any) -> dict[str, Any]:
    values = {
        "name": row.name,
        "town": row.town.name if row.town else None,
        "category": row.category,
        "permit_number": row.permit_number,
        "lesson_low_fen": row.low,
        "lesson_high_fen": row.high,
        "span_months": row.span,
    }
    return {name: value for name, value in values.items() if value is not None}
