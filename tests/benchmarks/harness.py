"""What the benches share: sizes, alternating measurement, and a table of ratios that is printed and then asserted.

Only ratios inside one run travel to another machine. BENCH_SCALE=0.05 makes every bench small.
"""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

SCALE: Final = float(os.environ.get("BENCH_SCALE", "1"))
PAIRS: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One measured ratio with its goal: (">=", 4.0) or ("<=", 1.25). Both figures are of the same unit."""

    name: str
    product: float
    floor: float
    ratio: float
    goal: tuple[str, float]
    unit: str = "s"

    @property
    def holds(self) -> bool:
        sign, limit = self.goal
        return self.ratio >= limit if sign == ">=" else self.ratio <= limit


def at_most(name: str, *, product: float, floor: float, limit: float, unit: str = "s") -> Row:
    """`product` may be at most `limit` times `floor`."""
    return Row(name, product, floor, product / floor, ("<=", limit), unit)


def faster(name: str, *, product: float, floor: float, limit: float, unit: str = "s") -> Row:
    """Both are durations; the product is at least `limit` times as fast."""
    return Row(name, product, floor, floor / product, (">=", limit), unit)


def at_least(name: str, *, product: float, floor: float, limit: float, unit: str = "/s") -> Row:
    """Both are rates; the product reaches at least `limit` of the floor's."""
    return Row(name, product, floor, product / floor, (">=", limit), unit)


def report(title: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> None:
    """Print the table, then fail on every goal missed."""
    width = max(len(row.name) for row in rows)
    lines = [f"\n{title} (scale {SCALE:g})", f"{'':{width}}  {'product':>12} {'floor':>12} {'ratio':>8}  goal"]
    for row in rows:
        sign, limit = row.goal
        figures = f"{_figure(row.product, row.unit):>12} {_figure(row.floor, row.unit):>12} {row.ratio:>8.2f}"
        lines.append(f"{row.name:{width}}  {figures}  {sign} {limit:g}{'' if row.holds else '  MISSED'}")
    print("\n".join([*lines, *notes]))
    missed = [row.name for row in rows if not row.holds]
    assert not missed, missed


def scaled(rows: int, *, least: int = 1) -> int:
    return max(least, math.ceil(rows * SCALE))


def seconds(work: Callable[[], Any]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def alternately(*works: Callable[[], Any], pairs: int = PAIRS) -> list[float]:
    """Median seconds of each, measured in turns, so that a noisy minute falls on all of them alike."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(pairs):
        for times, work in zip(taken, works, strict=True):
            times.append(seconds(work))
    return [statistics.median(times) for times in taken]


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor of the tables' owner: for building data, not for what is measured."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield cursor
        cursor.execute("set role app")


def analyse() -> None:
    with as_owner() as cursor:
        cursor.execute("vacuum analyze")


def _figure(value: float, unit: str) -> str:
    return f"{value * 1000:,.1f} ms" if unit == "s" and value < 1 else f"{value:,.1f} {unit}"
