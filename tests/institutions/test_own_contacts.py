"""An institution sees its own contacts, masked, and its owner corrects them; nobody else's, nothing in full."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Capacity, DocumentType, Kind
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.personal.services.contacts import add_contact
from cixi_oversight.personal.services.people import enter_person
from cixi_oversight.users.services.viewer import system_viewer
from institutions.models import Institution
from tests.people import AT, ON, World, make_world

NAME, PHONE, ID = "张三丰", "13812345678", "11010519491231002X"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def contact(institution: Institution) -> Contact:
    return add_contact(
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        capacity=Capacity.LEGAL_REPRESENTATIVE,
        values={
            "name": NAME,
            "phone": PHONE,
            "document_type": DocumentType.RESIDENT_ID,
            "document_number": ID,
        },
        from_on=ON,
        by=system_viewer(label="tests"),
        at=AT,
    )


@pytest.mark.parametrize(
    ("role", "phone", "document"),
    [
        (Role.INSTITUTION_OWNER, "138****5678", "1101**********002X"),
        (Role.INSTITUTION_FINANCE, "138****5678", "已登记"),
    ],
)
def test_own_contacts_are_masked_by_role(world: World, role: Role, phone: str, document: str) -> None:
    contact(world.institution)
    page = world.client(role).get(reverse("institutions:my_contacts")).content.decode()
    assert "张**" in page
    assert phone in page
    assert document in page
    for value in (NAME, PHONE, ID):
        assert value not in page


@pytest.mark.parametrize("role", [Role.INSTITUTION_FRONT_DESK, Role.TEACHER, Role.SECTION_CHIEF])
def test_others_have_no_such_page(world: World, role: Role) -> None:
    assert world.client(role).get(reverse("institutions:my_contacts")).status_code == 403


def test_a_member_sees_rows_of_contacts_only_and_of_the_own_institution(world: World) -> None:
    own, foreign = contact(world.institution), contact(world.foreign)
    enter_person(
        kind=Kind.STUDENT,
        subject_kind="institution",
        subject_id=world.institution.pk,
        institution_id=world.institution.pk,
        values={"name": "小明"},
        by=system_viewer(label="tests"),
        at=AT,
    )
    owner = world.viewer(Role.INSTITUTION_OWNER)
    assert list(Contact.objects.visible_to(owner)) == [own]
    assert not Person.objects.visible_to(owner).exists(), "the vault's own pages are the bureau's"
    client = world.client(Role.INSTITUTION_OWNER)
    for row in (own, foreign):
        page = reverse("personal:reveal", args=[row.person.public_id, "phone"])
        assert client.post(page, {"why": "查看自己的号码"}).status_code == 403
    assert client.get(reverse("institutions:my_contact", args=[foreign.public_id])).status_code == 404


def test_the_owner_corrects_with_a_reason_and_it_is_on_record(world: World) -> None:
    row = contact(world.institution)
    page = reverse("institutions:my_contact", args=[row.public_id])
    client = world.client(Role.INSTITUTION_OWNER)
    assert PHONE not in client.get(page).content.decode()
    form = {"phone": "13900002222", "why": "更换手机号", "version": str(row.version)}
    assert client.post(page, form | {"why": ""}).status_code == 422
    assert client.post(page, form | {"phone": "1390000"}).status_code == 400
    assert client.post(page, form)["Location"] == reverse("institutions:my_contacts")
    row.person.refresh_from_db()
    assert row.person.phone_masked == "139****2222"
    assert row.person.name_masked == "张**"
    event = Event.objects.get(verb="personal.edit_contact")
    assert (event.why, event.institution_id) == ("更换手机号", world.institution.pk)
    assert event.actor_id == world.viewer(Role.INSTITUTION_OWNER).actor_id
    assert "13900002222" not in str(list(Event.objects.values()))
    assert client.post(page, form).status_code == 409, "made from a version that is no longer there"
    assert world.client(Role.INSTITUTION_FINANCE).post(page, form).status_code == 403
