"""The file of a deadline, and who may let it rest or last longer."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight.permissions import Role
from cixi_oversight.policy.models import Deadline
from tests.people import World, make_world
from tests.project import things

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def row(world: World) -> Deadline:
    found: Deadline = things.deadline(world.institution)
    return found


def test_an_inspector_suspends_and_resumes_and_the_file_tells_it(world: World, row: Deadline) -> None:
    client, page = world.client(Role.INSPECTOR), f"/bureau/deadlines/{row.pk}/"
    shown = client.get(page).content.decode()
    assert f"{page}suspend/" in shown
    assert f"{page}resume/" not in shown
    assert f"{page}extend/" not in shown, "the law gives no extension of this kind"
    start = (row.started_on + dt.timedelta(days=1)).isoformat()
    assert client.post(f"{page}suspend/", {"from_on": start, "reason": "等待检测"}).status_code == 422, "no law named"
    sent = {"from_on": start, "reason": "等待检测", "law": "某规章第十条"}
    assert client.post(f"{page}suspend/", sent).status_code == 302
    shown = client.get(page).content.decode()
    assert "某规章第十条" in shown
    assert f"{page}resume/" in shown
    assert client.post(f"{page}resume/", {"to_on": start, "why": "已出结果"}).status_code == 302
    before = row.due_on
    row.refresh_from_db()
    assert row.due_on > before
    assert client.get(page).content.decode().count(row.due_on.isoformat()) >= 2


def test_who_only_sees_it_has_no_button_and_no_form(world: World, row: Deadline) -> None:
    client, page = world.client(Role.REGISTRAR), f"/bureau/deadlines/{row.pk}/"
    assert f"{page}suspend/" not in client.get(page).content.decode()
    assert client.get(f"{page}suspend/").status_code == 403
    assert client.post(f"{page}suspend/", {}).status_code == 403
