"""Entering, changing and ending contacts; complainants; what the tables hold."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity, DataClass, DocumentType, Field, Kind
from cixi_oversight.personal.errors import (
    ContactDate,
    ContactEnded,
    DocumentTypeMissing,
    DocumentUnreadable,
    FieldNotRegistered,
    NothingChanged,
    NothingGiven,
    NumberInText,
    OneAtATime,
    PhoneUnreadable,
    TextUnreadable,
)
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.ports import crypto
from cixi_oversight.personal.services import contacts, people
from cixi_oversight.sealing import SealBroken
from inspections.models import Complaint
from institutions.models import Institution

from .conftest import AT, ID, NAME, ON, PHONE, valid_id

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def opened(person: Person, field: Field) -> str:
    return crypto.unseal(person.sealed(field), row=person.public_id, field=field)


def test_a_contact_is_sealed_masked_and_indexed(person: Person) -> None:
    assert [opened(person, field) for field in (Field.NAME, Field.PHONE, Field.DOCUMENT_NUMBER)] == [NAME, PHONE, ID]
    assert (person.name_masked, person.phone_masked) == ("张**", "138****5678")
    assert person.document_number_masked == f"3302**********{ID[-4:]}"
    assert person.phone_index == crypto.index_of(PHONE, field="phone")
    assert person.data_class == DataClass.SENSITIVE
    assert not person.is_child


def test_a_child_is_marked(institution: Institution, by: Viewer) -> None:
    born = ON.replace(year=ON.year - 14) + DAY
    number = valid_id(f"330282{born:%Y%m%d}123")
    row = people.enter_person(
        kind=Kind.STUDENT,
        subject_kind="institution",
        subject_id=institution.pk,
        institution_id=institution.pk,
        values={"name": "王五", "document_type": DocumentType.RESIDENT_ID, "document_number": number},
        by=by,
        at=AT,
    )
    assert row.is_child
    assert row.data_class == DataClass.SENSITIVE


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"name": ""}, NothingGiven, "name"),
        ({"name": "张\0三"}, TextUnreadable, "name"),
        ({"name": "张\u202e三"}, TextUnreadable, "name"),
        ({"name": "张" * 61}, TextUnreadable, "name"),
        ({"name": "张三", "phone": "138123456789"}, PhoneUnreadable, "phone"),
        ({"name": "张三", "phone": "13812345678\0"}, PhoneUnreadable, "phone"),
        ({"name": "张三", "document_number": ID}, DocumentTypeMissing, "document_type"),
        (
            {"name": "张三", "document_type": DocumentType.RESIDENT_ID, "document_number": "330282199001011230"},
            DocumentUnreadable,
            "document_number",
        ),
        ({"name": "张三", "payee_account": "6228480402564890018"}, FieldNotRegistered, "payee_account"),
        ({"name": "张三", "address": "慈溪市"}, FieldNotRegistered, "address"),
    ],
)
def test_bad_values_are_refused_at_their_field(
    institution: Institution, by: Viewer, values: Any, refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        contacts.add_contact(
            subject=("institution", institution.pk),
            institution_id=institution.pk,
            capacity=Capacity.SPONSOR,
            values=values,
            from_on=ON,
            by=by,
            at=AT,
        )
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert not Person.objects.exists()


def test_full_width_digits_are_put_right(institution: Institution, by: Viewer) -> None:
    row = people.enter_person(
        kind=Kind.COMPLAINANT,
        subject_kind="institution",
        subject_id=institution.pk,
        institution_id=institution.pk,
        values={"phone": "１３８１２３４５６７８"},
        by=by,
        at=AT,
    )
    assert opened(row, Field.PHONE) == PHONE
    with pytest.raises(PhoneUnreadable):
        people.read({"phone": "１３８１２３４５６７８"}, strict=True)


def test_a_correction_replaces_what_is_given_and_leaves_the_rest(contact: Contact, by: Viewer) -> None:
    before = contact.person.name_sealed
    contacts.edit_contact(
        contact=contact, expected_version=1, values={"phone": "0574-63012345"}, why="换了号码", by=by, at=AT
    )
    row = Person.objects.get(pk=contact.person_id)
    assert opened(row, Field.PHONE) == "057463012345"
    assert row.name_sealed == before
    assert row.phone_index == crypto.index_of("057463012345", field="phone")
    with pytest.raises(StaleVersion):
        contacts.edit_contact(contact=contact, expected_version=1, values={"name": "李"}, why="再改一次", by=by, at=AT)
    with pytest.raises(NothingChanged):
        contacts.edit_contact(contact=contact, expected_version=2, values={"name": ""}, why="再改一次", by=by, at=AT)


def test_an_ended_contact_is_kept_for_its_time_and_not_changed(contact: Contact, by: Viewer) -> None:
    contacts.end_contact(contact=contact, expected_version=1, to_on=ON, why="变更法定代表人", by=by, at=AT)
    row = Contact.objects.select_related("person").get(pk=contact.pk)
    assert row.to_on == ON
    assert row.person.retain_until == ON + 1096 * DAY
    with pytest.raises(ContactEnded):
        contacts.edit_contact(contact=row, expected_version=2, values={"name": "李"}, why="换了号码", by=by, at=AT)


@pytest.mark.parametrize("to_on", [ON + DAY, ON - 31 * DAY])
def test_a_contact_ends_between_its_beginning_and_today(contact: Contact, by: Viewer, to_on: dt.date) -> None:
    with pytest.raises(ContactDate):
        contacts.end_contact(contact=contact, expected_version=1, to_on=to_on, why="变更法定代表人", by=by, at=AT)


def test_there_is_one_legal_representative_and_any_number_of_sponsors(
    contact: Contact, institution: Institution, by: Viewer
) -> None:
    def add(capacity: Capacity) -> Contact:
        return contacts.add_contact(
            subject=("institution", institution.pk),
            institution_id=institution.pk,
            capacity=capacity,
            values={"name": "李四"},
            from_on=ON,
            by=by,
            at=AT,
        )

    add(Capacity.SPONSOR)
    add(Capacity.SPONSOR)
    with pytest.raises(OneAtATime):
        add(Capacity.LEGAL_REPRESENTATIVE)
    assert Person.objects.count() == 3  # the refused one left nothing
    contacts.end_contact(contact=contact, expected_version=1, to_on=ON, why="变更法定代表人", by=by, at=AT)
    add(Capacity.LEGAL_REPRESENTATIVE)


def test_a_complaint_holds_the_id_of_who_complained(complain: Callable[..., Complaint]) -> None:
    row = complain()
    person = row.complainant
    assert person is not None
    person.refresh_from_db()
    assert (person.subject_kind, person.subject_id, person.institution_id) == ("complaint", row.pk, row.institution_id)
    assert person.retain_until == row.received_on + 1096 * DAY
    assert complain(phone="", name="").complainant is None


def test_a_complaint_with_a_bad_number_is_not_entered(complain: Callable[..., Complaint]) -> None:
    with pytest.raises(PhoneUnreadable) as refused:
        complain(phone="138123456789")
    assert refused.value.field == "complainant_phone"
    with pytest.raises(NumberInText):
        complain(summary="请回电１３８１２３４５６７８")
    assert not Complaint.objects.exists()
    assert not Person.objects.exists()


def test_the_database_refuses_a_plain_value(person: Person) -> None:
    for values in (
        {"phone_sealed": PHONE},
        {"phone_sealed": "aesgcm:k1:13812345678"},
        {"phone_masked": PHONE},
        {"name_sealed": NAME},
        {"erased_at": AT},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**values)


def test_values_swapped_between_rows_or_columns_do_not_open(person: Person, complain: Callable[..., Complaint]) -> None:
    other = complain().complainant
    assert other is not None
    Person.objects.filter(pk=person.pk).update(phone_sealed=other.phone_sealed, name_sealed=person.phone_sealed)
    person.refresh_from_db()
    for field in (Field.PHONE, Field.NAME):
        with pytest.raises(SealBroken):
            opened(person, field)


def test_a_copy_of_all_tables_holds_no_plain_value(person: Person, complain: Callable[..., Complaint]) -> None:
    complain()
    text = everything()
    assert person.public_id in text  # the copy is a real one
    assert "138****5678" in text
    for value in (NAME, PHONE, ID, "13900001111", "李四"):
        assert value not in text


def test_the_audit_says_who_entered_what_without_the_value(person: Person, by: Viewer) -> None:
    event = Event.objects.get(verb="personal.enter_person")
    assert event.actor_id == by.actor_id
    assert event.data == {"kind": "contact", "fields": ["document_number", "name", "phone"]}


def everything() -> str:
    """Every row of every table, as a dump would have it."""
    copy = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute(
            "select quote_ident(relname) from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relispartition and relname not like 'django_migrations'"
        )
        for (table,) in cursor.fetchall():
            cursor.copy_expert(f"copy (select * from {table}) to stdout", copy)
    return copy.getvalue()
