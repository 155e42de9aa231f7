"""Call lists: made of ids, masked, taken in one act with a reason, noted for each person, limited by the hour."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Act, Call, Field, Kind
from cixi_oversight.personal.errors import ListTooLong, NobodyToCall, NumberInText, ReasonMissing, TooManyListed
from cixi_oversight.personal.models import CallEntry, CallList, Person, Reveal
from cixi_oversight.personal.services import call_lists
from cixi_oversight.personal.services.reveal import reveal
from cixi_oversight.policy.models import Parameter
from inspections.models import Complaint
from institutions.models import Institution
from tests.people import World, make_world

from .conftest import AT, NAME, PHONE

pytestmark = pytest.mark.django_db
WHY = "机构停业，逐户告知退费安排"


@pytest.fixture
def chief(as_role: Callable[[Role], Viewer]) -> Viewer:
    return as_role(Role.SECTION_CHIEF)


def limit(persons: int) -> None:
    Parameter.objects.create(
        key="personal.listed_an_hour", value=persons, unit="times", effective_from=dt.date(2026, 1, 1), source="测试"
    )


@pytest.fixture
def families(complain: Callable[..., Complaint]) -> list[str]:
    phones = [f"1390000{n:04d}" for n in range(5)]
    for n, phone in enumerate(phones):
        complain(phone=phone, name=f"家长{n}")
    return phones


def made(institution: Institution, by: Viewer, *kinds: Kind) -> CallList:
    return call_lists.make_list(
        institution_id=institution.pk, kinds=kinds or (Kind.COMPLAINANT,), why=WHY, by=by, at=AT
    )


def test_everybody_of_a_kind_with_a_telephone_each_number_once(
    institution: Institution, families: list[str], complain: Callable[..., Complaint], person: Person, chief: Viewer
) -> None:
    complain(phone=families[0], name="家长零")  # complained twice: one call
    complain(phone="", name="无电话")
    row = made(institution, chief)
    assert row.entries.count() == 5
    numbers = call_lists.take(call_list=row, why=WHY, by=chief, at=AT)
    assert sorted(number.phone for number in numbers) == families
    assert {number.name for number in numbers} == {"家长零", "家长1", "家长2", "家长3", "家长4"}
    assert made(institution, chief, Kind.CONTACT, Kind.COMPLAINANT).entries.count() == 6


def test_taking_is_noted_for_each_person_without_the_numbers(
    institution: Institution, families: list[str], chief: Viewer
) -> None:
    row = made(institution, chief)
    assert not Reveal.objects.exists()
    call_lists.take(call_list=row, why=WHY, by=chief, at=AT)
    looks = Reveal.objects.all()
    assert {(look.act, look.field, look.why) for look in looks} == {(Act.LIST, "phone", WHY)}
    assert len({look.person_id for look in looks}) == 5
    events = Event.objects.filter(verb="personal.take_number")
    assert {event.subject_id for event in events} == {look.person_id for look in looks}
    assert {(event.why, event.data["list"]) for event in events} == {(WHY, row.public_id)}
    whole = Event.objects.get(verb="personal.take_list")
    assert whole.data == {"persons": 5, "shape": "page"}
    assert not any(phone in str(list(Event.objects.values())) for phone in families)


def test_lists_and_single_looks_are_counted_apart(
    institution: Institution, families: list[str], person: Person, chief: Viewer
) -> None:
    limit(9)
    row = made(institution, chief)
    call_lists.take(call_list=row, why=WHY, by=chief, at=AT)
    with pytest.raises(TooManyListed) as refused:
        call_lists.take(call_list=row, why=WHY, by=chief, at=AT)
    assert refused.value.figures == {"limit": 9, "left": 4}
    assert Reveal.objects.filter(act=Act.LIST).count() == 5, "a refused list tells nothing and counts nothing"
    Parameter.objects.create(
        key="personal.reveals_an_hour", value=1, unit="times", effective_from=dt.date(2026, 1, 1), source="测试"
    )
    assert reveal(person=person, field=Field.PHONE, why=WHY, by=chief, at=AT) == PHONE


def test_the_limit_is_each_officers_own(
    institution: Institution, families: list[str], chief: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    limit(5)
    row = made(institution, chief)
    call_lists.take(call_list=row, why=WHY, by=chief, at=AT)
    assert len(call_lists.take(call_list=row, why=WHY, by=as_role(Role.INSPECTOR), at=AT)) == 5


@pytest.mark.parametrize(("why", "refusal"), [("", ReasonMissing), ("回访", ReasonMissing), (PHONE, NumberInText)])
def test_it_needs_a_reason(
    institution: Institution, families: list[str], chief: Viewer, why: str, refusal: type[Exception]
) -> None:
    row = made(institution, chief)
    with pytest.raises(refusal):
        call_lists.take(call_list=row, why=why, by=chief, at=AT)
    with pytest.raises(refusal):
        call_lists.make_list(institution_id=institution.pk, kinds=[Kind.COMPLAINANT], why=why, by=chief, at=AT)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.TOWN_OFFICER, Role.LEGAL_REVIEWER, Role.SERVICE_CENTRE_CLERK])
def test_only_the_roles_that_call(
    institution: Institution, families: list[str], chief: Viewer, as_role: Callable[[Role], Viewer], role: Role
) -> None:
    row = made(institution, chief)
    with pytest.raises(Forbidden):
        made(institution, as_role(role))
    with pytest.raises((Forbidden, NotFound)):
        call_lists.take(call_list=row, why=WHY, by=as_role(role), at=AT)


def test_a_role_calls_whom_the_registry_lets_it_call(
    institution: Institution, families: list[str], person: Person, as_role: Callable[[Role], Viewer]
) -> None:
    """The funds officer is told contacts and families, not who complained."""
    funds = as_role(Role.FUNDS_OFFICER)
    with pytest.raises(NobodyToCall):
        made(institution, funds, Kind.COMPLAINANT)
    row = made(institution, funds, Kind.COMPLAINANT, Kind.CONTACT)
    assert [number.name for number in call_lists.take(call_list=row, why=WHY, by=funds, at=AT)] == [NAME]


def test_whoever_was_erased_is_not_called(institution: Institution, families: list[str], chief: Viewer) -> None:
    row = made(institution, chief)
    gone = row.entries.first()
    assert gone is not None
    from cixi_oversight.personal.services.retention import EMPTY

    Person.objects.filter(pk=gone.person_id).update(erased_at=AT, pseudonym="P-1", **EMPTY)
    assert len(call_lists.take(call_list=row, why=WHY, by=chief, at=AT)) == 4


def test_a_list_has_an_end(
    institution: Institution, families: list[str], chief: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_lists, "LIST_MAX", 4)
    with pytest.raises(ListTooLong):
        made(institution, chief)


def test_calls_are_ticked(institution: Institution, families: list[str], chief: Viewer) -> None:
    row = made(institution, chief)
    entry = row.entries.first()
    assert entry is not None
    call_lists.note_call(entry=entry, state=Call.NOT_REACHED, by=chief, at=AT)
    call_lists.note_call(entry=entry, state=Call.REACHED, by=chief, at=AT)
    entry.refresh_from_db()
    assert (entry.state, entry.noted_by_id, entry.noted_at) == (Call.REACHED, chief.actor_id, AT)
    assert [event.data["state"] for event in Event.objects.filter(verb="personal.note_call").order_by("id")] == [
        "not_reached",
        "reached",
    ]


# --- pages ---


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def listed(world: World) -> CallList:
    from tests.project.things import call_list

    return call_list(world.institution)


def url(row: CallList) -> str:
    return reverse("personal:call_list", args=[row.public_id])


def test_the_page_is_masked_until_the_numbers_are_taken(world: World, listed: CallList) -> None:
    client = world.client(Role.SECTION_CHIEF)
    page = client.get(url(listed)).content.decode()
    assert "120****5678" in page
    assert "12012345678" not in page
    taken = client.post(url(listed), {"why": WHY})
    assert "12012345678" in taken.content.decode()
    assert taken["Cache-Control"] == "no-store, private"
    assert "12012345678" not in client.get(url(listed)).content.decode()
    assert client.post(url(listed), {"why": ""}).status_code == 422


def test_the_sheet_has_typed_cells(world: World, listed: CallList) -> None:
    entry = CallEntry.objects.get(call_list=listed)
    CallEntry.objects.filter(pk=entry.pk).update(state=Call.REACHED, noted_at=AT, noted_by=listed.created_by)
    answer: Any = world.client(Role.SECTION_CHIEF).post(url(listed), {"why": WHY, "sheet": "1"})
    assert answer["Cache-Control"] == "no-store, private"
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    head, row = list(sheet.iter_rows(values_only=True))
    assert len(head) == len(row) == 5
    assert row[2] == "12012345678"
    assert isinstance(row[4], dt.datetime)
    assert Event.objects.get(verb="personal.take_list").data == {"persons": 1, "shape": "xlsx"}


def test_a_tick_keeps_the_page_and_without_script_leads_back(world: World, listed: CallList) -> None:
    client = world.client(Role.INSPECTOR)
    entry = CallEntry.objects.get(call_list=listed)
    at = reverse("personal:note_call", args=[listed.public_id, entry.pk])
    fragment = client.post(at, {"state": "reached"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, b"<html" in fragment.content) == (200, False)
    assert client.post(at, {"state": "not_reached"})["Location"] == url(listed)
    assert client.post(at, {"state": "nonsense"}).status_code == 400
    assert client.get(at).status_code == 405


def test_a_list_is_made_on_the_page(world: World, listed: CallList) -> None:
    client = world.client(Role.SECTION_CHIEF)
    form: dict[str, Any] = {"institution": world.institution.name, "kinds": ["contact"], "why": WHY}
    answer = client.post(reverse("personal:new_call_list"), form)
    newest = CallList.objects.latest("pk")
    assert answer["Location"] == url(newest)
    assert world.institution.name in client.get(reverse("personal:call_lists")).content.decode()
    for wrong in (
        {"institution": world.foreign.name},
        {"institution": "无此机构"},
        {"kinds": ["account"]},
        {"why": ""},
    ):
        assert client.post(reverse("personal:new_call_list"), form | wrong).status_code == 422
    assert CallList.objects.count() == 2


def test_a_colleague_of_the_county_sees_the_list_and_nobody_else(world: World, listed: CallList) -> None:
    assert world.client(Role.INSPECTOR).get(url(listed)).status_code == 200
    assert world.client(Role.TOWN_OFFICER).get(url(listed)).status_code == 403
    assert world.client(Role.INSTITUTION_OWNER).get(url(listed)).status_code == 403
    assert Client().get(url(listed)).status_code == 302
