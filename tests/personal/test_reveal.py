"""Showing a value: who, why, how often; what is left of it. Look-up by telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import INSTITUTION, PUBLIC_VIEWER, Role, Viewer
from cixi_oversight.personal.enums import Act, Field, Kind
from cixi_oversight.personal.errors import (
    NothingOnRecord,
    NumberInText,
    PhoneUnreadable,
    ReasonMissing,
    TooManyReveals,
)
from cixi_oversight.personal.models import Person, Reveal
from cixi_oversight.personal.rules.registry import REGISTRY
from cixi_oversight.personal.services.reveal import look_up, reveal
from cixi_oversight.policy.models import Parameter
from cixi_oversight.sealing import SealBroken
from cixi_oversight.users.models import County, Department, Town, User
from inspections.models import Complaint
from institutions.models import InstitutionMembership
from tests.people import make_world

from .conftest import AT, ID, NAME, ON, PHONE, user_in

pytestmark = pytest.mark.django_db
WHY = "回访投诉处理结果"


@pytest.fixture
def chief(as_role: Callable[[Role], Viewer]) -> Viewer:
    return as_role(Role.SECTION_CHIEF)


def limit(times: int) -> None:
    Parameter.objects.create(
        key="personal.reveals_an_hour", value=times, unit="times", effective_from=dt.date(2026, 1, 1), source="测试"
    )


def test_a_value_is_shown_for_a_reason_and_on_record_without_itself(person: Person, chief: Viewer) -> None:
    assert reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT) == PHONE
    row = Reveal.objects.get()
    assert (row.actor_id, row.person_id, row.field, row.why) == (chief.actor_id, person.pk, "phone", WHY)
    event = Event.objects.get(verb="personal.reveal")
    assert (event.why, event.data) == (WHY, {"field": "phone", "kind": "contact"})
    assert PHONE not in str(vars(event)) + str(vars(row))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("field", [Field.NAME, Field.PHONE, Field.DOCUMENT_NUMBER])
def test_only_the_roles_of_the_registry_are_shown_it(role: Role, field: Field) -> None:
    from tests.project.things import contact

    world = make_world()
    person = contact(world.institution).person
    entry = next(entry for entry in REGISTRY if (entry.kind, entry.field) == (Kind.CONTACT, field))
    viewer = world.viewer(role)
    if role in entry.roles and person.sealed(field):
        assert reveal(person=person, field=field, why=WHY, by=viewer, at=AT)
        return
    with pytest.raises((Forbidden, NotFound, NothingOnRecord)) as refused:
        reveal(person=person, field=field, why=WHY, by=viewer, at=AT)
    assert isinstance(refused.value, NothingOnRecord) is (role in entry.roles)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("role", [Role.SECTION_CHIEF, Role.INSPECTOR])
def test_another_countys_person_is_not_there(role: Role) -> None:
    from tests.project.things import contact

    world = make_world()
    person = contact(world.foreign).person
    with pytest.raises(NotFound):
        reveal(person=person, field=Field.PHONE, why=WHY, by=world.viewer(role), at=AT)


@pytest.mark.parametrize("viewer", [PUBLIC_VIEWER])
def test_the_public_is_told_nothing(person: Person, viewer: Viewer) -> None:
    with pytest.raises(NotFound):
        reveal(person=person, field=Field.PHONE, why=WHY, by=viewer, at=AT)


@pytest.mark.parametrize("role", sorted(INSTITUTION))
def test_an_institution_never_sees_who_complained(
    complain: Callable[..., Complaint], client: Client, role: Role
) -> None:
    complaint = complain()
    person = complaint.complainant
    assert person is not None
    user = User.objects.create(username="owner", name="owner", joined_at=AT)
    InstitutionMembership.objects.create(user=user, institution=complaint.institution, role=role, from_on=ON)
    pin(ON)
    client.force_login(user)
    for url in (
        reverse("personal:person", args=[person.public_id]),
        reverse("personal:field", args=[person.public_id, "phone"]),
        reverse("personal:reveal", args=[person.public_id, "phone"]),
        reverse("inspections:complaint", args=[complaint.public_id]),
        reverse("inspections:by_phone"),
    ):
        assert client.get(url).status_code in (403, 404), url
        assert client.post(url, {"why": WHY}).status_code in (403, 404, 405), url
    page = client.get(reverse("pages:my")).content.decode()
    assert "139****1111" not in page
    assert not Reveal.objects.exists()


def test_a_town_officer_learns_only_that_a_complainant_is_on_record(
    complain: Callable[..., Complaint], client: Client, bureau: Department, town: Town
) -> None:
    complaint = complain()
    pin(ON)
    client.force_login(user_in(Role.TOWN_OFFICER, bureau, town))
    page = client.get(reverse("inspections:complaint", args=[complaint.public_id])).content.decode()
    assert "139****1111" not in page
    assert "已登记" in page
    assert complaint.complainant is not None
    answer = client.post(reverse("personal:reveal", args=[complaint.complainant.public_id, "phone"]), {"why": WHY})
    assert answer.status_code == 403


@pytest.mark.parametrize("why", ["", "   ", "看看", "\u200b\u200b\u200b\u200b"])
def test_without_a_reason_nothing_is_shown(person: Person, chief: Viewer, why: str) -> None:
    with pytest.raises(ReasonMissing):
        reveal(person=person, field=Field.PHONE, why=why, by=chief, at=AT)


def test_a_number_does_not_slip_into_the_reason(person: Person, chief: Viewer) -> None:
    with pytest.raises(NumberInText):
        reveal(person=person, field=Field.PHONE, why=f"核对号码{PHONE}", by=chief, at=AT)


def test_the_limit_is_per_actor_and_hour_of_real_time(
    person: Person, chief: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    limit(3)
    for _ in range(3):
        reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT)
    with pytest.raises(TooManyReveals) as refused:
        reveal(person=person, field=Field.NAME, why=WHY, by=chief, at=AT + dt.timedelta(days=1))
    assert refused.value.figures == {"limit": 3}
    assert Reveal.objects.count() == 3
    assert reveal(person=person, field=Field.NAME, why=WHY, by=as_role(Role.INSPECTOR), at=AT) == NAME


def test_looks_of_more_than_an_hour_ago_do_not_count(person: Person, chief: Viewer) -> None:
    limit(1)
    for minutes in (61, 90):
        Reveal.objects.create(
            act=Act.REVEAL,
            actor_id=chief.actor_id,
            person=person,
            field=Field.PHONE,
            why=WHY,
            recorded_at=AT,
            happened_at=Now() - dt.timedelta(minutes=minutes),
        )
    assert reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT) == PHONE
    with pytest.raises(TooManyReveals):
        look_up(kind=Kind.COMPLAINANT, phone=PHONE, by=chief, at=AT)


def test_if_it_cannot_be_put_on_record_it_is_not_shown(
    person: Person, chief: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cixi_oversight.personal.services import reveal as module

    def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(module, "record", broken)
    with pytest.raises(ConnectionError):
        reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT)
    assert not Reveal.objects.exists()


def test_a_broken_seal_shows_nothing(person: Person, chief: Viewer) -> None:
    Person.objects.filter(pk=person.pk).update(phone_sealed=person.name_sealed)
    with pytest.raises(SealBroken):
        reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT)


def test_the_record_of_looks_cannot_be_changed(person: Person, chief: Viewer) -> None:
    from django.db import ProgrammingError, transaction

    reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT)
    for act in (lambda: Reveal.objects.update(why="别的"), Reveal.objects.all().delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


# --- look-up ---


def test_complaints_of_one_caller_are_found_by_the_whole_number(
    complain: Callable[..., Complaint], chief: Viewer
) -> None:
    first, second = complain(), complain()
    complain(phone="13900002222")
    found = look_up(kind=Kind.COMPLAINANT, phone="+86 139-0000-1111", by=chief, at=AT)
    assert {row.subject_id for row in found} == {first.pk, second.pk}
    assert not look_up(kind=Kind.COMPLAINANT, phone="13900003333", by=chief, at=AT)
    with pytest.raises(PhoneUnreadable):
        look_up(kind=Kind.COMPLAINANT, phone="1390000", by=chief, at=AT)
    event = Event.objects.filter(verb="personal.look_up").order_by("id").first()
    assert event is not None
    assert event.data == {"field": "phone", "kind": "complainant", "found": 2}


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.TOWN_OFFICER, Role.AUDIT_ADMIN, Role.DEPARTMENT_OFFICER])
def test_other_roles_do_not_look_up(as_role: Callable[[Role], Viewer], role: Role) -> None:
    with pytest.raises(Forbidden):
        look_up(kind=Kind.COMPLAINANT, phone=PHONE, by=as_role(role), at=AT)


def test_a_look_up_asks_the_index(chief: Viewer) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain select 1 from personal_person where phone_index in ('a', 'b') and phone_index <> ''")
        assert "person_phone" in str(cursor.fetchall())


# --- in the browser ---


@pytest.fixture
def page(client: Client, bureau: Department, town: Town, county: County) -> Client:
    pin(ON)
    client.force_login(user_in(Role.SECTION_CHIEF, bureau, town))
    return client


HTMX = {"HX-Request": "true"}


def test_the_file_shows_masks_and_the_value_only_after_a_reason(page: Client, person: Person) -> None:
    file = page.get(person_file(person)).content.decode()
    assert "138****5678" in file
    assert PHONE not in file
    url = reverse("personal:reveal", args=[person.public_id, "phone"])
    assert url in file
    asked = page.get(url, headers=HTMX)
    assert PHONE not in asked.content.decode()
    refused = page.post(url, {"why": ""}, headers=HTMX)
    assert (refused.status_code, PHONE in refused.content.decode()) == (200, False)
    shown = page.post(url, {"why": WHY}, headers=HTMX)
    assert PHONE in shown.content.decode()
    assert "delay:60s" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store, private"
    masked = page.get(reverse("personal:field", args=[person.public_id, "phone"]), headers=HTMX)
    assert "138****5678" in masked.content.decode()


def test_it_works_without_scripts(page: Client, person: Person) -> None:
    url = reverse("personal:reveal", args=[person.public_id, "document_number"])
    assert page.post(url, {"why": ""}).status_code == 422
    answer = page.post(url, {"why": WHY})
    assert ID in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_looking_on_too_often_is_answered_in_place(page: Client, person: Person) -> None:
    limit(1)
    url = reverse("personal:reveal", args=[person.public_id, "phone"])
    page.post(url, {"why": WHY})
    assert page.post(url, {"why": WHY}).status_code == 422
    again = page.post(url, {"why": WHY}, headers=HTMX).content.decode()
    assert PHONE not in again
    assert "1" in again


@pytest.mark.parametrize("field", ["nothing", "erased_at", "payee_account", "address", "phone%00"])
def test_what_is_no_field_of_the_person_is_not_found(page: Client, person: Person, field: str) -> None:
    for url in (
        f"/bureau/personal/{person.public_id}/{field}/",
        f"/bureau/personal/{person.public_id}/{field}/reveal/",
    ):
        assert page.get(url).status_code in (400, 404)


def test_the_audit_administrator_reads_every_look_and_others_their_own(
    person: Person, client: Client, bureau: Department, town: Town, as_role: Callable[[Role], Viewer]
) -> None:
    reveal(person=person, field=Field.PHONE, why="甲的事由说明", by=as_role(Role.SECTION_CHIEF), at=AT)
    reveal(person=person, field=Field.NAME, why="乙的事由说明", by=as_role(Role.INSPECTOR), at=AT)
    pin(ON)
    seen = {}
    for role in (Role.AUDIT_ADMIN, Role.INSPECTOR, Role.SECTION_CHIEF):
        client.force_login(user_in(role, bureau, town))
        text = client.get(reverse("personal:reveals")).content.decode()
        seen[role] = ("甲的事由说明" in text, "乙的事由说明" in text)
    assert seen == {
        Role.AUDIT_ADMIN: (True, True),
        Role.INSPECTOR: (False, True),
        Role.SECTION_CHIEF: (True, False),
    }


def test_the_number_that_was_looked_up_is_not_sent_back(page: Client, complain: Callable[..., Complaint]) -> None:
    complaint = complain()
    answer = page.post(reverse("inspections:by_phone"), {"phone": "13900001111"})
    text = answer.content.decode()
    assert complaint.number in text
    assert "13900001111" not in text
    assert "no-store" in answer["Cache-Control"]
    assert page.post(reverse("inspections:by_phone"), {"phone": "1390"}).status_code == 400


def person_file(person: Person) -> str:
    from institutions.models import Institution

    return reverse("institutions:file", args=[Institution.objects.get(pk=person.institution_id).public_id])


def test_a_page_is_drawn_without_opening_anything(
    page: Client, person: Person, complain: Callable[..., Complaint], monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = complain()

    def opened(*_: object, **__: object) -> str:
        raise AssertionError("a seal was opened to draw a page")

    monkeypatch.setattr("cixi_oversight.personal.ports.crypto.unseal", opened)
    for url in (
        person_file(person),
        reverse("personal:person", args=[person.public_id]),
        reverse("inspections:complaint", args=[complaint.public_id]),
        reverse("institutions:edit_contact", args=[person.contact.public_id]),
        reverse("personal:registry"),
    ):
        assert page.get(url).status_code == 200


def test_contacts_are_entered_corrected_and_ended_on_forms(page: Client, person: Person) -> None:
    file = person_file(person)
    form = {"capacity": "finance", "name": "周芷若", "phone": "１３８ ０００１ ０００１", "from_on": ON.isoformat()}
    assert page.post(f"{file}contact/", form).status_code == 302
    row = Person.objects.get(phone_masked="138****0001")
    edit = reverse("institutions:edit_contact", args=[row.contact.public_id])
    assert "138****0001" in page.get(edit).content.decode()
    changed = {"version": "1", "phone": "138123456789", "why": "换了号码"}
    refused = page.post(edit, changed)
    assert (refused.status_code, "带区号的座机号" in refused.content.decode()) == (400, True)
    assert page.post(edit, changed | {"phone": "13800010002"}).status_code == 302
    assert page.post(edit, changed | {"phone": "13800010003"}).status_code == 409
    assert page.post(edit, changed | {"phone": "1380001\0"}).status_code in (400, 422)
    end = reverse("institutions:end_contact", args=[row.contact.public_id])
    assert page.post(end, {"version": "2", "to_on": ON.isoformat(), "why": "离职交接"}).status_code == 302
    assert page.get(edit).status_code == 403


def test_a_complaint_is_entered_with_who_complained(page: Client, person: Person) -> None:
    from institutions.models import Institution

    form = {
        "institution": Institution.objects.get(pk=person.institution_id).name,
        "channel": "visit",
        "matter": "refund",
        "received_on": ON.isoformat(),
        "summary": "要求退还剩余课时费",
        "complainant_name": "赵敏",
        "complainant_phone": "138123456789",
    }
    url = reverse("inspections:receive")
    assert page.post(url, form).status_code == 400
    assert page.post(url, form | {"complainant_phone": "", "summary": "请回电13812345678"}).status_code == 400
    assert not Complaint.objects.exists()
    answer = page.post(url, form | {"complainant_phone": "0574-63012345"})
    assert answer.status_code == 302
    row = Complaint.objects.get()
    assert answer["Location"] == reverse("inspections:links", args=[row.public_id])
    text = page.get(reverse("inspections:complaint", args=[row.public_id])).content.decode()
    assert "0574******45" in text
    assert "赵*" in text
    assert "赵敏" not in text
