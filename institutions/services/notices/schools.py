"""Schools: entered, corrected, closed, opened again. Who answers for one is in the vault."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.errors import NothingGiven
from cixi_oversight.personal.models import Contact
from cixi_oversight.personal.services.contacts import add_contact, edit_contact, end_all
from cixi_oversight.personal.services.reading import ShownPerson, shown
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services import deadlines
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services import links
from institutions.enums.notices import SchoolKind
from institutions.errors.notices import SchoolClosed, SchoolKnown, SchoolOpen
from institutions.models import NoticeDelivery, School
from institutions.services.notices.writing import DELIVERY_SUBJECT, PURPOSE, SCHOOL_SUBJECT
from institutions.services.words import a_reason, clean, day_of, not_in_future, of_county


@transaction.atomic
def enter_school(
    *,
    county: County,
    name: str,
    kind: SchoolKind,
    town: Town | None,
    by: Viewer,
    at: dt.datetime,
    contact_name: str = "",
    contact_phone: str = "",
) -> School:
    """Who answers for it goes into the vault. Raises ReasonMissing, SchoolKnown, OtherCounty, and what the vault
    raises."""
    called = _called(name)
    of_county(town, county.pk, "town")
    row = School(
        county=county,
        town=town,
        name=called,
        kind=kind,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise SchoolKnown(field="name") from None
    _answered_by(row, contact_name, contact_phone, by=by, at=at)
    _audit("enter_school", row, by=by, at=at, kind=kind)
    return row


@transaction.atomic
def edit_school(
    *,
    school: School,
    name: str,
    kind: SchoolKind,
    town: Town | None,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
    contact_name: str = "",
    contact_phone: str = "",
) -> School:
    """Correct it; a person named anew is written over the one that answers for it now, empty stays as it is.

    Raises as `enter_school`, and StaleVersion, SchoolClosed.
    """
    row = _locked(school)
    if row.version != expected_version:
        raise StaleVersion
    if row.closed_on is not None:
        raise SchoolClosed
    row.name, row.kind, row.town = _called(name), kind, town
    of_county(town, row.county_id, "town")
    try:
        with transaction.atomic():
            row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["name", "kind", "town"])
    except IntegrityError:
        raise SchoolKnown(field="name") from None
    _answered_by(row, contact_name, contact_phone, by=by, at=at)
    _audit("edit_school", row, by=by, at=at, kind=kind, version=row.version)
    return row


@transaction.atomic
def close_school(*, school: School, closed_on: dt.date, why: str, by: Viewer, at: dt.datetime) -> School:
    """No letter goes to it any more; what it has not confirmed is no longer due, its links open nothing.

    Raises ReasonMissing, DateInFuture, SchoolClosed.
    """
    reason = a_reason(why)
    row = _locked(school)
    if row.closed_on is not None:
        raise SchoolClosed
    not_in_future(closed_on, at, "closed_on")
    row.closed_on = closed_on
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["closed_on"])
    waiting = list(NoticeDelivery.objects.filter(school=row, received_at=None).values_list("pk", flat=True))
    deadlines.stop_many(
        subject_kind=DELIVERY_SUBJECT,
        ids=waiting,
        kind=DeadlineCode.LETTER_RECEIPT,
        on=day_of(at),
        why=reason,
        by=by,
    )
    for pk in waiting:
        links.revoke_all(subject=(DELIVERY_SUBJECT, pk), purpose=PURPOSE, by=by, why=reason, at=at)
    end_all(subject=(SCHOOL_SUBJECT, row.pk), to_on=closed_on, why=reason, by=by, at=at)
    _audit("close_school", row, by=by, at=at, why=reason, closed_on=closed_on.isoformat())
    return row


@transaction.atomic
def reopen_school(*, school: School, why: str, by: Viewer, at: dt.datetime) -> School:
    """It was closed by mistake. Letters of before stay as they are; who answers for it is entered anew.

    Raises ReasonMissing, SchoolOpen.
    """
    reason = a_reason(why)
    row = _locked(school)
    if row.closed_on is None:
        raise SchoolOpen
    row.closed_on = None
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["closed_on"])
    _audit("reopen_school", row, by=by, at=at, why=reason)
    return row


def school_contacts(ids: list[int], viewer: Viewer, on: dt.date) -> dict[int, ShownPerson]:
    """Who answers for each school, as the viewer may see it; one query."""
    rows = Contact.objects.filter(subject_kind=SCHOOL_SUBJECT, subject_id__in=ids)
    found: Any = rows.serving(on).select_related("person")
    return {row.subject_id: shown(row.person, viewer) for row in found}


def _called(name: str) -> str:
    called = clean(name)
    if not called:
        raise ReasonMissing(field="name")
    return called


def _answered_by(row: School, name: str, phone: str, *, by: Viewer, at: dt.datetime) -> None:
    """The one that answers for it is corrected, or named for the first time."""
    values: Any = {key: value for key, value in (("name", name), ("phone", phone)) if value}
    if not values:
        return
    known = Contact.objects.of(SCHOOL_SUBJECT, row.pk).filter(to_on=None).first()
    if known is not None:
        edit_contact(contact=known, expected_version=known.version, values=values, why="更新学校联系人", by=by, at=at)
        return
    if not name:
        raise NothingGiven(field="contact_name")
    add_contact(
        subject=(SCHOOL_SUBJECT, row.pk),
        institution_id=None,
        capacity=Capacity.PRINCIPAL,
        values=values,
        from_on=day_of(at),
        by=by,
        at=at,
    )


def _locked(school: School) -> School:
    return School.objects.select_for_update(of=("self",)).get(pk=school.pk)


def _audit(act: str, row: School, *, by: Viewer, at: dt.datetime, why: str = "", **data: Any) -> None:
    record(f"institutions.{act}", by=by, subject=(SCHOOL_SUBJECT, row.pk), why=why, data=data, at=at)
