"""No personal data outside the vault: not in another app's table, and not in plain sight in any answer to anybody."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Capacity, DocumentType
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.rules.numbers import check_character
from cixi_oversight.personal.rules.registry import EXCEPTIONS, LOOKS_PERSONAL
from cixi_oversight.personal.rules.scan import numbers_in
from cixi_oversight.personal.services.contacts import add_contact
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.lists import ListPage
from inspections.enums import Channel, Matter
from inspections.services.complaints import receive_complaint
from institutions.services.sites import create_site
from tests.people import AT, ON, World, make_world
from tests.project.access_table import ROUTES, Access
from tests.project.test_access_table import ROLES, named

OURS = {"cixi_oversight", "institutions", "funds", "inspections", "riskcodes"}
PUBLISHED = "13700001234"  # a mobile that the institution publishes itself
OPEN = {PUBLISHED, "13500000000"}  # nobody's: the example in the schema
BODY = "33028219900101123"
PLAIN = ("张三丰", "13812345678", BODY + check_character(BODY), "李莫愁", "13900001111")


# --- tables ---


def columns() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.partition(".")[0] in OURS and model._meta.app_label != "personal":
            for field in model._meta.concrete_fields:
                if LOOKS_PERSONAL.search(field.name):
                    yield f"{model._meta.label}.{field.name}"


def test_no_table_outside_the_vault_has_a_personal_column() -> None:
    found = set(columns())
    assert sorted(found - EXCEPTIONS.keys()) == [], "seal it, or say in the registry why it may stand here"
    assert sorted(EXCEPTIONS.keys() - found) == [], "no longer there"


@pytest.mark.parametrize(
    "name",
    [
        *("phone", "mobile", "parent_phone", "id_no", "id_card", "bank_card", "card_no", "payee", "payee_account"),
        *("guardian", "guardian_name", "student_name", "contact_name", "contact_phone", "complainant_phone", "born_on"),
        *("home_address", "sponsor_name", "legal_representative", "wechat", "document_number", "email"),
    ],
)
def test_a_personal_column_is_known_by_its_name(name: str) -> None:
    assert LOOKS_PERSONAL.search(name)


@pytest.mark.parametrize("name", ["name", "address", "number", "public_id", "discarded_at", "telling", "cardinality"])
def test_others_are_let_alone(name: str) -> None:
    assert not LOOKS_PERSONAL.search(name)


# --- answers ---


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    by = system_viewer(label="tests")
    for institution in (world.institution, world.foreign):
        create_site(institution=institution, by=by, at=AT, address="青少年宫路1号", business_phone=PUBLISHED)
        add_contact(
            subject=("institution", institution.pk),
            institution_id=institution.pk,
            capacity=Capacity.LEGAL_REPRESENTATIVE,
            values={
                "name": PLAIN[0],
                "phone": PLAIN[1],
                "document_type": DocumentType.RESIDENT_ID,
                "document_number": PLAIN[2],
            },
            from_on=ON,
            by=by,
            at=AT,
        )
        receive_complaint(
            institution=institution,
            channel=Channel.HOTLINE_12345,
            matter=Matter.REFUND,
            received_on=ON - dt.timedelta(days=3),
            complainant={"name": PLAIN[3], "phone": PLAIN[4]},
            by=by,
            at=AT,
        )
    return world


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_no_answer_shows_a_number_in_full(world: World, role: Role | None) -> None:
    client = world.client(role)
    shown: list[str] = []
    for address in addresses(world):
        text = read(client.get(address))
        shown += [f"{address}: {kind} {number}" for kind, number in numbers_in(text) if plain(number) not in OPEN]
        shown += [f"{address}: {value}" for value in PLAIN if value in text]
    assert shown == []


def test_the_scan_would_see_it(world: World) -> None:
    """What is published is in the file and in the exported list, and a revealed number is in its answer."""
    client = world.client(Role.SECTION_CHIEF)
    file = reverse("institutions:file", args=[world.institution.public_id])
    for address in (file, f"{reverse('institutions:list')}?format=xlsx&columns=name,phone"):
        assert ("phone", PUBLISHED) in {(kind, plain(number)) for kind, number in numbers_in(read(client.get(address)))}
    person = Person.objects.get(subject_kind="institution", subject_id=world.institution.pk)
    for field, kind in (("phone", "phone"), ("document_number", "document")):
        url = reverse("personal:reveal", args=[person.public_id, field])
        assert kind in {found for found, _ in numbers_in(read(client.post(url, {"why": "核对登记信息"})))}


def addresses(world: World) -> Iterator[str]:
    """Every page and every list as a sheet, on one's own objects."""
    views = dict(named())
    for name, entry in ROUTES.items():
        if entry.method != "GET" or name == "account_logout":
            continue
        for args in _arguments(entry, world):
            address = entry.at or reverse(name, kwargs=args)
            yield address
            view = views[name]
            if isinstance(view, type) and issubclass(view, ListPage):
                every = ",".join(column.key for column in _columns(view))
                yield f"{address}?columns={every}" if every else address
                yield from (f"{address}?format={kind}" for kind in ("csv", "xlsx"))


def _arguments(entry: Access, world: World) -> Iterator[dict[str, Any]]:
    for more in ({}, *entry.also):
        yield {**(entry.of.own(world) if entry.of else entry.args), **more}


def _columns(view: type[ListPage]) -> list[Any]:
    return list(view.columns)


def read(answer: Any) -> str:
    """The text of an answer, out of a stream or a workbook where it comes as one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return str(body.decode("utf-8", errors="replace"))


def plain(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
