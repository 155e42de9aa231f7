"""The schema is valid, whole and true: what the API answers to generated requests is what it says it answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import schemathesis
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from cixi_oversight.permissions import Role
from tests.people import World
from tests.project.things import annual, assignment, case, case_step, coded, complaint, filing, gap_list, paper

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
SEEN: dict[Role | None, set[int]] = {
    Role.SECTION_CHIEF: {200, 400, 403, 404},  # 403: the heads of the audit are the audit administrator's
    Role.TOWN_OFFICER: {200, 400, 403, 404},
    Role.API_CLIENT: {200, 400, 403, 404},
    None: {401, 404},
}
SAMPLE = 2_000  # generated requests in every run, of all callers together


def gently(examples: int) -> settings:
    """The same requests in every run."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def test_it_is_valid_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_it_holds_every_route_and_no_other(world: World) -> None:
    described = world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json()["paths"]
    api = next(pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "api/")
    written = [str(route.pattern) for route in api.url_patterns]
    routed = {"/api/" + re.sub("<str:([a-z_]+)>", r"{\1}", route) for route in written if route.startswith("v1/")}
    assert set(described) == routed - {"/api/v1/schema"}


def test_the_docs_need_no_other_host(world: World) -> None:
    client = world.client(Role.SECTION_CHIEF)
    page = client.get("/api/docs").content.decode()
    assert not re.search(r"<style|style=|<script>|https?://", page)
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    static = [source.removeprefix("/static/") for source in sources if source.startswith("/static/")]
    assert len(static) == 4
    assert all(finders.find(path) for path in static)
    script = next(source for source in sources if "script=" in source)
    answer = client.get(script.replace("&amp;", "&"), headers={"Accept": "*/*"})
    assert answer.status_code == 200
    assert "javascript" in answer["Content-Type"]
    assert "/api/v1/schema" in answer.content.decode()


@pytest.fixture
def described(world: World) -> Iterator[Any]:
    """The schema over the portal as a server runs it, but on the connection of the test, which stays open."""
    coded(world.institution)
    work = assignment(world.institution)
    for path, thing in (
        ("complaints/{public_id}", complaint(world.institution)),
        ("assignments/{public_id}", work),
        ("assignments/{public_id}/receipts", work),
        ("annual-inspections/{public_id}", annual(world.institution)),
        ("gap-lists/{public_id}", gap_list(world.institution)),
        ("papers/{public_id}", paper(world.institution)),
        ("filings/{public_id}", filing(world.institution)),
        ("cases/{public_id}", case(world.institution)),
        ("cases/{public_id}/steps/{step_id}", case_step(world.institution)),
    ):
        world.made[f"/api/v1/{path}"] = thing
    found = schemathesis.openapi.from_dict(world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json())
    found.app = WSGIHandler()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", SEEN)
def test_generated_requests_are_answered_as_described(
    world: World, described: Any, role: Role | None, record_property: Callable[[str, object], None]
) -> None:
    """Each caller's share of the sample; the end of the run says how many there were (`conftest`)."""
    client = world.client(role)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    headers = {"Authorization": f"Api-Key {world.system()[1]}"} if role is Role.API_CLIENT else {}
    seen: Counter[int] = Counter()
    operations = [found.ok() for found in described.get_all_operations()]
    share = SAMPLE // len(SEEN)
    once = gently(-(-share // len(operations)))
    for operation in operations:
        once(given(case=operation.as_strategy())(lambda case: seen.update([_send(case, cookies, headers)])))()
        if "{public_id}" in operation.path and operation.method.upper() == "GET":
            thing = world.made.get(operation.path, world.institution)
            parameters = thing if isinstance(thing, dict) else {"public_id": thing.public_id}
            assert _send(operation.Case(path_parameters=parameters), cookies, headers) == (200 if role else 401)
    record_property("generated_requests", seen.total())
    assert seen.total() >= share, f"{seen.total()} requests of the {share} that are this caller's share of {SAMPLE}"
    assert set(seen) - {201, 422} == SEEN[role]  # whether a rule is met depends on what was generated


def _send(case: Case, cookies: dict[str, str], headers: dict[str, str]) -> int:
    """Who asks is ours to say: a key that was made up would only ever be 401."""
    if case.headers:
        case.headers.pop("Authorization", None)
    response = case.call(cookies=cookies, headers=headers)
    case.validate_response(response, checks=list(CHECKS))
    return response.status_code


def test_every_operation_says_that_an_address_may_be_too_long(world: World) -> None:
    """Found by make fuzz: the door before all views refuses it, so no view's author thinks of it."""
    paths = world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json()["paths"]
    assert all("414" in operation["responses"] for path in paths.values() for operation in path.values())
    answer = world.client(Role.SECTION_CHIEF).get("/api/v1/institutions?cursor=" + "x" * 8_192)
    assert (answer.status_code, answer.json()["code"]) == (414, "address_too_long")
