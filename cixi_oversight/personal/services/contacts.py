"""Contacts of a thing: who answers for it. The person is sealed, the capacity and the days are open."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity, Field, Kind
from cixi_oversight.personal.errors import ContactDate, ContactEnded, NothingGiven, OneAtATime
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.services import people
from cixi_oversight.personal.services.words import a_reason


@transaction.atomic
def add_contact(
    *,
    subject: tuple[str, int],
    institution_id: int | None,
    capacity: Capacity,
    values: people.Values,
    from_on: dt.date,
    by: Viewer,
    at: dt.datetime,
) -> Contact:
    """Raises NothingGiven, ContactDate, OneAtATime, and what `people.enter_person` raises."""
    if from_on > at.date():
        raise ContactDate(field="from_on", day=from_on.isoformat())
    if not values.get("name"):
        raise NothingGiven(field="name")
    person = people.enter_person(
        kind=Kind.CONTACT,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        values=values,
        by=by,
        at=at,
    )
    row = Contact(
        person=person,
        capacity=capacity,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        from_on=from_on,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "contact_one_at_a_time" in str(error):
            raise OneAtATime(field="capacity") from error
        raise
    _audit("add_contact", row, by=by, at=at)
    return row


@transaction.atomic
def edit_contact(
    *, contact: Contact, expected_version: int, values: people.Values, why: str, by: Viewer, at: dt.datetime
) -> Contact:
    """Correct what is known of the person; empty values stay as they are.

    Raises ReasonMissing, NumberInText, StaleVersion, ContactEnded, NothingChanged, and what reading the values raises.
    """
    reason = a_reason(why)
    row = _locked(contact, expected_version)
    if row.to_on is not None:
        raise ContactEnded
    people.change_person(
        person=row.person, expected_version=row.person.version, values=values, by=by, at=at, why=reason
    )
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=[])
    _audit("edit_contact", row, by=by, at=at, why=reason)
    return row


@transaction.atomic
def end_contact(
    *, contact: Contact, expected_version: int, to_on: dt.date, why: str, by: Viewer, at: dt.datetime
) -> Contact:
    """From the day after `to_on` somebody else answers; the person's data are erased when their time is over.

    Raises ReasonMissing, NumberInText, StaleVersion, ContactEnded, ContactDate.
    """
    reason = a_reason(why)
    row = _locked(contact, expected_version)
    if row.to_on is not None:
        raise ContactEnded
    if not row.from_on <= to_on <= at.date():
        raise ContactDate(field="to_on", day=row.from_on.isoformat())
    row.to_on = to_on
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["to_on"])
    _keep_until(row)
    _audit("end_contact", row, by=by, at=at, why=reason)
    return row


@transaction.atomic
def end_all(*, subject: tuple[str, int], to_on: dt.date, why: str, by: Viewer, at: dt.datetime) -> int:
    """The thing itself has ended: nobody answers for it any more. Returns how many contacts ended with it."""
    rows = Contact.objects.of(*subject).filter(to_on=None).select_for_update(of=("self",))
    found = list(rows)
    for row in found:
        row.to_on = max(to_on, row.from_on)
        row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["to_on"])
        _keep_until(row)
        _audit("end_contact", row, by=by, at=at, why=why)
    return len(found)


def _keep_until(row: Contact) -> None:
    if row.to_on is not None:
        until = people.kept_until(Kind.CONTACT, Field.NAME, since=row.to_on)
        Person.objects.filter(pk=row.person_id).update(retain_until=until)


def _locked(contact: Contact, expected_version: int) -> Contact:
    row = Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    if row.version != expected_version:
        raise StaleVersion
    return row


def _audit(verb: str, row: Contact, *, by: Viewer, at: dt.datetime, why: str = "") -> None:
    record(
        f"personal.{verb}",
        by=by,
        subject=("contact", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"capacity": row.capacity},
        at=at,
    )
