"""Teaching of one institution as its pages draw it, for the bureau and on /my/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.services.reading import Shown, shown_field
from cixi_oversight.policy.enums import Key
from cixi_oversight.web.words import worded
from institutions.enums.register import Stage
from institutions.enums.teaching import Employment, Post, TeachingMode
from institutions.models import Institution, StaffMember
from institutions.rules import labels
from institutions.rules.access.filings import OWN_FILINGS
from institutions.rules.access.teaching import VIEW_TEACHING
from institutions.rules.labels import teaching as words
from institutions.rules.teaching.fees import class_hours
from institutions.rules.teaching.people import TEACHES, check_valid_until
from institutions.rules.teaching.wording import hours
from institutions.services.teaching import figures, reading
from institutions.services.teaching.reading import ClassTime, PublicCourse
from institutions.views.words import in_words

_SOON: Final = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`name` in full where it is posted, else as the viewer's roles allow."""

    row: StaffMember
    name: str
    masked: Shown | None
    post: str
    degree: str
    certificate: str
    subject: str
    number: Shown | None
    valid_until: dt.date | None
    days_late: int
    is_soon: bool


@dataclass(frozen=True, slots=True)
class FeeLine:
    name: str
    kind: str
    amount_fen: int
    covers: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    row: PublicCourse
    subject: str
    stage: str
    mode: str
    fees: list[FeeLine]


@dataclass(frozen=True, slots=True)
class DayColumn:
    weekday: str
    lessons: list[ClassTime]


def context(institution: Institution, viewer: Viewer, on: dt.date) -> dict[str, Any]:
    """Everything that both pages show; eleven queries, whatever the size."""
    county_id = institution.county_id
    known = figures.values((Key.RECORD_CHECK, Key.TEACHING_SHARE), on=on, county_id=county_id)
    staff = reading.people(institution, on=on)
    teaching = [
        one for one in staff if Post(one.post) in TEACHES and Employment(one.employment) is Employment.FULL_TIME
    ]
    times = reading.class_times(institution, on=on)
    return {
        "institution": institution,
        "on": on,
        "people": [person_line(one, viewer, on=on, months=known[Key.RECORD_CHECK]) for one in staff],
        "share": round(100 * len(teaching) / len(staff)) if staff else None,
        "share_least": known[Key.TEACHING_SHARE],
        "with_checks": VIEW_TEACHING.allows(viewer) or OWN_FILINGS.allows(viewer),  # not for colleagues
        "courses": courses(institution, on),
        "week": week(times),
        "lessons_a_week": len(times),
        "classes": len({one.group for one in times}),
        "plans": reading.plans(institution),
        "materials": [
            (one, _words(words.MATERIAL_KIND, one.kind), _words(words.SUBJECT, one.subject))
            for one in reading.materials(institution)
        ],
    }


def person_line(one: StaffMember, viewer: Viewer, *, on: dt.date, months: int) -> PersonLine:
    valid = check_valid_until(one.checked_on, months) if one.checked_on else None
    late = (on - valid).days if valid is not None and valid < on else 0
    return PersonLine(
        row=one,
        name=one.posted_name,
        masked=None if one.posted_name else shown_field(one.person, Field.NAME, viewer),
        post=_words(words.POST, one.post),
        degree=_words(words.DEGREE, one.degree),
        certificate=_words(words.CERTIFICATE, one.certificate),
        subject=_words(words.SUBJECT, one.subject or None),
        number=shown_field(one.number, Field.CERTIFICATE_NUMBER, viewer) if one.number else None,
        valid_until=valid,
        days_late=late,
        is_soon=valid is not None and on <= valid < on + _SOON,
    )


def courses(institution: Institution, on: dt.date) -> list[CourseLine]:
    limits = figures.fee_limits(on=on, county_id=institution.county_id, category=institution.category)
    found = []
    for one in reading.public_courses(institution):
        fees = []
        for fee in one.fees:
            covered = hours(class_hours(fee.lessons, one.lesson_minutes, TeachingMode(one.mode), limits))
            fees.append(FeeLine(fee.name, _words(words.FEE_KIND, fee.kind), fee.amount_fen, _covers(fee, covered)))
        found.append(
            CourseLine(
                one,
                _words(words.SUBJECT, one.subject),
                worded(labels.STAGE[Stage(one.stage)]),
                _words(words.MODE, one.mode),
                fees,
            )
        )
    return found


def _covers(fee: reading.PublicFee, covered: str) -> str:
    """30 课次（60 课时）· 3 个月."""
    parts = []
    if fee.lessons:
        parts.append(
            gettext("%(lessons)s lessons (%(hours)s class hours)") % {"lessons": fee.lessons, "hours": covered}
        )
    if fee.span_months:
        parts.append(gettext("within %(months)s months") % {"months": fee.span_months})
    return " · ".join(parts)


def week(times: Sequence[ClassTime]) -> list[DayColumn]:
    """Monday to Sunday, each with its lessons by the hour."""
    return [
        DayColumn(worded(label), [one for one in times if str(one.weekday) == number])
        for number, label in words.WEEKDAY.items()
    ]


def _words(table: Any, value: str | None) -> str:
    return in_words(table, value) or ""
