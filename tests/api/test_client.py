"""The client in docs/api, against a running server: what a department copies works."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from cixi_oversight.audit.services.feed import number_all
from cixi_oversight.desk.enums import AssignmentState
from cixi_oversight.desk.models import Receipt
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from inspections.models import Complaint
from institutions.models import Institution
from tests.api.test_complaints import USCC
from tests.conftest import ROOT
from tests.desk.test_handover import owned
from tests.people import World, make_world

CLIENT = ROOT / "docs/api/client.py"

__all__ = ["owned"]


@pytest.fixture
def world(transactional_db: None) -> World:
    world = make_world()
    Institution.objects.filter(pk=world.institution.pk).update(uscc=USCC)
    number_all()
    return world


@pytest.fixture
def module() -> Any:
    spec = importlib.util.spec_from_file_location("api_client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(world: World, url: str, *arguments: str) -> str:
    """As a department's clerk types it; a process of its own, with the standard library only."""
    done = subprocess.run(
        [sys.executable, "-I", str(CLIENT), url, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "CIXI_API_KEY": world.system()[1]},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_hands_in_follows_and_answers(world: World, live_server: Any, owned: Any) -> None:
    told = json.loads(run(world, live_server.url, "complain", USCC, "12345-1"))
    assert told["number"] == "TS330282-2026-00001"
    assert json.loads(run(world, live_server.url, "complain", USCC, "12345-1")) == told  # another process, the same key
    assert Complaint.objects.count() == 1
    number_all()
    lines = run(world, live_server.url, "follow").splitlines()
    assert [line.split()[2] for line in lines[:-1]] == ["institution.created", "complaint.received"]
    place = lines[-1].removeprefix("next: ")
    assert run(world, live_server.url, "follow", place).splitlines() == [f"next: {place}"]
    assert json.loads(run(world, live_server.url, "answer")) == [owned.number]
    owned.refresh_from_db()
    assert (owned.state, Receipt.objects.get().answer) == (AssignmentState.IN_PROGRESS, "已核查办结")


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(
    world: World, live_server: Any, module: Any, monkeypatch: Any
) -> None:
    portal, sent = module.Portal(live_server.url, world.system()[1]), []
    once = module.Portal._once

    def lossy(self: Any, *arguments: Any) -> Any:
        answer = once(self, *arguments)
        sent.append(answer)
        if len(sent) < 3:
            raise ConnectionResetError("the line broke after the server had answered")
        return answer

    monkeypatch.setattr(module.Portal, "_once", lossy)
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    made = module.complain(portal, USCC, "12345-2", "2026-11-20")
    assert sent == [made] * 3
    assert Complaint.objects.count() == 1


def test_a_refusal_that_stays_is_told_at_once(world: World, live_server: Any, module: Any) -> None:
    portal = module.Portal(live_server.url, world.system()[1])
    with pytest.raises(module.Refused, match="institution_unknown") as refused:
        module.complain(portal, "91330282MA2GT3PW5X", "12345-3", "2026-11-20")
    assert refused.value.status == 422
    with pytest.raises(module.Refused, match="key_unknown"):
        module.Portal(live_server.url, world.system()[1][:-1] + "_").get("/api/v1/institutions")


def test_it_sends_no_key_in_the_clear(module: Any) -> None:
    with pytest.raises(ValueError, match="https"):
        module.Portal("http://portal.example", "cx_test_x")


def test_the_department_of_the_key_is_the_one_that_owns(world: World, owned: Any) -> None:
    party = owned.parties.get(role="owner")
    assert party.department == world.departments[DepartmentKind.MARKET_SUPERVISION]
    assert world.viewer(Role.API_CLIENT).department_ids == {party.department_id}
