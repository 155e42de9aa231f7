"""Every indicator of one institution on one day, told: value, limits, points, age of the data, evidence, reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import Message
from riskcodes.enums import Family, Level, Source
from riskcodes.rules import figures
from riskcodes.rules.facts import Facts, month_end, quarter_end
from riskcodes.rules.grade import Judge
from riskcodes.rules.indicators.base import (
    GREEN,
    GREY,
    NOT_APPLICABLE,
    RED,
    YELLOW,
    Evidence,
    Indicator,
    Terms,
    Unit,
    Value,
)

LEVEL_OF: Final = {
    GREEN: Level.GREEN,
    YELLOW: Level.YELLOW,
    RED: Level.RED,
    GREY: Level.GREY,
    NOT_APPLICABLE: Level.NOT_APPLICABLE,
}
_PLACES: Final = {Unit.PERCENT: 1, Unit.FEN: 2, Unit.DAYS: 0, Unit.PER_HUNDRED: 2, Unit.QUARTERS: 0}


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    family: Family
    sources: tuple[Source, ...]
    label: Message
    formula: Message
    unit: Unit
    level: Level
    value: str | None  # in the unit; None: missing, stale or not applicable. "-": there is nothing to divide by
    yellow_limit: str  # with its sign: "> 40"
    red_limit: str
    is_veto: bool
    weight: int
    points: int
    data_on: dt.date | None  # the day up to which the newest record speaks
    data_age_days: int | None
    reason: Message | None
    beside: tuple[tuple[Message, str], ...]
    evidence: tuple[Evidence, ...]
    citation: str


def explain_lines(facts: Facts, judge: Judge, on: dt.date) -> tuple[Line, ...]:
    """In the order of the rule set."""
    found = zip(judge.rules.indicators, judge.levels(facts), judge.weights(facts), strict=True)
    return tuple(
        _line(indicator, facts, judge, on.toordinal(), letter=letter, weight=weight)
        for indicator, letter, weight in found
    )


def _line(indicator: Indicator, facts: Facts, judge: Judge, on: int, *, letter: str, weight: int) -> Line:
    rules, terms = judge.rules, judge.rules.terms[indicator.code]
    known = letter in {GREEN, YELLOW, RED}
    points = {YELLOW: rules.yellow_points, RED: rules.red_points}.get(letter, 0) * weight
    data_day = None if letter == NOT_APPLICABLE else _data_day(indicator.sources[0], facts, on)
    return Line(
        code=indicator.code,
        family=indicator.family,
        sources=indicator.sources,
        label=indicator.label,
        formula=indicator.formula,
        unit=indicator.unit,
        level=LEVEL_OF[letter],
        value=shown((indicator.shown or indicator.value)(facts, on, terms), indicator.unit) if known else None,
        yellow_limit=_limit(indicator, 0, terms.yellow),
        red_limit=_limit(indicator, 1, terms.red),
        is_veto=terms.veto,
        weight=weight if letter != NOT_APPLICABLE else 0,
        points=points,
        data_on=None if data_day is None else dt.date.fromordinal(data_day),
        data_age_days=None if data_day is None else on - data_day,
        reason=indicator.reason(facts, on, terms, letter) if letter in {YELLOW, RED} else None,
        beside=indicator.beside(facts, on, terms) if indicator.beside and known else (),
        evidence=() if letter == NOT_APPLICABLE else indicator.evidence(facts, on, terms),
        citation=terms.citation,
    )


def shown(value: Value, unit: Unit) -> str | None:
    """A value in its unit, rounded half up; money in yuan."""
    if value is None:
        return None
    n, d = value
    return figures.decimal(n, d * 100 if unit is Unit.FEN else d, places=_PLACES[unit])


def limits(indicator: Indicator, terms: Terms) -> tuple[str, str]:
    """The yellow and the red limit with their signs, as a page shows them."""
    return _limit(indicator, 0, terms.yellow), _limit(indicator, 1, terms.red)


def _limit(indicator: Indicator, place: int, limit: int) -> str:
    number = figures.yuan(limit) if indicator.unit is Unit.FEN else str(limit)
    return f"{indicator.signs[place]} {number}"


def _data_day(source: Source, facts: Facts, on: int) -> int | None:
    """The last day that the newest record of the source is about; None where there is none, or none is dated so."""
    if source is Source.ENROLMENT_RETURNS and facts.months:
        return min(month_end(facts.months[0]), on)
    if source is Source.FINANCIAL_STATEMENTS and facts.quarters:
        return min(quarter_end(facts.quarters[0]), on)
    if source is Source.INSURANCE_POLICIES:
        begun = [day for day in (*(facts.liability_from or ()), *(facts.cover_from or ())) if day <= on]
        return max(begun, default=None)
    if source is Source.COMPLAINTS:
        return max(facts.complaint_received or (), default=None)
    return None
