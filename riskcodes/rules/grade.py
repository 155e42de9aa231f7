"""From facts to a colour.

A veto makes it red; so do 15 points. A red-level hit or 6 points make it at least yellow. A source that is not
connected leaves the weight; one that is connected but missing or stale is grey: over 20 % grey is at least yellow once
the source's trial is over, over 50 % (or nothing applicable) is no code (未赋码). What is known stands: missing data
takes green away, it never takes away a yellow or a red that known figures give.

A worse colour holds at once. A better one only after 14 consecutive nights that would have given it, counted for each
colour: a red that was yellow for ten nights and green for four becomes yellow, and green ten nights later. A night
without a code breaks the row and leaves a yellow or a red as it is: going dark helps nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

from riskcodes.enums import Colour, Source
from riskcodes.rules.facts import Facts, month_end, quarter_end
from riskcodes.rules.indicators.base import GREY, NOT_APPLICABLE, RED, YELLOW
from riskcodes.rules.rule_set import RuleSetBody


class Previous(NamedTuple):
    """What the last run left behind."""

    code: Colour
    yellow_since: int | None = None  # night numbers; see Grade
    green_since: int | None = None


class Grade(NamedTuple):
    code: Colour
    raw: Colour  # what the facts alone give
    score: int
    levels: str  # a letter an indicator, in the order of the rule set
    weight_grey: int
    weight_applicable: int
    yellow_since: int | None  # first night of the unbroken row of raw colours at least as good as yellow
    green_since: int | None  # the same for green


_STALE_ENROLMENT: Final = 1
_STALE_STATEMENTS: Final = 2
_STALE_BITS: Final = {
    Source.ENROLMENT_RETURNS: _STALE_ENROLMENT,
    Source.FINANCIAL_STATEMENTS: _STALE_STATEMENTS,
}
_NONE, _GREEN, _YELLOW, _RED = Colour.NONE, Colour.GREEN, Colour.YELLOW, Colour.RED
# being late with statements is told by the dues, not by the statements: it is never stale
_NEVER_STALE: Final = frozenset({"statement_overdue"})


class Judge:
    """A rule set made ready for one county and one day. `grade` is a pure function of facts and previous."""

    __slots__ = (
        "_checks",
        "_known",
        "_nights",
        "_on",
        "_stale_enrolment",
        "_stale_statements",
        "night_number",
        "rules",
    )

    def __init__(
        self,
        rules: RuleSetBody,
        *,
        on: dt.date,
        night_number: int,
        sources: Mapping[str, dt.date],
        is_night: bool = True,
    ) -> None:
        """`sources`: connected on that day, with the day each was connected. `night_number` is the night judged, or
        for a run by day (`is_night=False`) the night that has passed."""
        self.rules, self._on = rules, on.toordinal()
        self.night_number = night_number
        self._nights = (night_number if is_night else night_number + 1, rules.nights, night_number)
        self._stale_enrolment = rules.stale_days.get(Source.ENROLMENT_RETURNS, 10**6)
        self._stale_statements = rules.stale_days.get(Source.FINANCIAL_STATEMENTS, 10**6)
        trial_over = on - dt.timedelta(days=rules.trial_days)
        checks = []
        for indicator in rules.indicators:
            terms = rules.terms[indicator.code]
            connected = all(source in sources for source in indicator.sources)
            settled = connected and all(sources[source] <= trial_over for source in indicator.sources)
            stale_bits = sum(_STALE_BITS.get(source, 0) for source in indicator.sources)
            checks.append(
                (
                    connected,
                    0 if indicator.code in _NEVER_STALE else stale_bits,
                    indicator.value,
                    indicator.level,
                    terms,
                    terms.weights,
                    settled,
                )
            )
        self._checks = tuple(checks)
        self._known: dict[tuple[str, int], tuple[int, int, int, Colour]] = {}

    def grade(self, facts: Facts, previous: Previous | None) -> Grade:
        levels, tier = self.levels(facts), self.tier(facts)
        weighed = self._known.get((levels, tier))
        if weighed is None:
            weighed = self._known[levels, tier] = self._weigh(levels, tier)
        score, grey, applicable, raw = weighed
        code, yellow_since, green_since = self._after_nights(raw, previous)
        return Grade(code, raw, score, levels, grey, applicable, yellow_since, green_since)

    def _weigh(self, levels: str, tier: int) -> tuple[int, int, int, Colour]:
        """Score, grey and applicable weight, and the raw colour. Levels and size decide them, and of those a county
        has a few hundred at most: each is worked out once a slice."""
        rules = self.rules
        score = grey = grey_settled = applicable = 0
        veto = red_hit = False
        for letter, (_, _, _, _, terms, weights, settled) in zip(levels, self._checks, strict=True):
            if letter == NOT_APPLICABLE:
                continue
            weight = weights[tier]
            applicable += weight
            if letter == GREY:
                grey += weight
                grey_settled += weight if settled else 0
            elif letter == YELLOW:
                score += rules.yellow_points * weight
            elif letter == RED:
                score += rules.red_points * weight
                red_hit = True
                veto = veto or terms.veto
        if veto or score >= rules.red_score:
            raw = _RED
        elif red_hit or score >= rules.yellow_score:
            raw = _YELLOW
        else:
            raw = self._raw_without_hits(grey, grey_settled, applicable)
        return score, grey, applicable, raw

    def _raw_without_hits(self, grey: int, grey_settled: int, applicable: int) -> Colour:
        """What is left where nothing known stands against the institution: green, unless too much is unknown."""
        if grey * 100 > self.rules.grey_none_percent * applicable or not applicable:
            return _NONE
        return _YELLOW if grey_settled * 100 > self.rules.grey_yellow_percent * applicable else _GREEN

    def levels(self, facts: Facts) -> str:
        on, stale = self._on, self._stale(facts)
        letters: list[str] = []
        add = letters.append
        for connected, stale_bits, value, level, terms, _weights, _settled in self._checks:
            if not connected:
                add(NOT_APPLICABLE)
            elif stale and stale_bits & stale:
                add(GREY)
            else:
                found = value(facts, on, terms)
                add(GREY if found is None else level(found, terms))
        return "".join(letters)

    def tier(self, facts: Facts) -> int:
        """0 small, 1 medium, 2 large; medium while the number of students is unknown."""
        if not facts.students:
            return 1
        students, (small, medium) = facts.students[0], self.rules.tiers
        return 0 if students <= small else 1 if students <= medium else 2

    def weights(self, facts: Facts) -> tuple[int, ...]:
        tier = self.tier(facts)
        return tuple(check[5][tier] for check in self._checks)

    def _stale(self, facts: Facts) -> int:
        stale = 0
        if facts.months and self._on - month_end(facts.months[0]) > self._stale_enrolment:
            stale = _STALE_ENROLMENT
        if facts.quarters and self._on - quarter_end(facts.quarters[0]) > self._stale_statements:
            stale |= _STALE_STATEMENTS
        return stale

    def _after_nights(self, raw: Colour, previous: Previous | None) -> tuple[Colour, int | None, int | None]:
        """The colour after the rule of consecutive nights, and the two rows of nights as they stand now."""
        start, needed, counted = self._nights
        green = yellow = None
        if raw in (_GREEN, _YELLOW):
            yellow = start if previous is None or previous.yellow_since is None else previous.yellow_since
        if raw is _GREEN:
            green = start if previous is None or previous.green_since is None else previous.green_since
        before = _NONE if previous is None else previous.code
        if before in (_NONE, _GREEN) or raw is _RED:
            code = raw
        elif raw is _NONE:
            code = before
        elif green is not None and counted - green + 1 >= needed:
            code = _GREEN
        elif before is _RED and (yellow is None or counted - yellow + 1 < needed):
            code = _RED
        else:
            code = _YELLOW
        return code, yellow, green


def grade(
    facts: Facts,
    rules: RuleSetBody,
    previous: Previous | None,
    *,
    night_number: int,
    on: dt.date,
    sources: Mapping[str, dt.date],
) -> Grade:
    """One institution on one night. A night over many makes its `Judge` once."""
    return Judge(rules, on=on, night_number=night_number, sources=sources).grade(facts, previous)
