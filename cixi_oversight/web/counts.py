"""Several counts in one round trip to the database: of the menu, the bell, the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

Count = QuerySet[Any] | int  # rows that are still to be counted, or a number that is known


def count_all(counts: Sequence[Count]) -> list[int]:
    """How many rows each has, in the same order; all that are still to be counted by one statement, or none."""
    return [number for number, _ in count_since([(count, "") for count in counts])]


def count_since(counts: Sequence[tuple[Count, str]]) -> list[tuple[int, dt.date | None]]:
    """The same with the earliest day of the named column or annotation, None where none is named or there is no day."""
    found: list[tuple[int, dt.date | None]] = []
    parts: list[str] = []
    params: list[Any] = []
    for place, (count, day) in enumerate(counts):
        found.append((count if isinstance(count, int) else 0, None))
        if isinstance(count, int):
            continue
        rows = count.order_by()
        rows = rows.annotate(counted_day=F(day)).values("pk", "counted_day") if day else rows.values("pk")
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:  # known to be empty without asking
            continue
        least = "min(counted_day)::date" if day else "null::date"
        parts.append(f"select {place}, count(*), {least} from ({sql}) as counted")  # noqa: S608 - as Django wrote it
        params += values
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(parts), params)
            for place, number, first in cursor.fetchall():
                found[place] = number, first
    return found
