"""Entering and changing a person. Values are read, checked against the registry, sealed, masked and indexed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import DomainError, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import DocumentType, Field, Kind
from cixi_oversight.personal.errors import (
    AccountUnreadable,
    AlreadyErased,
    CertificateUnreadable,
    DocumentTypeMissing,
    DocumentUnreadable,
    FieldNotRegistered,
    NothingChanged,
    NothingGiven,
    PhoneUnreadable,
    TextUnreadable,
)
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.models.person import INDEXED
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.rules import numbers
from cixi_oversight.personal.rules.ages import is_under_14
from cixi_oversight.personal.rules.masks import MASKS
from cixi_oversight.personal.rules.registry import Entry, data_class_of, entry_of
from cixi_oversight.policy.services import parameters
from cixi_oversight.records import new_public_id

NAME_MAX: Final = 60
ADDRESS_MAX: Final = 200


class Values(TypedDict, total=False):
    """As typed. What is empty or left out is not on record."""

    name: str
    phone: str
    document_type: DocumentType | None
    document_number: str
    payee_account: str
    address: str
    certificate_number: str


@transaction.atomic
def enter_person(
    *,
    kind: Kind,
    subject_kind: str,
    subject_id: int | None,
    institution_id: int | None,
    values: Values,
    by: Viewer,
    at: dt.datetime,
    retain_until: dt.date | None = None,
    prefix: str = "",
    strict: bool = False,
) -> Person:
    """Seal a person's values. `prefix` stands before the names of fields in refusals, as in the caller's form;
    `strict` is for machines: full-width digits and blanks are refused instead of put right.

    Raises NothingGiven, FieldNotRegistered, and what `read` raises.
    """
    found = read(values, prefix=prefix, strict=strict)
    if not found:
        raise NothingGiven(field=f"{prefix}name")
    entry = _allowed(kind, found, prefix)
    row = Person(
        public_id=new_public_id(),
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        institution_id=institution_id,
        purpose=entry.purpose,
        basis=entry.basis,
        retain_until=retain_until,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    _put(row, columns(row.public_id, kind, found, values.get("document_type"), on=at.date()))
    row.save(force_insert=True)
    _audit("enter_person", row, by=by, at=at, fields=found)
    return row


@transaction.atomic
def change_person(
    *, person: Person, expected_version: int, values: Values, by: Viewer, at: dt.datetime, why: str, prefix: str = ""
) -> Person:
    """Replace what is given; an empty value leaves the one on record as it is.

    Raises StaleVersion, AlreadyErased, NothingChanged, FieldNotRegistered, and what `read` raises.
    """
    found = read(values, prefix=prefix)
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.version != expected_version:
        raise StaleVersion
    if row.is_erased:
        raise AlreadyErased
    if not found:
        raise NothingChanged
    _allowed(Kind(row.kind), found, prefix)
    changed = columns(row.public_id, Kind(row.kind), found, values.get("document_type"), on=at.date(), before=row)
    _put(row, changed)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(changed))
    _audit("change_person", row, by=by, at=at, fields=found, why=why)
    return row


def belongs_to(person: Person, subject_id: int) -> None:
    """Say which row of its subject's table the person belongs to, once that row is written."""
    Person.objects.filter(pk=person.pk, subject_id=None).update(subject_id=subject_id)
    person.subject_id = subject_id


def kept_until(kind: Kind, field: Field, *, since: dt.date, county_id: int | None = None) -> dt.date:
    """The last day on which the field may be kept, counted from when it was last needed. Raises FieldNotRegistered,
    ParameterNotSet."""
    entry = entry_of(kind, field)
    if entry is None:
        raise FieldNotRegistered(field=str(field))
    days = int(parameters.value(entry.kept, on=since, county=county_id))
    return since + dt.timedelta(days=days)


# --- reading what was typed ---


