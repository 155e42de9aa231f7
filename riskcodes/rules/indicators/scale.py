"""Scale (办学规模): students by the monthly returns, prepaid fees by the same returns, capital by the registration.

Size itself scores nothing. Growth beyond capacity and a drying inflow come before a collapse; prepaid money beyond
5,000 yuan a student breaks the cap, and beyond the capital it has nothing behind it.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Family, Source
from riskcodes.rules import figures
from riskcodes.rules.facts import Facts, earlier_return
from riskcodes.rules.indicators.base import RED, Evidence, Indicator, Terms, Unit, Value, over

ENROLMENT: Final = "institutions.EnrolmentReturn"
REGISTRATION: Final = "institutions.Registration"


def jump(facts: Facts, on: int, terms: Terms) -> Value:
    """Percent more students than three months before. Nobody then: nothing to compare with."""
    place = earlier_return(facts)
    if place is None or facts.students is None:
        return None
    before = facts.students[place]
    return ((facts.students[0] - before) * 100, before) if before else (0, 1)


def fall(facts: Facts, on: int, terms: Terms) -> Value:
    """Percent fewer students than three months before."""
    rise = jump(facts, on, terms)
    return None if rise is None else (-rise[0], rise[1])


def prepaid_per_student(facts: Facts, on: int, terms: Terms) -> Value:
    """Fen not yet consumed, a student. Money without a student is over every limit."""
    if not facts.students or not facts.prepaid_fen or facts.prepaid_fen[0] is None:
        return None
    return facts.prepaid_fen[0], facts.students[0]


def prepaid_to_capital(facts: Facts, on: int, terms: Terms) -> Value:
    """Prepaid fees in percent of the registered capital."""
    if not facts.prepaid_fen or facts.prepaid_fen[0] is None or facts.capital_fen is None:
        return None
    return facts.prepaid_fen[0] * 100, facts.capital_fen


def _limit(terms: Terms, level: str) -> int:
    return terms.red if level == RED else terms.yellow


def _students_reason(message_id: str, value: Value, facts: Facts, terms: Terms, level: str) -> Message:
    place = earlier_return(facts)
    if value is None or place is None or facts.students is None:
        raise ValueError("no reason without a value")
    return Message(
        message_id,
        {
            "before": str(facts.students[place]),
            "now": str(facts.students[0]),
            "value": figures.decimal(*value, places=1),
            "limit": str(_limit(terms, level)),
        },
    )


RISE: Final = msg(
    "Students rose from %(before)s to %(now)s within three months, by %(value)s %%; the limit is %(limit)s %%."
)
FALL: Final = msg(
    "Students fell from %(before)s to %(now)s within three months, by %(value)s %%; the limit is %(limit)s %%."
)


def _jump_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    return _students_reason(RISE.id, jump(facts, on, terms), facts, terms, level)


def _fall_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    return _students_reason(FALL.id, fall(facts, on, terms), facts, terms, level)


def _per_student_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    value = prepaid_per_student(facts, on, terms) or (0, 0)
    return msg(
        "%(prepaid)s yuan of prepaid fees for %(students)s students, %(value)s yuan each; the limit is %(limit)s yuan.",
        prepaid=figures.yuan(value[0]),
        students=str(value[1]),
        value=figures.decimal(value[0], value[1] * 100, places=2),
        limit=figures.yuan(_limit(terms, level)),
    )


def _capital_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    value = prepaid_to_capital(facts, on, terms) or (0, 0)
    return msg(
        "Prepaid fees of %(prepaid)s yuan are %(value)s %% of the registered capital of %(capital)s yuan; "
        "the limit is %(limit)s %%.",
        prepaid=figures.yuan(value[0] // 100),
        value=figures.decimal(*value, places=1),
        capital=figures.yuan(value[1]),
        limit=str(_limit(terms, level)),
    )


def newest_return(facts: Facts, place: int = 0) -> tuple[Evidence, ...]:
    """The return that an indicator rests on, for those that only need the number of students too."""
    if not facts.enrolment_ids or not facts.months or not facts.students:
        return ()
    read = {"month": figures.month(facts.months[place]), "students": facts.students[place]}
    if facts.prepaid_fen and facts.prepaid_fen[place] is not None:
        read["prepaid_balance_fen"] = facts.prepaid_fen[place] or 0
    return (Evidence(ENROLMENT, (facts.enrolment_ids[place],), read),)


def _both_returns(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    place = earlier_return(facts)
    return newest_return(facts) + (newest_return(facts, place) if place is not None else ())


def _one_return(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    return newest_return(facts)


def _return_and_capital(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    if facts.capital_id is None:
        return newest_return(facts)
    capital = Evidence(REGISTRATION, (facts.capital_id,), {"registered_capital_fen": facts.capital_fen})
    return (*newest_return(facts), capital)


INDICATORS: Final = (
    Indicator(
        code="enrolment_jump",
        family=Family.SCALE,
        sources=(Source.ENROLMENT_RETURNS,),
        unit=Unit.PERCENT,
        label=msg("Jump in enrolment"),
        formula=msg("students of the newest monthly return / students three months before - 1"),
        value=jump,
        level=over,
        reason=_jump_reason,
        evidence=_both_returns,
    ),
    Indicator(
        code="enrolment_fall",
        family=Family.SCALE,
        sources=(Source.ENROLMENT_RETURNS,),
        unit=Unit.PERCENT,
        label=msg("Fall in enrolment"),
        formula=msg("1 - students of the newest monthly return / students three months before"),
        value=fall,
        level=over,
        reason=_fall_reason,
        evidence=_both_returns,
    ),
    Indicator(
        code="prepaid_per_student",
        family=Family.SCALE,
        sources=(Source.ENROLMENT_RETURNS,),
        unit=Unit.FEN,
        label=msg("Prepaid fees per student"),
        formula=msg("prepaid fees not yet consumed / students"),
        value=prepaid_per_student,
        level=over,
        reason=_per_student_reason,
        evidence=_one_return,
    ),
    Indicator(
        code="prepaid_to_capital",
        family=Family.SCALE,
        sources=(Source.ENROLMENT_RETURNS, Source.REGISTRATIONS),
        unit=Unit.PERCENT,
        label=msg("Prepaid fees against registered capital"),
        formula=msg("prepaid fees not yet consumed / registered capital"),
        value=prepaid_to_capital,
        level=over,
        reason=_capital_reason,
        evidence=_return_and_capital,
    ),
)
