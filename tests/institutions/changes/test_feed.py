"""Market supervision's feed over REST, and what the registrar does with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.errors import Forbidden, ReasonMissing
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.changes import ChangeKind, ChangeState, ChangeVerb
from institutions.models import RegisterChange, SuspectedSite
from institutions.services.changes.deciding import move_change
from institutions.services.changes.receiving import ChangeFacts, receive_changes
from tests.people import AT, ON, World, make_system, make_world

pytestmark = pytest.mark.django_db
PATH = "/api/v1/register-changes"


@pytest.fixture
def world() -> World:
    pin(ON)
    return make_world()


def row(reference: str, **changed: Any) -> dict[str, Any]:
    facts = {
        "reference": reference,
        "kind": "new",
        "changed_on": "2026-11-19",
        "name": "慈溪市星途艺术培训有限公司",
        "address": "慈溪市浒山街道新城大道100号",
        "scope": "艺术培训；文具销售",
    }
    return facts | changed


def sent(world: World, rows: list[dict[str, Any]], key: str = "week-47-first", client: Any = None) -> Any:
    browser = client or world.client(Role.API_CLIENT)
    return browser.post(PATH, {"rows": rows}, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_feed_is_matched_and_answered_row_by_row(world: World) -> None:
    before = world.institution.version
    answer = sent(
        world,
        [row("1"), row("2", kind="abnormal", name=world.institution.name), row("3", scope="食品销售", name="超市")],
    )
    assert answer.status_code == 201, answer.content
    found = answer.json()["rows"]
    assert [one["outcome"] for one in found] == ["suspected", "matched", "not_ours"]
    site = SuspectedSite.objects.get()
    assert (found[0]["suspected_site"], site.town) == (site.number, world.town)
    assert found[1]["institution"]["public_id"] == world.institution.public_id
    world.institution.refresh_from_db()
    assert world.institution.version == before, "the register is not touched"
    listed = world.client(Role.API_CLIENT).get(PATH, {"outcome": "matched"}).json()
    assert [one["reference"] for one in listed["results"]] == ["2"]


def test_the_same_key_and_the_same_reference_make_nothing_twice(world: World) -> None:
    first = sent(world, [row("1")])
    assert sent(world, [row("1")]).json() == first.json()
    again = sent(world, [row("1"), row("9", name="另一家", scope="食品")], key="week-47-again")
    assert again.json()["rows"][0] == first.json()["rows"][0]
    assert (RegisterChange.objects.count(), SuspectedSite.objects.count()) == (2, 1)
    assert sent(world, [row("2")]).status_code == 422, "another body under the same key"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], 400),
        ([row("1"), row("1")], 400),
        ([row("1", kind="closed")], 400),
        ([row("1", legal_representative="张三")], 400),
        ([row("1", note="法人电话13812345678")], 422),
        ([row(str(n)) for n in range(501)], 400),
    ],
)
def test_what_is_not_a_feed_is_refused_whole(world: World, rows: list[dict[str, Any]], status: int) -> None:
    answer = sent(world, rows)
    assert answer.status_code in (status, 400, 422), answer.content
    assert not RegisterChange.objects.exists()


def test_another_system_sees_nothing_of_it(world: World) -> None:
    sent(world, [row("1")])
    scopes = ["register_changes:read", "register_changes:write"]
    _client, key = make_system(world.departments[DepartmentKind.CIVIL_AFFAIRS], scopes, name="民政")
    other = world.client(None)
    answer = other.get(PATH, headers={"Authorization": f"Api-Key {key}"})
    assert answer.json()["results"] == []


def test_the_registrar_says_what_was_done_and_a_town_only_reads(world: World) -> None:
    facts = ChangeFacts(
        reference="1",
        kind=ChangeKind.CHANGED,
        changed_on=ON,
        name=world.institution.name,
        address="新城大道1号",
        scope="",
        note="地址变更",
    )
    change = receive_changes(county=world.county, rows=[facts], by=system_viewer(label="tests"), at=AT)[0]
    registrar = world.viewer(Role.REGISTRAR)
    with pytest.raises(Forbidden):
        move_change(change=change, verb=ChangeVerb.FINISH, why="已核", by=world.viewer(Role.TOWN_OFFICER), at=AT)
    with pytest.raises(ReasonMissing):
        move_change(change=change, verb=ChangeVerb.FINISH, why=" ", by=registrar, at=AT)
    page = reverse("institutions:register_change", args=[change.public_id])
    assert "地址变更" in world.client(Role.TOWN_OFFICER).get(page).content.decode()
    file = reverse("institutions:file", args=[world.institution.public_id])
    assert page in world.client(Role.REGISTRAR).get(file).content.decode(), "stands in the institution's history"
    done = move_change(change=change, verb=ChangeVerb.FINISH, why="已要求机构申请变更", by=registrar, at=AT)
    assert done.state == ChangeState.DONE
