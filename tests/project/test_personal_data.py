"""No personal data outside the vault: not in another app's table, and not in plain sight in any answer to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from cixi_oversight.permissions import Role
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.rules.registry import EXCEPTIONS, LOOKS_PERSONAL
from cixi_oversight.personal.rules.scan import numbers_in
from cixi_oversight.web.lists import ListPage
from tests.people import World
from tests.project.access_table import ROUTES, Access
from tests.project.plain_sight import PUBLISHED, plain, read, shown_in_full, world_with_people
from tests.project.test_access_table import ROLES, named

OURS = {"cixi_oversight", "institutions", "funds", "inspections", "riskcodes"}


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
    return world_with_people()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_no_list_shows_a_number_in_full_with_every_column_or_as_a_sheet(world: World, role: Role | None) -> None:
    """Every other answer is looked at while `test_access_table` walks the routes."""
    client = world.client(role)
    assert {at: found for at in lists(world) if (found := shown_in_full(client.get(at)))} == {}


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


def lists(world: World) -> Iterator[str]:
    views = dict(named())
    for name, entry in ROUTES.items():
        view = views[name]
        if entry.method != "GET" or not isinstance(view, type) or not issubclass(view, ListPage):
            continue
        for args in _arguments(entry, world):
            address = entry.at or reverse(name, kwargs=args)
            every = ",".join(column.key for column in view.columns)
            yield f"{address}?columns={every}" if every else address
            yield from (f"{address}?format={kind}" for kind in ("csv", "xlsx"))


def _arguments(entry: Access, world: World) -> Iterator[dict[str, Any]]:
    for more in ({}, *entry.also):
        yield {**(entry.of.own(world) if entry.of else entry.args), **more}
