"""Chance for the demo: every stream is `random.Random` of a text that starts with the seed, so it never depends on
what another builder drew before."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # that of records.new_public_id


class Chance:
    """Streams of one seed. `stream("complaints", 12)` is the same for the same seed, whoever asks and when."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def stream(self, *purpose: object) -> random.Random:
        return random.Random(":".join(map(str, (self.seed, *purpose))))  # noqa: S311  # a demo, not a secret


def public_id(chance: random.Random) -> str:
    return "".join(chance.choices(_ALPHABET, k=13))


def pick(chance: random.Random, weighted: Sequence[tuple[T, int]]) -> T:
    """One of the values, by its whole-number weight."""
    return chance.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def shares(total: int, weighted: Sequence[tuple[T, int]]) -> list[T]:
    """`total` values in proportion to their weights, by largest remainder: the shares are exact, not drawn."""
    whole = sum(weight for _, weight in weighted)
    counts = [total * weight // whole for _, weight in weighted]
    rest = sorted(range(len(weighted)), key=lambda i: (-(total * weighted[i][1] % whole), i))
    for i in rest[: total - sum(counts)]:
        counts[i] += 1
    return [value for (value, _), count in zip(weighted, counts, strict=True) for _ in range(count)]


def skewed_sizes(count: int, *, median: int, sigma: float, top: int) -> list[int]:
    """`count` sizes of a log-normal shape by quantile, cut at `top`: the shape is exact, only the order is drawn."""
    normal = NormalDist()
    return [
        max(6, min(top, round(median * math.exp(sigma * normal.inv_cdf((place + 0.5) / count)))))
        for place in range(count)
    ]


def day_between(chance: random.Random, low: dt.date, high: dt.date) -> dt.date:
    """A day from `low` to `high`, both included."""
    return low + dt.timedelta(days=chance.randint(0, max(0, (high - low).days)))
