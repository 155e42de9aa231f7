"""What one payment may cost and cover (收费). Every rule that a fee sheet breaks is named; nothing is rounded.

Prepaid: at most 3 months, 60 class hours of a subject and 5,000 yuan in one payment; gift lessons count, and where a
payment names both a span and lessons both caps hold, which is the shorter. A class hour is 45 minutes on site and 30
online, in proportion: a lesson of 90 minutes on site is 2 class hours. Guidance price (on site, academic, compulsory
stage): 60, 50 or 40 yuan a class hour and student by the size of the class, up by 10 % at most, down freely, and
nothing else is charged (Ningbo, from 2022). Which class of exactly 10 or 35 counts where is two parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from institutions.enums.register import Category, Stage
from institutions.enums.teaching import ACADEMIC_SUBJECTS, CourseSubject, FeeKind, TeachingMode


class FeeRule(StrEnum):
    OVER_AMOUNT = "over_amount"
    OVER_HOURS = "over_hours"
    OVER_SPAN = "over_span"
    OVER_PRICE = "over_price"
    NOTHING_COVERED = "nothing_covered"
    NOTHING_BESIDES = "nothing_besides"


class CourseRule(StrEnum):
    ACADEMIC_PRESCHOOL = "academic_preschool"
    ONLINE_PRESCHOOL = "online_preschool"
    ACADEMIC_ONLY = "academic_only"


@dataclass(frozen=True, slots=True)
class FeeLimits:
    """Figures of policy as of the day of the check. Money in fen, lengths in minutes."""

    amount_fen: int
    months: int
    class_hours: int
    hour_offline: int
    hour_online: int
    small_most: int
    large_least: int
    small_fen: int
    medium_fen: int
    large_fen: int
    up_percent: int


@dataclass(frozen=True, slots=True)
class CourseFacts:
    subject: CourseSubject
    stage: Stage
    mode: TeachingMode
    size_max: int  # students
    lesson_minutes: int


@dataclass(frozen=True, slots=True)
class FeeFacts:
    kind: FeeKind
    amount_fen: int
    lessons: int  # gift lessons among them; 0: not sold by lessons
    span_months: int  # 0: not sold by time


@dataclass(frozen=True, slots=True)
class FeeBreach:
    """`is_` the figure filed and the `most` that is allowed: fen, months, or class hours as a fraction."""

    rule: FeeRule
    is_: Fraction
    most: Fraction


def is_academic(subject: CourseSubject) -> bool:
    return subject in ACADEMIC_SUBJECTS


def class_hours(lessons: int, lesson_minutes: int, mode: TeachingMode, limits: FeeLimits) -> Fraction:
    """In proportion: one lesson of 90 minutes on site is 2, of 40 minutes 8/9."""
    minutes = limits.hour_online if mode is TeachingMode.ONLINE else limits.hour_offline
    return Fraction(lessons * lesson_minutes, minutes)


def guidance_price(size_max: int, limits: FeeLimits) -> int:
    """Fen a class hour and student before anything is added."""
    if size_max <= limits.small_most:
        return limits.small_fen
    return limits.large_fen if size_max >= limits.large_least else limits.medium_fen


def highest_price(size_max: int, limits: FeeLimits) -> Fraction:
    """Fen a class hour with what may be added."""
    return Fraction(guidance_price(size_max, limits) * (100 + limits.up_percent), 100)


def has_guidance_price(course: CourseFacts) -> bool:
    return (
        is_academic(course.subject)
        and course.stage in (Stage.COMPULSORY, Stage.MIXED)
        and course.mode is TeachingMode.OFFLINE
    )


def fee_breaches(course: CourseFacts, fee: FeeFacts, limits: FeeLimits) -> list[FeeBreach]:
    """Every rule that one fee item breaks."""
    found = []
    hours = class_hours(fee.lessons, course.lesson_minutes, course.mode, limits)
    if fee.amount_fen > limits.amount_fen:
        found.append(FeeBreach(FeeRule.OVER_AMOUNT, Fraction(fee.amount_fen), Fraction(limits.amount_fen)))
    if fee.kind is not FeeKind.TUITION:
        if has_guidance_price(course) and fee.amount_fen > 0:
            found.append(FeeBreach(FeeRule.NOTHING_BESIDES, Fraction(fee.amount_fen), Fraction(0)))
        return found
    if hours > limits.class_hours:
        found.append(FeeBreach(FeeRule.OVER_HOURS, hours, Fraction(limits.class_hours)))
    if fee.span_months > limits.months:
        found.append(FeeBreach(FeeRule.OVER_SPAN, Fraction(fee.span_months), Fraction(limits.months)))
    if hours == 0:
        if fee.span_months == 0 or has_guidance_price(course):
            found.append(FeeBreach(FeeRule.NOTHING_COVERED, Fraction(0), Fraction(0)))
    elif has_guidance_price(course):
        most = highest_price(course.size_max, limits)
        if fee.amount_fen > most * hours:
            found.append(FeeBreach(FeeRule.OVER_PRICE, Fraction(fee.amount_fen) / hours, most))
    return found


def course_breaches(course: CourseFacts, categories: Sequence[str]) -> list[CourseRule]:
    """What may not be taught at all: children of 3 to 6 learn nothing academic and nothing online; academic subjects
    are taught by academic institutions only. `categories` are those that the institution is approved for, none where
    the register does not know."""
    found = []
    if course.stage is Stage.PRESCHOOL:
        if is_academic(course.subject):
            found.append(CourseRule.ACADEMIC_PRESCHOOL)
        if course.mode is TeachingMode.ONLINE:
            found.append(CourseRule.ONLINE_PRESCHOOL)
    elif is_academic(course.subject) and categories and Category.ACADEMIC not in categories:
        found.append(CourseRule.ACADEMIC_ONLY)
    return found
