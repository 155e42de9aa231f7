"""Filings behind what the demo's registers hold of teaching: people, courses and classes came from accepted filings.

The people were filed at the end of the year before, too: that list met the yearly check of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.deadlines import Deadlines
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.filed import Pen
from cixi_oversight.demo.filed_payloads import Known
from cixi_oversight.demo.owed import Owed, write_owed
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import FilingKind
from institutions.models import ClassGroup, Course, Institution, StaffMember
from institutions.rules.filings.forms.staff import STAFF
from institutions.services.filings.nouns import class_groups, courses, staff

_OF_FIRST: Final = 700  # institutions: a province gets no more filings than a city
_YEAR: Final = dt.timedelta(days=365)


@transaction.atomic
def file_what_is_taught(plan: Plan, facts: Facts) -> int:
    """How many filings were written."""
    pen = Pen(plan, facts, stream="teaching.in_force")
    actor_id = system_viewer(label="机构经办人").actor_id
    ids = [one.pk for one in facts.profiles if one.is_active][:_OF_FIRST]
    rows = Institution.objects.filter(pk__in=ids, county=facts.places[0].county_id).order_by("pk")
    known = [Known(row, actor_id) for row in rows]
    people = _by_institution(
        StaffMember.objects.in_force().filter(institution__in=ids, left_on=None).select_related("person", "number")
    )
    offered = _by_institution(Course.objects.in_force().filter(institution__in=ids).prefetch_related("fee_items"))
    classes = _by_institution(
        ClassGroup.objects.in_force()
        .filter(institution__in=ids)
        .select_related("course", "teacher", "site")
        .prefetch_related("slots")
    )
    for number, one in enumerate(known):
        pk = one.institution.pk
        if people[pk]:
            _staff(pen, one, people[pk], plan.as_of, number)
        if offered[pk]:
            _filed(pen, one, FilingKind.COURSES, courses.payload_of(offered[pk]), offered[pk])
        if classes[pk]:
            _filed(pen, one, FilingKind.CLASS_GROUPS, class_groups.payload_of(classes[pk]), classes[pk])
    written = pen.write()
    _check_of_last_year(pen, plan, facts)
    return written


def _check_of_last_year(pen: Pen, plan: Plan, facts: Facts) -> None:
    """Asked for since January, met by the list that came in December."""
    year = dt.date(plan.as_of.year - 1, 1, 1)
    came = {
        told.row.institution_id: told.row
        for told in pen.told
        if told.row.kind == FilingKind.STAFF and told.row.submitted_at and told.row.submitted_at.year == year.year
    }
    owed = [Owed(pk, row.pk, row.submitted_at, row.decided_at) for pk, row in sorted(came.items())]
    deadlines = Deadlines(facts.places[0].county_id)
    write_owed(FilingKind.STAFF, year, owed, deadlines=deadlines, by=pen.system)


def _by_institution(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("institution_id", "code"):
        found[row.institution_id].append(row)
    return found


def _filed(pen: Pen, one: Known, kind: FilingKind, payload: dict[str, Any], rows: Iterable[Any]) -> None:
    when = min(max(row.recorded_at for row in rows), pen.at - dt.timedelta(days=2))
    pen.accepted(one, kind, payload, when)


def _staff(pen: Pen, one: Known, people: list[StaffMember], as_of: dt.date, number: int) -> None:
    """At the end of last year whoever was there then, and once more after the latest check."""
    days = [day for person in people for day in (person.hired_on, person.checked_on) if day is not None]
    latest = min(max(days) + dt.timedelta(days=2 + number % 3), as_of - dt.timedelta(days=2))
    then = dt.date(as_of.year - 1, 12, 1 + number % 28)
    payload = staff.payload_of(people)
    newer = pen.accepted(one, FilingKind.STAFF, payload, clock.at(latest, 9 + number % 8, number % 60))
    former = [_as_of(row, then) for row in payload[STAFF] if dt.date.fromisoformat(row["hired_on"]) <= then]
    if former and latest > then:
        when = clock.at(then, 10, number % 60)
        pen.replaced(pen.accepted(one, FilingKind.STAFF, {STAFF: former}, when), newer)


def _as_of(row: dict[str, Any], then: dt.date) -> dict[str, Any]:
    """With the check that was the latest then."""
    checked = dt.date.fromisoformat(row["checked_on"]) if "checked_on" in row else None
    while checked is not None and checked > then:
        checked -= _YEAR
    return row | ({"checked_on": checked.isoformat()} if checked is not None else {})