def read(values: Values, *, prefix: str = "", strict: bool = False) -> dict[Field, str]:
    """The values that were given, in their one normal form.

    Raises PhoneUnreadable, DocumentTypeMissing, DocumentUnreadable, AccountUnreadable, CertificateUnreadable,
    TextUnreadable.
    """
    readers: Mapping[Field, Callable[[str], str]] = {
        Field.NAME: lambda text: _text(text, NAME_MAX, Field.NAME, prefix),
        Field.PHONE: lambda text: _read(numbers.read_phone(text, strict=strict), PhoneUnreadable, Field.PHONE, prefix),
        Field.DOCUMENT_NUMBER: lambda text: _document(values.get("document_type"), text, strict, prefix),
        Field.PAYEE_ACCOUNT: lambda text: _read(
            numbers.read_account(text, strict=strict), AccountUnreadable, Field.PAYEE_ACCOUNT, prefix
        ),
        Field.ADDRESS: lambda text: _text(text, ADDRESS_MAX, Field.ADDRESS, prefix),
        Field.CERTIFICATE_NUMBER: lambda text: _read(
            numbers.read_certificate(text, strict=strict), CertificateUnreadable, Field.CERTIFICATE_NUMBER, prefix
        ),
    }
    given = {field: str(values.get(field.value) or "").strip() for field in Field}
    return {field: readers[field](text) for field, text in given.items() if text}


def _read(found: str | None, refusal: type[DomainError], field: Field, prefix: str) -> str:
    if found is None:
        raise refusal(field=f"{prefix}{field}")
    return found


def _document(kind: DocumentType | None, text: str, strict: bool, prefix: str) -> str:
    if kind is None:
        raise DocumentTypeMissing(field=f"{prefix}document_type")
    found = numbers.read_document(DocumentType(kind), text, strict=strict)
    return _read(found, DocumentUnreadable, Field.DOCUMENT_NUMBER, prefix)


def _text(text: str, most: int, field: Field, prefix: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    if len(plain) > most or any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in plain):
        raise TextUnreadable(field=f"{prefix}{field}")
    return plain


# --- what is written ---


def columns(
    row: str,
    kind: Kind,
    found: Mapping[Field, str],
    document_type: DocumentType | None,
    *,
    on: dt.date,
    before: Person | None = None,
    nonce: Callable[[Field], bytes] | None = None,
) -> dict[str, Any]:
    """The columns of the values found: sealed, masked, indexed, and the class of the row. `row` is its public id."""
    made: dict[str, Any] = {}
    for field, value in found.items():
        made[f"{field}_sealed"] = crypto.seal(value, row=row, field=field, nonce=nonce(field) if nonce else None)
        made[f"{field}_masked"] = MASKS[field](value)
        if field in INDEXED:
            made[f"{field}_index"] = crypto.index_of(value, field=field)
    born_on = None
    if Field.DOCUMENT_NUMBER in found:
        made["document_type"] = document_type
        if document_type == DocumentType.RESIDENT_ID:
            born_on = numbers.born_on(found[Field.DOCUMENT_NUMBER])
        made["is_child"] = born_on is not None and is_under_14(born_on, on)
    held = set(found) | ({field for field in Field if before.sealed(field)} if before is not None else set())
    made["data_class"] = data_class_of(kind, held, born_on=born_on, on=on)
    return made


def _allowed(kind: Kind, found: Mapping[Field, str], prefix: str) -> Entry:
    """Raises FieldNotRegistered at the first field that the registry does not know for such a person."""
    for field in found:
        if entry_of(kind, field) is None:
            raise FieldNotRegistered(field=f"{prefix}{field}")
    entry = entry_of(kind, next(iter(found)))
    if entry is None:
        raise FieldNotRegistered
    return entry


def _put(row: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _audit(verb: str, row: Person, *, by: Viewer, at: dt.datetime, fields: Mapping[Field, str], why: str = "") -> None:
    record(
        f"personal.{verb}",
        by=by,
        subject=("person", row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind, "fields": sorted(fields)},
        at=at,
    )
