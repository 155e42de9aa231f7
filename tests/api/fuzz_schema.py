"""Generated requests over the whole schema, by every kind of caller: make fuzz, REQUESTS=50000 of them.

Half of them keep to the schema, half break it. Nothing stops at the first finding: each is counted under caller and
operation, and the first request that showed it is printed. SEED makes a run again.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import pytest
import schemathesis
import structlog
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from cixi_oversight.permissions import Role
from tests.people import World, make_world
from tests.project.things import coded, complaint

REQUESTS: Final = int(os.environ.get("REQUESTS", "2000"))
SEED: Final = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
ROUND: Final = 60  # requests of an operation, caller and mode before the next one's turn
CALLERS: Final = (
    Role.SECTION_CHIEF,
    Role.INSPECTOR,
    Role.TOWN_OFFICER,
    Role.AUDIT_ADMIN,
    Role.INSTITUTION_OWNER,
    Role.API_CLIENT,
    None,
)
CHECKS: Final = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
TOKEN: Final = "f" * 32  # of the session against forged requests: a browser sends it in cookie and header


@dataclass
class Seen:
    """What a run has met."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    findings: dict[tuple[str, str, str], str] = field(default_factory=dict)
    slowest: float = 0.0

    @property
    def requests(self) -> int:
        return self.statuses.total()


@dataclass(frozen=True)
class Caller:
    name: str
    cookies: dict[str, str]
    headers: dict[str, str]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Every request in transactions of its own, as on a server, and without a log line for each refusal."""
    monkeypatch.setattr("django_structlog.middlewares.request.logger", structlog.wrap_logger(None, [_dropped]))
    world = make_world()
    coded(world.institution)
    complaint(world.institution)
    return world


def _dropped(_logger: Any, _method: str, _event: Any) -> Any:
    raise structlog.DropEvent


@pytest.fixture
def described(world: World) -> Any:
    found = schemathesis.openapi.from_dict(world.client(Role.SECTION_CHIEF).get("/api/v1/schema").json())
    found.app = WSGIHandler()
    return found


def caller(world: World, role: Role | None) -> Caller:
    name = role.value if role else "nobody"
    if role is Role.API_CLIENT:
        return Caller(name, {}, {"Authorization": f"Api-Key {world.system()[1]}"})
    cookies = {name: morsel.value for name, morsel in world.client(role).cookies.items()}
    return Caller(name, cookies | {"csrftoken": TOKEN}, {"X-CSRFToken": TOKEN})


def test_nothing_generated_breaks_a_door(world: World, described: Any) -> None:
    seen, began = Seen(), time.monotonic()
    operations = [found.ok() for found in described.get_all_operations()]
    callers = [caller(world, role) for role in CALLERS]
    turn = 0
    while seen.requests < REQUESTS:
        turn += 1
        for operation in operations:
            for who in callers:
                for mode in GenerationMode:
                    ask(operation, who, mode, seen, world, number=SEED * 1000 + turn)
        print(f"  {seen.requests} requests, {len(seen.findings)} findings", flush=True)
    report(seen, seconds=time.monotonic() - began, operations=len(operations))
    assert seen.findings == {}
    assert not any(status >= 500 for _who, status in seen.statuses)


def ask(operation: Any, who: Caller, mode: GenerationMode, seen: Seen, world: World, *, number: int) -> None:
    """One turn; an operation that takes nothing has nothing to break, and is asked as it stands."""
    once = settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @seed(number)
    @once
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Case) -> None:
        if number % 2 and "public_id" in (case.path_parameters or {}) and mode is GenerationMode.POSITIVE:
            case.path_parameters["public_id"] = world.institution.public_id
        send(case, who, seen)

    try:
        one()
    except (schemathesis.errors.SchemathesisError, Unsatisfiable):  # nothing of it can be broken
        if mode is GenerationMode.POSITIVE:
            raise


def send(case: Case, who: Caller, seen: Seen) -> None:
    """Who asks is ours to say: a key that was made up would only ever be 401."""
    for name in ("Authorization", "X-CSRFToken"):
        if case.headers:
            case.headers.pop(name, None)
    began = time.monotonic()
    response = case.call(cookies=who.cookies, headers=who.headers)
    seen.slowest = max(seen.slowest, time.monotonic() - began)
    seen.statuses[who.name, response.status_code] += 1
    try:
        # what is too long to be looked at is refused, whatever else is wrong with it; schemathesis does not know 414
        unread = response.status_code == HTTPStatus.REQUEST_URI_TOO_LONG
        checks = [check for check in CHECKS if not (unread and check is negative_data_rejection)]
        case.validate_response(response, checks=checks)
    except (Failure, FailureGroup) as found:
        for one in found.exceptions if isinstance(found, FailureGroup) else [found]:
            key = (who.name, case.operation.label, type(one).__name__)
            answer = f"{response.status_code} {response.text[:400]}"
            if key not in seen.findings:
                seen.findings[key] = f"{one}\n{case.as_curl_command()}\n{answer}"
                print(f"--- {key[2]}: {key[1]} as {key[0]}\n{seen.findings[key]}", flush=True)


def report(seen: Seen, *, seconds: float, operations: int) -> None:
    statuses = sorted({status for _who, status in seen.statuses})
    print(f"\n{seen.requests} requests to {operations} operations in {seconds:.0f} s, seed {SEED}")
    print(f"slowest answer {seen.slowest * 1000:.0f} ms")
    print("caller".ljust(20) + "".join(str(status).rjust(8) for status in statuses) + "all".rjust(8))
    for who in dict.fromkeys(name for name, _status in seen.statuses):
        counts = [seen.statuses[who, status] for status in statuses]
        print(who.ljust(20) + "".join(f"{count:8}" for count in counts) + f"{sum(counts):8}")
