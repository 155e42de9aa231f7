"""Insurance (保险办理): premises liability must not lapse (a lapse is a veto), students are covered one by one."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Family, Source
from riskcodes.rules import figures
from riskcodes.rules.facts import Facts, covered_until, insured_persons
from riskcodes.rules.indicators.base import GREEN, RED, YELLOW, Evidence, Indicator, Terms, Unit, Value, under
from riskcodes.rules.indicators.scale import newest_return

POLICY: Final = "institutions.InsurancePolicy"


def liability_days(facts: Facts, on: int, terms: Terms) -> Value:
    """Days until premises liability cover ends: 0 on its last day, -1 the day after. A renewal that follows counts."""
    end = covered_until(facts, on)
    return None if end is None else (end - on, 1)


def liability_level(value: tuple[int, int], terms: Terms) -> str:
    """Red below the red limit (0: expired), yellow from the yellow limit downwards."""
    days = value[0]
    if days < terms.red:
        return RED
    return YELLOW if days <= terms.yellow else GREEN


def student_cover(facts: Facts, on: int, terms: Terms) -> Value:
    """Insured persons in percent of students. Nobody to insure is covered."""
    if not facts.students:
        return None
    insured = insured_persons(facts, on)
    return None if insured is None else (insured * 100, facts.students[0])


def _liability_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    end = covered_until(facts, on) or on
    if end < on:
        return msg(
            "The premises liability policy expired on %(end)s, %(days)s days ago.",
            end=figures.day(end),
            days=str(on - end),
        )
    return msg(
        "The premises liability policy expires on %(end)s, in %(days)s days, and no renewal is recorded.",
        end=figures.day(end),
        days=str(end - on),
    )


def _cover_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    value = student_cover(facts, on, terms) or (0, 0)
    return msg(
        "%(insured)s of %(students)s students are insured, %(value)s %%; at least %(limit)s %% is expected.",
        insured=str(value[0] // 100),
        students=str(value[1]),
        value=figures.decimal(*value, places=1),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _liability_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    rows = zip(facts.liability_ids or (), facts.liability_from or (), facts.liability_to or (), strict=True)
    return tuple(
        Evidence(POLICY, (row,), {"from_on": figures.day(start), "to_on": figures.day(to)}) for row, start, to in rows
    )


def _cover_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    rows = zip(
        facts.cover_ids or (), facts.cover_from or (), facts.cover_to or (), facts.cover_persons or (), strict=True
    )
    policies = (
        Evidence(
            POLICY,
            (row,),
            {"from_on": figures.day(start), "to_on": figures.day(to), "insured_persons": persons},
        )
        for row, start, to, persons in rows
    )
    return (*policies, *newest_return(facts))


INDICATORS: Final = (
    Indicator(
        code="liability_expiry",
        family=Family.INSURANCE,
        sources=(Source.INSURANCE_POLICIES,),
        unit=Unit.DAYS,
        label=msg("Premises liability policy"),
        formula=msg("days until premises liability cover ends, renewals included"),
        signs=("<=", "<"),
        value=liability_days,
        level=liability_level,
        reason=_liability_reason,
        evidence=_liability_evidence,
    ),
    Indicator(
        code="student_cover",
        family=Family.INSURANCE,
        sources=(Source.INSURANCE_POLICIES, Source.ENROLMENT_RETURNS),
        unit=Unit.PERCENT,
        label=msg("Students covered by insurance"),
        formula=msg("insured persons of the policies in force / students"),
        signs=("<", "<"),
        value=student_cover,
        level=under,
        reason=_cover_reason,
        evidence=_cover_evidence,
    ),
)
