"""What may be typed into a place that names another thing: a course, a teacher, a site, a class, a town.

Offered as the person types, so that nobody has to know numbers by heart; what is typed otherwise is kept all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from cixi_oversight.users.models import Town
from institutions.enums.filings import FilingKind
from institutions.models import Course, Filing, Site, StaffMember
from institutions.rules.filings.forms.class_groups import GROUPS, SLOTS
from institutions.rules.filings.forms.courses import COURSES, FEES
from institutions.rules.filings.forms.profile import SITES
from institutions.rules.filings.schema import rows_of

Pairs = list[tuple[str, str]]  # what is entered, and what it is called
_Asked = Callable[[Filing, dt.date], Pairs]


def _courses(filing: Filing, on: dt.date) -> Pairs:
    rows = Course.objects.in_force().filter(institution=filing.institution_id).order_by("code")
    return list(rows.values_list("code", "name"))


def _teachers(filing: Filing, on: dt.date) -> Pairs:
    """By the posted name; whoever is not posted by the number alone."""
    rows = StaffMember.objects.serving(on).filter(institution=filing.institution_id).order_by("code")
    return [(one.code, one.posted_name) for one in rows]


def _sites(filing: Filing, on: dt.date) -> Pairs:
    rows = Site.objects.filter(institution=filing.institution_id, closed_on=None).order_by("-is_main", "pk")
    return [(one.name or one.address, one.address) for one in rows]


def _towns(filing: Filing, on: dt.date) -> Pairs:
    rows = Town.objects.filter(county=filing.institution.county_id).order_by("name")
    return [(name, "") for name in rows.values_list("name", flat=True)]


def _typed(table: str) -> _Asked:
    """Rows of another table of the same filing, by number and name."""

    def found(filing: Filing, on: dt.date) -> Pairs:
        rows = rows_of(filing.payload, table)
        return [(str(row["code"]), str(row.get("name") or "")) for row in rows if isinstance(row.get("code"), str)]

    return found


_OF: Final[Mapping[FilingKind, Mapping[tuple[str, str], _Asked]]] = {
    FilingKind.PROFILE: {(SITES, "town"): _towns},
    FilingKind.COURSES: {(FEES, "course"): _typed(COURSES)},
    FilingKind.CLASS_GROUPS: {
        (GROUPS, "course"): _courses,
        (GROUPS, "teacher"): _teachers,
        (GROUPS, "site"): _sites,
        (SLOTS, "group"): _typed(GROUPS),
    },
    FilingKind.TEACHING_PLAN: {("", "course"): _courses},
}


def suggestions(filing: Filing, *, table: str, on: dt.date) -> dict[str, Pairs]:
    """By the key of the field, of one table of the filing or (empty) of the fields beside its tables."""
    asked = _OF.get(FilingKind(filing.kind), {})
    return {key: ask(filing, on) for (of, key), ask in asked.items() if of == table}
