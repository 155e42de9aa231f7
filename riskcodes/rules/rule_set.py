"""The rule set as typed data: thresholds, weights, vetoes, points and shares. Stored as JSON, checked here.

An indicator that the body does not name does not exist for that version. Numbers are whole, in the indicator's unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

import orjson

from riskcodes.enums import Source
from riskcodes.rules.indicators import BY_CODE, INDICATORS
from riskcodes.rules.indicators.base import Indicator, Terms


class RuleSetInvalid(ValueError):
    """The body cannot be a rule set; the text names the place."""


@dataclass(frozen=True, slots=True)
class RuleSetBody:
    terms: Mapping[str, Terms]  # by indicator code, in the order of INDICATORS
    tiers: tuple[int, int]  # students up to which an institution counts as small, and as medium
    yellow_points: int  # times the weight
    red_points: int
    yellow_score: int
    red_score: int
    grey_yellow_percent: int  # more grey weight than this: at least yellow, once the trial is over
    grey_none_percent: int  # more than this: no code
    trial_days: int  # from the day a source was connected
    stale_days: Mapping[Source, int]  # from the end of the month or quarter that a record is about
    nights: int  # that would give a better colour before it is given

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(BY_CODE[code] for code in self.terms)

    @property
    def window_days(self) -> int:
        """The longest window any complaint indicator looks back over."""
        return max((terms.window_days for terms in self.terms.values()), default=0)


_NUMBERS: Final = (
    "yellow_points",
    "red_points",
    "yellow_score",
    "red_score",
    "grey_yellow_percent",
    "grey_none_percent",
    "trial_days",
    "nights",
)
_TERM_FIELDS: Final = {field.name for field in fields(Terms)}
# where a smaller value is the worse one, the red limit lies below the yellow one
_LOW_IS_BAD: Final = frozenset({"<", "<="})


def parse(body: Mapping[str, Any]) -> RuleSetBody:
    """Read a stored body. Raises RuleSetInvalid at the first thing that is missing, unknown or makes no sense."""
    known = {"indicators", "tiers", "stale_days", *_NUMBERS}
    _exactly(body, known, "rule set")
    numbers = {name: _whole(body[name], name) for name in _NUMBERS}
    if not numbers["yellow_score"] <= numbers["red_score"]:
        raise RuleSetInvalid("red_score is below yellow_score")
    if not numbers["grey_yellow_percent"] <= numbers["grey_none_percent"] <= 100:
        raise RuleSetInvalid("grey shares are not in order")
    if numbers["nights"] < 1:
        raise RuleSetInvalid("nights must be 1 at least")
    small, medium = (_whole(students, "tiers") for students in body["tiers"])
    if not small < medium:
        raise RuleSetInvalid("tiers are not in order")
    unknown = set(body["indicators"]) - set(BY_CODE)
    if unknown or not body["indicators"]:
        raise RuleSetInvalid(f"unknown indicators: {sorted(unknown)}")
    return RuleSetBody(
        terms={
            indicator.code: _terms(indicator, body["indicators"][indicator.code])
            for indicator in INDICATORS
            if indicator.code in body["indicators"]
        },
        tiers=(small, medium),
        stale_days={Source(source): _whole(days, source) for source, days in body["stale_days"].items()},
        **numbers,
    )


@lru_cache(maxsize=32)
def _parsed(canonical: bytes) -> RuleSetBody:
    return parse(orjson.loads(canonical))


def parse_cached(body: Mapping[str, Any]) -> RuleSetBody:
    """`parse`, once for each content."""
    return _parsed(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))


def _terms(indicator: Indicator, given: Mapping[str, Any]) -> Terms:
    place = indicator.code
    if set(given) - _TERM_FIELDS or not {"yellow", "red", "weights"} <= set(given):
        raise RuleSetInvalid(f"{place}: fields {sorted(given)}")
    weights = tuple(_whole(weight, f"{place}.weights") for weight in given["weights"])
    if len(weights) != 3 or not all(0 <= weight <= 3 for weight in weights):
        raise RuleSetInvalid(f"{place}: three weights from 0 to 3 are needed")
    yellow, red = (_whole(given[name], f"{place}.{name}", signed=True) for name in ("yellow", "red"))
    if (red > yellow) if indicator.signs[1] in _LOW_IS_BAD else (red < yellow):
        raise RuleSetInvalid(f"{place}: the red limit is milder than the yellow one")
    return Terms(
        yellow=yellow,
        red=red,
        veto=bool(given.get("veto", False)),
        weights=(weights[0], weights[1], weights[2]),
        window_days=_whole(given.get("window_days", 90), f"{place}.window_days"),
        least_cases=_whole(given.get("least_cases", 0), f"{place}.least_cases"),
        many_cases=_whole(given.get("many_cases", 0), f"{place}.many_cases"),
        citation=str(given.get("citation", "")),
    )


def _exactly(body: Mapping[str, Any], known: set[str], place: str) -> None:
    if set(body) != known:
        raise RuleSetInvalid(f"{place}: missing {sorted(known - set(body))}, unknown {sorted(set(body) - known)}")


def _whole(value: Any, place: str, *, signed: bool = False) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or (value < 0 and not signed):
        raise RuleSetInvalid(f"{place}: a whole number is needed, not {value!r}")
    return value
