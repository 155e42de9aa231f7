"""Figures of policy and calendars that the rules of teaching ask for, as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import F, Q

from cixi_oversight.policy.enums import Key, SchoolPeriodKind
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.models import Parameter, SchoolPeriod
from cixi_oversight.policy.services import calendar
from institutions.enums.register import Category
from institutions.rules.teaching.fees import FeeLimits
from institutions.rules.teaching.permitted_time import TimeLimits
from institutions.rules.teaching.school_days import SchoolDays

_TIME: Final = (
    Key.TEACHING_END_OFFLINE,
    Key.TEACHING_END_ONLINE,
    Key.SCHOOL_BEGINS,
    Key.SCHOOL_ENDS,
    Key.NO_HOLIDAYS,
    Key.NO_REST_DAYS,
    Key.NO_VACATIONS,
    Key.HIGH_SCHOOL_ALIKE,
    Key.ONLINE_LESSON,
    Key.ONLINE_BREAK,
)
_FEES: Final = (
    Key.PREPAID_CAP,
    Key.PREPAID_MONTHS,
    Key.PREPAID_HOURS,
    Key.HOUR_OFFLINE,
    Key.HOUR_ONLINE,
    Key.SMALL_CLASS,
    Key.LARGE_CLASS,
    Key.PRICE_SMALL,
    Key.PRICE_MEDIUM,
    Key.PRICE_LARGE,
    Key.PRICE_UP,
)


def values(keys: Iterable[Key], *, on: dt.date, county_id: int, category: str = "") -> dict[Key, int]:
    """Several figures in one query, each the most specific in force. Raises ParameterNotSet."""
    wanted = list(keys)
    rows = (
        Parameter.objects.filter(Q(effective_to=None) | Q(effective_to__gte=on), key__in=wanted, effective_from__lte=on)
        .filter(Q(county=None) | Q(county_id=county_id), category__in={"", category}, mode="")
        .order_by("key", F("county_id").desc(nulls_last=True), "-category", "-effective_from")
        .distinct("key")
    )
    found = {Key(row.key): int(row.value) for row in rows}
    for key in wanted:
        if key not in found:
            raise ParameterNotSet(key=str(key), on=on.isoformat())
    return found


def time_limits(*, on: dt.date, county_id: int, category: str = "") -> TimeLimits:
    """Raises ParameterNotSet."""
    found = values(_TIME, on=on, county_id=county_id, category=category)
    return TimeLimits(
        end_offline=found[Key.TEACHING_END_OFFLINE],
        end_online=found[Key.TEACHING_END_ONLINE],
        school_begins=found[Key.SCHOOL_BEGINS],
        school_ends=found[Key.SCHOOL_ENDS],
        no_holidays=bool(found[Key.NO_HOLIDAYS]),
        no_rest_days=bool(found[Key.NO_REST_DAYS]),
        no_vacations=bool(found[Key.NO_VACATIONS]),
        high_school_alike=bool(found[Key.HIGH_SCHOOL_ALIKE]),
        online_lesson=found[Key.ONLINE_LESSON],
        online_break=found[Key.ONLINE_BREAK],
    )


def time_limits_by_kind(*, on: dt.date, county_id: int, category: str | None) -> dict[str, TimeLimits]:
    """Of academic courses, whoever holds them, and of the institution's other courses."""
    other = category if category and category != Category.ACADEMIC else ""
    return {
        "academic": time_limits(on=on, county_id=county_id, category=Category.ACADEMIC),
        "other": time_limits(on=on, county_id=county_id, category=other),
    }


def fee_limits(*, on: dt.date, county_id: int, category: str | None) -> FeeLimits:
    """Raises ParameterNotSet."""
    found = values(_FEES, on=on, county_id=county_id, category=category or "")
    return FeeLimits(
        amount_fen=found[Key.PREPAID_CAP],
        months=found[Key.PREPAID_MONTHS],
        class_hours=found[Key.PREPAID_HOURS],
        hour_offline=found[Key.HOUR_OFFLINE],
        hour_online=found[Key.HOUR_ONLINE],
        small_most=found[Key.SMALL_CLASS],
        large_least=found[Key.LARGE_CLASS],
        small_fen=found[Key.PRICE_SMALL],
        medium_fen=found[Key.PRICE_MEDIUM],
        large_fen=found[Key.PRICE_LARGE],
        up_percent=found[Key.PRICE_UP],
    )


def school_days(*, county_id: int, first: dt.date, last: dt.date) -> SchoolDays:
    """The county's calendar from `first` to `last`: working days, holidays, terms and vacations. Three queries."""
    rows = SchoolPeriod.objects.in_force().filter(county=county_id).touching(first, last)
    periods = [(row.from_on, row.to_on, row.kind == SchoolPeriodKind.VACATION) for row in rows]
    return SchoolDays(calendar.load(), periods, first=first, last=last)


def around(on: dt.date) -> tuple[dt.date, dt.date]:
    """What a timetable filed on a day may cover: half a year back, a year and a half ahead."""
    return on - dt.timedelta(days=183), on + dt.timedelta(days=548)
