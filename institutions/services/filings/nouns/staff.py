"""Staff: an accepted filing is the list of everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from institutions.enums.teaching import CertificateKind, CourseSubject, Degree, Employment, Post
from institutions.models import Filing, StaffMember
from institutions.rules.filings.forms.common import day, one_of
from institutions.rules.filings.forms.staff import CLEAR, STAFF
from institutions.rules.filings.schema import Payload, rows_of
from institutions.services.teaching import figures
from institutions.services.teaching.staff import StaffEntry, record_staff


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> None:
    """Raises as `record_staff`."""
    people = {str(row["code"]): _entry(row) for row in rows_of(payload, STAFF)}
    record_staff(institution=filing.institution, people=people, by=by, at=at, filing_id=filing.pk)


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """For how long a check stands, and the least share of teaching staff."""
    found = figures.values((Key.RECORD_CHECK, Key.TEACHING_SHARE), on=on, county_id=filing.institution.county_id)
    return {"check_months": found[Key.RECORD_CHECK], "teaching_share": found[Key.TEACHING_SHARE]}


def prefill(filing: Filing) -> Payload:
    """Everybody on the register who has not left."""
    rows = StaffMember.objects.in_force().filter(institution=filing.institution_id, left_on=None)
    return payload_of(rows.select_related("person", "number").order_by("code"))


def payload_of(people: Iterable[StaffMember]) -> Payload:
    """As they would be filed: everybody with person and number fetched."""
    return {STAFF: [_row(one) for one in people]}


def _entry(row: Mapping[str, Any]) -> StaffEntry:
    hired_on = day(row["hired_on"])
    assert hired_on is not None  # noqa: S101  # the shape has been checked
    return StaffEntry(
        person_id=int(row["name"]["person"]),
        number_id=int(row["certificate_number"]["person"]) if row.get("certificate_number") else None,
        post=Post(row["post"]),
        employment=Employment(row["employment"]),
        degree=Degree(row["degree"]),
        certificate=CertificateKind(row["certificate"]),
        certified_for=one_of(CourseSubject, row.get("certified_for")),
        subject=one_of(CourseSubject, row.get("subject")),
        hired_on=hired_on,
        checked_on=day(row.get("checked_on")),
        left_on=day(row.get("left_on")),
    )


def _row(one: StaffMember) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": one.code,
        "name": {"person": one.person_id, "masked": one.person.name_masked},
        "post": one.post,
        "employment": one.employment,
        "degree": one.degree,
        "certificate": one.certificate,
        "hired_on": one.hired_on.isoformat(),
        "check_result": CLEAR,
        "in_service": False,
    }
    if one.number is not None:
        found["certificate_number"] = {"person": one.number_id, "masked": one.number.certificate_number_masked}
    for name in ("subject", "certified_for"):
        if getattr(one, name):
            found[name] = getattr(one, name)
    if one.checked_on is not None:
        found["checked_on"] = one.checked_on.isoformat()
    return found
