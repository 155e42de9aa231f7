"""Guardians' consent for children under 14: recorded, withdrawn, and what is shut without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Basis, ConsentAct, ConsentForm, DocumentType, Field
from cixi_oversight.personal.errors import (
    AlreadyErased,
    ConsentDate,
    ConsentStands,
    NoConsentNeeded,
    NoConsentStands,
)
from cixi_oversight.personal.models import Consent, Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules import numbers
from cixi_oversight.personal.rules.ages import is_under_14
from cixi_oversight.personal.services.words import a_reason


@transaction.atomic
def give(
    *, person: Person, form: ConsentForm, on: dt.date, by: Viewer, at: dt.datetime, guardian: Person | None = None
) -> Consent:
    """Raises NoConsentNeeded, AlreadyErased, ConsentDate, ConsentStands."""
    row = _locked(person)
    if on > at.date():
        raise ConsentDate(field="on")
    if _stands(row):
        raise ConsentStands
    return _write(row, ConsentAct.GIVEN, on=on, form=form, guardian=guardian, why="", by=by, at=at)


@transaction.atomic
def withdraw(*, person: Person, on: dt.date, why: str, by: Viewer, at: dt.datetime) -> Consent:
    """From now on the child's data are shut. Raises ReasonMissing, NumberInText, NoConsentNeeded, AlreadyErased,
    ConsentDate, NoConsentStands."""
    reason = a_reason(why)
    row = _locked(person)
    if on > at.date():
        raise ConsentDate(field="on")
    if not _stands(row):
        raise NoConsentStands
    return _write(row, ConsentAct.WITHDRAWN, on=on, form=None, guardian=None, why=reason, by=by, at=at)


def is_restricted(person: Person, *, on: dt.date) -> bool:
    """A child who is under 14 on the day, and no consent stands. After the birthday the statutory duty alone holds."""
    return person.basis == Basis.GUARDIAN_CONSENT and is_child_on(person, on) and not _stands(person)


def restricted(persons: Iterable[Person], *, on: dt.date) -> set[int]:
    """Ids of those who are, in one query for the consents."""
    children = [row for row in persons if row.basis == Basis.GUARDIAN_CONSENT and is_child_on(row, on)]
    stands = Consent.objects.filter(person__in=children).standing().values_list("person_id", flat=True)
    return {row.pk for row in children} - set(stands)


def is_child_on(person: Person, on: dt.date) -> bool:
    """Under 14 on the day. Nobody grows younger, so only those who were when entered are asked for their birthday,
    which stands in the sealed number."""
    if not person.is_child:
        return False
    born_on = birthday(person)
    return born_on is None or is_under_14(born_on, on)


def birthday(person: Person) -> dt.date | None:
    """None where no identity card is on record. Raises SealBroken."""
    if person.document_type != DocumentType.RESIDENT_ID or not person.document_number_sealed:
        return None
    number = crypto.unseal(person.document_number_sealed, row=person.public_id, field=Field.DOCUMENT_NUMBER)
    return numbers.born_on(number)


def _stands(person: Person) -> bool:
    return bool(Consent.objects.filter(person=person).standing().exists())


def _locked(person: Person) -> Person:
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.is_erased:
        raise AlreadyErased
    if row.basis != Basis.GUARDIAN_CONSENT:
        raise NoConsentNeeded
    return row


def _write(
    row: Person,
    act: ConsentAct,
    *,
    on: dt.date,
    form: ConsentForm | None,
    guardian: Person | None,
    why: str,
    by: Viewer,
    at: dt.datetime,
) -> Consent:
    made: Consent = Consent.objects.create(
        person=row,
        guardian=guardian,
        act=act,
        form=form or "",
        on=on,
        why=why,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    record(
        "personal.give_consent" if act is ConsentAct.GIVEN else "personal.withdraw_consent",
        by=by,
        subject=("person", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"on": on.isoformat()},
        at=at,
    )
    return made
