"""Every route of the API with every single scope: it opens what it names and nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import Resource
from cixi_oversight.users.models import ApiClient
from cixi_oversight.users.rules.scopes import every_scope
from tests.people import World
from tests.project.access_table import ROUTES, Access
from tests.project.test_access_table import named
from tests.project.things import coded

DOORS = {name: entry for name, entry in ROUTES.items() if entry.door == "api" and not entry.right.anyone}


def routes(world: World) -> list[tuple[str, str, str]]:
    """Method, address and the scope it takes (none: closed) of all that can be done over REST."""
    found = []
    for name, entry in DOORS.items():
        args = entry.of.own(world) if entry.of else entry.args
        for method, needed in methods(entry).items():
            found.append((method, entry.at or reverse(name, kwargs=dict(args)), needed))
    return found


def methods(entry: Access) -> dict[str, str]:
    taken = {entry.method} | ({"POST"} if entry.post else set())
    return {method: entry.scope and f"{entry.scope}:{'read' if method == 'GET' else 'write'}" for method in taken}


@pytest.mark.parametrize("scope", ["", *every_scope()])
def test_a_scope_opens_what_it_names_and_nothing_else(world: World, scope: str) -> None:
    client, key = world.system()
    tried = routes(world)
    ApiClient.objects.filter(pk=client.pk).update(scopes=[scope] if scope else [])
    browser = Client(raise_request_exception=False, headers={"Authorization": f"Api-Key {key}"})
    wrong = []
    for method, address, needed in tried:
        status = browser.generic(method, address).status_code
        if (status == 403) is (needed != "" and needed == scope):
            wrong.append((method, address, status))
    assert wrong == []


def test_every_resource_has_a_door_and_every_door_a_known_resource() -> None:
    declared = {getattr(view, "scope", "") for name, view in named() if name.startswith("api:")} - {""}
    assert declared <= set(Resource)


def test_a_client_never_sees_what_the_night_computed(world: World) -> None:
    coded(world.institution)
    client = world.client(Role.API_CLIENT)
    row = client.get("/api/v1/risk-codes").json()["results"][0]
    assert row["adopted"] is not None
    assert "computed" not in row
    assert client.get("/api/v1/risk-codes?computed_code=red").status_code == 403
    assert client.get("/api/v1/risk-runs").json()["code"] == "closed_to_clients"
    assert client.get("/api/v1/audit-heads").json()["code"] == "closed_to_clients"


def test_the_code_does_not_come_along_with_the_institution_without_its_scope(world: World) -> None:
    coded(world.institution)
    asked = {}
    for scopes in (["institutions:read"], ["institutions:read", "risk_codes:read"]):
        ApiClient.objects.filter(pk=world.system()[0].pk).update(scopes=scopes)
        client = world.client(Role.API_CLIENT)
        row = client.get("/api/v1/institutions").json()["results"][0]
        filtered = client.get("/api/v1/institutions?adopted_code=yellow")
        asked[len(scopes)] = (row["risk"]["adopted"] and row["risk"]["adopted"]["code"], filtered.status_code)
    assert asked == {1: (None, 403), 2: ("yellow", 200)}
