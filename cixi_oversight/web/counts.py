"""Several counts in one round trip to the database: of the menu, the bell, the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

Count = QuerySet[Any] | int  # rows that are still to be counted, or a number that is known
Found = tuple[int, dt.date | None]


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts made ready: what is `known`, and one statement for all that are still to be counted, or none."""

    known: tuple[int, ...]
    sql: str
    params: tuple[Any, ...]

    def answer(self) -> list[Found]:
        found: list[Found] = [(number, None) for number in self.known]
        if self.sql:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self.params)
                for place, number, first in cursor.fetchall():
                    found[place] = number, first
        return found


def count_since(counts: Sequence[tuple[Count, str]]) -> list[Found]:
    """How many rows each has, in the same order, with the earliest day of the named column or annotation: None where
    none is named or there is no day."""
    return prepare(counts).answer()


def prepare(counts: Sequence[tuple[Count, str]]) -> Counting:
    """Asks the database nothing yet. Writing the statement takes longer than asking it: keep it where it recurs."""
    parts: list[str] = []
    params: list[Any] = []
    for place, (count, day) in enumerate(counts):
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
    known = tuple(count if isinstance(count, int) else 0 for count, _ in counts)
    return Counting(known, " union all ".join(parts), tuple(params))
