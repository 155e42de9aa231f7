"""Several counts in one round trip to the database: of the menu, the bell, the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Count = QuerySet[Any] | int  # rows that are still to be counted, or a number that is known


def count_all(counts: Sequence[Count]) -> list[int]:
    """How many rows each has, in the same order; all that are still to be counted by one statement, or none."""
    found: list[int] = []
    parts: list[str] = []
    params: list[Any] = []
    places: list[int] = []
    for place, count in enumerate(counts):
        found.append(count if isinstance(count, int) else 0)
        if isinstance(count, int):
            continue
        try:
            sql, values = count.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # known to be empty without asking
            continue
        parts.append(f"(select count(*) from ({sql}) as counted)")  # noqa: S608 - as Django wrote it
        params += values
        places.append(place)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute("select " + ", ".join(parts), params)
            for place, number in zip(places, cursor.fetchone(), strict=True):
                found[place] = number
    return found
