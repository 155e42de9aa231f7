"""A breach in a sentence that names what, by how much and by which rule; worded at the door in either language."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.teaching import TimeRule
from institutions.rules.labels.teaching import WEEKDAY
from institutions.rules.teaching.fees import CourseRule, FeeBreach, FeeRule
from institutions.rules.teaching.people import PersonRule
from institutions.rules.teaching.permitted_time import Planned, TimeBreach


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def of_time(group: str, slot: Planned, breach: TimeBreach) -> Message:
    """Slot, first day, how many lessons, rule and article."""
    figures = {
        "group": group,
        "weekday": WEEKDAY[str(slot.weekday)],
        "starts": clock(slot.starts),
        "ends": clock(slot.ends),
        "day": breach.day.isoformat(),
        "count": breach.lessons,
        "limit": clock(breach.limit),
        "minutes": breach.limit,
    }
    return Message(_TIME[breach.rule].id, figures)


def of_break(group: str, first: Planned, second: Planned, least: int) -> Message:
    """Two online lessons of a class that are too close to each other."""
    figures = {
        "group": group,
        "weekday": WEEKDAY[str(first.weekday)],
        "first": f"{clock(first.starts)}-{clock(first.ends)}",
        "second": f"{clock(second.starts)}-{clock(second.ends)}",
        "minutes": second.starts - first.ends,
        "least": least,
    }
    return Message(_BREAK.id, figures)


_BREAK: Final = msg(
    "%(group)s, %(weekday)s: %(minutes)s minutes between the online lessons %(first)s and %(second)s; a break of "
    "%(least)s minutes at least (Double Reduction opinion, point 14)."
)


# what is worded elsewhere: the figures come with the breach
_TIME: Final[dict[TimeRule, Message]] = {
    TimeRule.PUBLIC_HOLIDAY: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: %(day)s is a public holiday (%(count)s lessons). This teaching is "
        "not allowed then (Double Reduction opinion, point 13). Name the day among those without lessons."
    ),
    TimeRule.REST_DAY: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: %(day)s is a rest day (%(count)s lessons). This teaching is not "
        "allowed then (Double Reduction opinion, point 13). Choose a workday."
    ),
    TimeRule.VACATION: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: %(day)s is in the school vacation (%(count)s lessons). This "
        "teaching is not allowed then (Double Reduction opinion, point 13). Let the class begin or end with the term."
    ),
    TimeRule.SCHOOL_HOURS: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: %(day)s is a school day (%(count)s lessons). No lessons in school "
        "hours, which end at %(limit)s (General Office of the State Council 2018 No. 80)."
    ),
    TimeRule.TOO_LATE: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: ends after %(limit)s, on %(day)s for the first time (%(count)s "
        "lessons; General Office of the State Council 2018 No. 80; online: Double Reduction opinion, point 14)."
    ),
    TimeRule.TOO_LONG_ONLINE: msg(
        "%(group)s, %(weekday)s %(starts)s-%(ends)s: an online lesson lasts %(minutes)s minutes at most, on %(day)s "
        "for the first time (%(count)s lessons; Double Reduction opinion, point 14)."
    ),
}


def yuan(fen: Fraction) -> str:
    """Down to the fen; a part of a fen is shown by two more places."""
    return f"{float(fen / 100):.2f}" if fen.denominator == 1 else f"{float(fen / 100):.4f}"


def hours(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


def of_fee(breach: FeeBreach) -> Message:
    """What is filed, what is allowed, and by which rule."""
    return _FEES[breach.rule](breach.is_, breach.most)


_FEES: Final[dict[FeeRule, Callable[[Fraction, Fraction], Message]]] = {
    FeeRule.OVER_AMOUNT: lambda is_, most: msg(
        "%(is)s yuan: one payment is %(most)s yuan at most (rules on prepaid fees).",
        **{"is": yuan(is_), "most": yuan(most)},
    ),
    FeeRule.OVER_HOURS: lambda is_, most: msg(
        "%(is)s class hours: one payment covers %(most)s class hours of a subject at most, gift lessons included.",
        **{"is": hours(is_), "most": hours(most)},
    ),
    FeeRule.OVER_SPAN: lambda is_, most: msg(
        "%(is)s months: one payment is for %(most)s months at most.", **{"is": hours(is_), "most": hours(most)}
    ),
    FeeRule.OVER_PRICE: lambda is_, most: msg(
        "%(is)s yuan a class hour: for classes of this size at most %(most)s yuan (Ningbo guidance price).",
        **{"is": yuan(is_), "most": yuan(most)},
    ),
    FeeRule.NOTHING_COVERED: lambda is_, most: msg("Say how many lessons the tuition covers."),
    FeeRule.NOTHING_BESIDES: lambda is_, most: msg(
        "Besides the tuition nothing is charged for academic courses of the compulsory stage (Ningbo guidance price)."
    ),
}
COURSES: Final[dict[CourseRule, Message]] = {
    CourseRule.ACADEMIC_PRESCHOOL: msg(
        "Children of 3 to 6 are taught no academic subject and no foreign language (Double Reduction opinion)."
    ),
    CourseRule.ONLINE_PRESCHOOL: msg("Children of 3 to 6 are not taught online (Double Reduction opinion)."),
    CourseRule.ACADEMIC_ONLY: msg(
        "This subject is academic, and the institution is not approved for academic teaching."
    ),
}
PEOPLE: Final[dict[PersonRule, Message]] = {
    PersonRule.NO_TEACHER_CERTIFICATE: msg(
        "Who teaches an academic subject has a teacher certificate (rules on staff, art. 4)."
    ),
    PersonRule.OTHER_SUBJECT: msg("The teacher certificate is for another subject than the one taught."),
    PersonRule.LOWER_STAGE: msg("The teacher certificate is for a lower stage than the one taught."),
    PersonRule.NO_PROOF: msg("Who teaches a subject that is not academic has a professional proof (rules on staff)."),
    PersonRule.SUBJECT_MISSING: msg("Say which subject is taught."),
    PersonRule.NUMBER_MISSING: msg("Enter the number of the certificate."),
    PersonRule.CHECK_MISSING: msg(
        "Enter the day on which criminal records were checked (Law on the Protection of Minors, art. 62)."
    ),
    PersonRule.CHECK_OVERDUE: msg(
        "The check of criminal records is more than a year old: check again (Law on the Protection of Minors, art. 62)."
    ),
    PersonRule.CHECK_LATER: msg("The check cannot lie in the future."),
    PersonRule.RECORD_FOUND: msg(
        "The check found something: this person may not be employed (Law on the Protection of Minors, art. 62)."
    ),
    PersonRule.IN_SERVICE: msg("Teachers in service of a school may not be employed (rules on staff)."),
    PersonRule.ENDS_BEFORE: msg("The last day lies before the day of hiring."),
}
