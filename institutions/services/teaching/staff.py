"""The staff of an institution: a list filed as a whole takes the place of the one in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.posting import names_to_post
from institutions.enums.teaching import CertificateKind, CourseSubject, Degree, Employment, Post
from institutions.models import Institution, StaffMember
from institutions.rules.teaching.people import TEACHES
from institutions.services.teaching.lists import compare, ended, stamp
from institutions.services.words import day_of, lock


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """`person_id` and `number_id` are rows of the vault: the name, and the number of the certificate."""

    person_id: int
    number_id: int | None
    post: Post
    employment: Employment
    degree: Degree
    certificate: CertificateKind
    certified_for: CourseSubject | None
    subject: CourseSubject | None
    hired_on: dt.date
    checked_on: dt.date | None
    left_on: dt.date | None = None


@transaction.atomic
def record_staff(
    *,
    institution: Institution,
    people: Mapping[str, StaffEntry],
    by: Viewer,
    at: dt.datetime,
    filing_id: int | None = None,
) -> list[StaffMember]:
    """Everybody by the institution's own number. Who is missing on the list left on the day of recording.

    Names of those who teach are taken out of the vault for posting. What the rules of people say has been checked by
    the filing. Raises SealBroken.
    """
    row = lock(institution)
    standing = {one.code: one for one in StaffMember.objects.in_force().filter(institution=row)}
    found = compare(standing, people, _same)
    posted = names_to_post(
        ids={people[code].person_id for code in found.put if people[code].post in TEACHES},
        institution_id=row.pk,
        by=by,
        at=at,
    )
    made = [
        StaffMember(
            institution=row,
            code=code,
            posted_name=posted.get(people[code].person_id, "") if people[code].post in TEACHES else "",
            supersedes=before,
            filing_id=filing_id,
            **_values(people[code]),
            **stamp(by, at),
        )
        for code, before in found.put.items()
    ]
    on = day_of(at)
    made += [
        ended(one, by, at, left_on=max(on, one.hired_on), filing_id=filing_id)
        for one in found.gone
        if one.left_on is None or one.left_on > on
    ]
    StaffMember.objects.bulk_create(made)
    record(
        "institutions.record_staff",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        data={"recorded": len(found.put), "left": len(found.gone), "unchanged": len(found.kept)},
        at=at,
    )
    return made


def _values(entry: StaffEntry) -> dict[str, object]:
    return {
        "person_id": entry.person_id,
        "number_id": entry.number_id,
        "post": entry.post,
        "employment": entry.employment,
        "degree": entry.degree,
        "certificate": entry.certificate,
        "certified_for": entry.certified_for or "",
        "subject": entry.subject or "",
        "hired_on": entry.hired_on,
        "checked_on": entry.checked_on,
        "left_on": entry.left_on,
    }


def _same(row: StaffMember, entry: StaffEntry) -> bool:
    return all(getattr(row, name) == value for name, value in _values(entry).items())
