"""Keys of departments' systems: several live, one is replaced without a pause, a revoked one is dead at once."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import ReasonMissing, StaleVersion
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.errors import (
    ClientIsRevoked,
    ClientNameTaken,
    KeyDayNotPossible,
    KeyIsOver,
    ScopeUnknown,
)
from cixi_oversight.users.models import ApiClient, ApiCount, ApiKey, Department
from cixi_oversight.users.rules.keys import hashed, new_key, read_key
from cixi_oversight.users.services import clients
from cixi_oversight.users.services.viewer import client_viewer, system_viewer
from institutions.models import Institution
from tests.people import AT, World, make_world

DAY = dt.timedelta(days=1)
URL = "/api/v1/institutions"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def client(world: World, by: Viewer) -> ApiClient:
    made = clients.create_client(
        department=world.departments[DepartmentKind.POLICE], name="110", contact_role="值班室", by=by, at=AT
    )
    return clients.grant_scopes(
        client=made, scopes=["institutions:read"], version=made.version, by=by, why="联网", at=AT
    )


def today() -> dt.date:
    return clock.real_now().date()


def asked(key: str, url: str = URL, scheme: str = "Api-Key") -> Any:
    return Client(raise_request_exception=False).get(url, headers={"Authorization": f"{scheme} {key}"})


def secret_of(key: str) -> str:
    """What stands behind the prefix; it may itself contain an underline."""
    return key.split("_", 3)[3]


def issue(client: ApiClient, by: Viewer) -> str:
    return clients.issue_key(client=client, expires_on=today() + DAY, by=by, at=AT)[1]


def test_a_key_opens_what_its_client_may_see_and_only_its_hash_is_kept(client: ApiClient, by: Viewer) -> None:
    key = issue(client, by)
    answer = asked(key)
    assert answer.status_code == 200
    assert [row["name"] for row in answer.json()["results"]] == ["慈溪市浒山青禾艺术培训有限公司"]
    kept = ApiKey.objects.get()
    assert kept.hashed == hashed(key)
    assert key not in str([str(value) for value in vars(kept).values()])
    assert key.startswith(f"cx_test_{kept.prefix}_")


def test_two_keys_live_at_once_and_one_is_revoked_at_once(client: ApiClient, by: Viewer) -> None:
    first, second = issue(client, by), issue(client, by)
    assert (asked(first).status_code, asked(second).status_code) == (200, 200)
    clients.revoke_key(key=ApiKey.objects.get(hashed=hashed(first)), by=by, why="泄露", at=AT)
    refused = asked(first)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_revoked")
    assert refused["WWW-Authenticate"] == "Api-Key"
    assert asked(second).status_code == 200


def test_a_revoked_client_is_dead_with_all_its_keys_for_good(client: ApiClient, by: Viewer) -> None:
    key = issue(client, by)
    clients.revoke_client(client=client, by=by, why="系统下线", at=AT)
    assert asked(key).json()["code"] == "key_revoked"
    with pytest.raises(ClientIsRevoked):
        issue(client, by)
    with pytest.raises(ClientIsRevoked):
        clients.grant_scopes(client=client, scopes=[], version=client.version, by=by, why="x", at=AT)


def test_a_replaced_key_lives_until_the_chosen_day(client: ApiClient, by: Viewer, monkeypatch: Any) -> None:
    old = issue(client, by)
    row = ApiKey.objects.get()
    _key, fresh = clients.rotate_key(key=row, old_until=today(), expires_on=today() + 300 * DAY, by=by, at=AT)
    assert (asked(old).status_code, asked(fresh).status_code) == (200, 200)
    tomorrow = clock.real_now() + DAY
    monkeypatch.setattr(clock, "real_now", lambda: tomorrow)
    refused = asked(old)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_expired")
    assert refused.json()["figures"] == {"day": row.expires_on.isoformat()} | {
        "day": ApiKey.objects.get(pk=row.pk).expires_on.isoformat()
    }
    assert asked(fresh).status_code == 200
    with pytest.raises(KeyIsOver):
        clients.rotate_key(key=row, old_until=tomorrow.date(), expires_on=tomorrow.date(), by=by, at=AT)


def test_a_key_of_another_environment_is_refused_as_such(client: ApiClient, by: Viewer, settings: Any) -> None:
    key = issue(client, by)
    settings.API_KEY_ENVIRONMENT = "prod"
    refused = asked(key)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_of_another_environment")
    assert refused.json()["figures"] == {"of": "test", "here": "prod"}
    forged = key.replace("cx_test_", "cx_prod_")
    assert asked(forged).json()["code"] == "key_unknown"


@pytest.mark.parametrize(
    "wrong",
    ["", "x", "cx_test_", "cx_test_aaaaaaaa_" + "A" * 43, "cx_test_aaaaaaaa_" + "A" * 42, "é" * 60, "A" * 5000],
)
def test_what_is_no_key_of_ours_is_one_answer(client: ApiClient, wrong: str) -> None:
    answer = Client(raise_request_exception=False).get(URL, HTTP_AUTHORIZATION=f"Api-Key {wrong}")
    assert answer.status_code == 401
    assert answer.json()["code"] in {"key_unknown", "authorization_not_readable"}


def test_a_wrong_secret_under_a_known_prefix_is_unknown(client: ApiClient, by: Viewer) -> None:
    key = issue(client, by)
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert asked(other).json()["code"] == "key_unknown"


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "Token", "Api-Key:"])
def test_another_scheme_is_refused_even_beside_a_session(
    world: World, client: ApiClient, by: Viewer, scheme: str
) -> None:
    key = issue(client, by)
    assert asked(key, scheme=scheme).json()["code"] == "authorization_not_readable"
    browser = world.client(Role.SECTION_CHIEF)
    assert browser.get(URL, headers={"Authorization": f"{scheme} {key}"}).status_code == 401


@pytest.mark.parametrize("parameter", ["api_key", "token", "cursor", "name"])
def test_a_key_in_the_address_is_refused(client: ApiClient, by: Viewer, parameter: str) -> None:
    key = issue(client, by)
    for sent in (key, f"Api-Key {key}"):
        bare = Client(raise_request_exception=False).get(URL, {parameter: sent})
        with_header = Client().get(URL, {parameter: sent}, headers={"Authorization": f"Api-Key {key}"})
        assert [(found.status_code, found.json()["code"]) for found in (bare, with_header)] == [
            (400, "key_in_address")
        ] * 2
        assert key not in bare.content.decode() + with_header.content.decode()


def test_a_client_is_nobody_on_pages(client: ApiClient, by: Viewer) -> None:
    key = issue(client, by)
    for page in ("/bureau/register/", "/bureau/system/clients/", "/bureau/complaints/", "/accounts/"):
        assert asked(key, page).status_code == 302


def test_its_principal_sees_what_its_department_sees(world: World, by: Viewer) -> None:
    def names(kind: DepartmentKind) -> list[str]:
        made = clients.create_client(
            department=world.departments[kind], name="系统", contact_role="值班室", by=by, at=AT
        )
        viewer = client_viewer(made)
        assert (viewer.kind, viewer.roles) == (ViewerKind.CLIENT, {Role.API_CLIENT})
        return list(Institution.objects.visible_to(viewer).values_list("name", flat=True))

    own = [world.institution.name]
    assert names(DepartmentKind.EDUCATION) == own  # the whole county, and no other
    assert names(DepartmentKind.TOWN_OFFICE) == own
    assert names(DepartmentKind.MARKET_SUPERVISION) == own  # its registration authority
    assert names(DepartmentKind.CIVIL_AFFAIRS) == []


def test_the_last_use_is_noted_once_a_minute(client: ApiClient, by: Viewer, monkeypatch: Any) -> None:
    key = issue(client, by)
    seen = []
    for seconds in (0, 30, 59, 60, 61):
        moment = dt.datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI) + dt.timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "real_now", lambda moment=moment: moment)
        asked(key)
        used = ApiKey.objects.get().last_used_at
        assert used is not None
        seen.append(int((used - dt.datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)).total_seconds()))
    assert seen == [0, 0, 0, 60, 60]


def test_scopes_are_set_as_a_whole_by_version_and_with_a_reason(client: ApiClient, by: Viewer) -> None:
    with pytest.raises(StaleVersion):
        clients.grant_scopes(client=client, scopes=[], version=client.version - 1, by=by, why="x", at=AT)
    with pytest.raises(ScopeUnknown):
        clients.grant_scopes(client=client, scopes=["money:write"], version=client.version, by=by, why="x", at=AT)
    with pytest.raises(ReasonMissing):
        clients.grant_scopes(client=client, scopes=[], version=client.version, by=by, why=" ", at=AT)
    again = clients.grant_scopes(
        client=client, scopes=["events:read", "complaints:write", "events:read"], version=client.version, by=by,
        why="扩展", at=AT,
    )  # fmt: skip
    assert again.scopes == ["complaints:write", "events:read"]


def test_names_and_days_that_cannot_be(world: World, client: ApiClient, by: Viewer) -> None:
    with pytest.raises(ClientNameTaken):
        clients.create_client(department=client.department, name="110", contact_role="值班室", by=by, at=AT)
    for day in (today() - DAY, today() + 731 * DAY):
        with pytest.raises(KeyDayNotPossible):
            clients.issue_key(client=client, expires_on=day, by=by, at=AT)
    key, _text = clients.issue_key(client=client, expires_on=today() + DAY, by=by, at=AT)
    with pytest.raises(KeyDayNotPossible):
        clients.rotate_key(key=key, old_until=today() + 2 * DAY, expires_on=today(), by=by, at=AT)


def test_the_audit_says_what_was_done_and_never_the_key(client: ApiClient, by: Viewer, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    key = issue(client, by)
    row = ApiKey.objects.get()
    _new, fresh = clients.rotate_key(key=row, old_until=today(), expires_on=today(), by=by, at=AT)
    asked(key)
    asked(key[:-1] + "-")
    clients.revoke_key(key=row, by=by, why="换系统", at=AT)
    clients.revoke_client(client=client, by=by, why="下线", at=AT)
    events = Event.objects.filter(subject_kind="api_client", subject_id=client.pk).order_by("id")
    assert [event.verb for event in events] == [
        f"users.{verb}"
        for verb in ("create_client", "grant_scopes", "issue_key", "rotate_key", "revoke_key", "revoke_client")
    ]
    written = str([(event.data, event.why) for event in events]) + caplog.text
    for secret in (key, fresh, secret_of(key), hashed(key), hashed(fresh)):
        assert secret not in written


def test_a_client_over_its_limit_waits(client: ApiClient, by: Viewer, settings: Any, monkeypatch: Any) -> None:
    key = issue(client, by)
    other = clients.create_client(department=client.department, name="119", contact_role="值班室", by=by, at=AT)
    other = clients.grant_scopes(
        client=other, scopes=["institutions:read"], version=other.version, by=by, why="联网", at=AT
    )
    settings.API_RATES = {"client": 3, "address": 100}
    moment = dt.datetime(2026, 11, 23, 10, 0, 15, tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    assert [asked(key).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = asked(key)
    assert (refused["Retry-After"], refused.json()["code"]) == ("45", "too_many_requests")
    assert refused.json()["figures"] == {"seconds": 45}
    assert asked(issue(other, by)).status_code == 200
    moment += dt.timedelta(seconds=45)
    assert asked(key).status_code == 200


def test_an_address_over_its_limit_waits_also_with_wrong_keys_and_without(
    world: World, client: ApiClient, by: Viewer, settings: Any, monkeypatch: Any
) -> None:
    settings.API_RATES = {"client": 100, "address": 3}
    moment = dt.datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    unknown = new_key("test")[0]
    answers = [asked(unknown), asked("nonsense"), Client().get(URL), asked(unknown), Client().get(URL)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert asked(issue(client, by)).status_code == 429
    assert world.client(Role.SECTION_CHIEF).get(URL).status_code == 200  # who signed in is not counted by address
    other = Client(REMOTE_ADDR="10.1.2.3").get(URL)
    assert other.status_code == 401
    assert ApiCount.objects.count() == 3


def test_a_key_reads_back_and_shows_nothing_of_its_secret() -> None:
    text, made = new_key("demo")
    assert read_key(text) == made
    assert secret_of(text) not in repr(made)
    assert len({new_key("demo")[0] for _ in range(100)}) == 100


def test_a_key_reads_back_whatever_stands_in_its_secret() -> None:
    for secret in ("_" * 43, "-" * 43, "_cx_demo_" + "a" * 34):
        text = f"cx_demo_23456789_{secret}"
        read = read_key(text)
        assert read is not None
        assert (read.environment, read.prefix, read.hashed) == ("demo", "23456789", hashed(text))
        assert secret_of(text) == secret


# --- pages ---


def page(client: ApiClient, name: str, *more: str) -> str:
    return reverse(f"users:{name}", args=[client.public_id, *more])


def test_the_key_is_on_the_screen_once_and_in_no_session(world: World, client: ApiClient) -> None:
    browser = world.client(Role.SYSTEM_ADMIN)
    form = {"expires_on": today().isoformat(), "form_token": "t" * 22}
    answer = browser.post(page(client, "client_key"), form)
    key = ApiKey.objects.get(client=client)
    found = re.findall(r"cx_test_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", answer.content.decode())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert [hashed(text) for text in found] == [key.hashed]
    assert asked(found[0]).status_code == 200
    again = browser.post(page(client, "client_key"), form)  # sent twice: one key, and it is not shown again
    assert (again.status_code, ApiKey.objects.count()) == (302, 1)
    for address in (page(client, "client"), reverse("users:clients"), page(client, "rotate_key", key.prefix)):
        assert found[0] not in browser.get(address).content.decode()
    assert secret_of(found[0]) not in str(browser.session.items())


def test_one_registers_another_grants_and_either_revokes(world: World) -> None:
    system, security = world.client(Role.SYSTEM_ADMIN), world.client(Role.SECURITY_ADMIN)
    department = world.departments[DepartmentKind.FIRE]
    made = system.post(
        reverse("users:create_client"), {"department": department.pk, "name": "消防平台", "contact_role": "指挥中心"}
    )
    row = ApiClient.objects.get(name="消防平台")
    assert made["Location"] == page(row, "client")
    scopes = {"scopes": ["institutions:read"], "why": "联合检查", "version": row.version}
    assert system.post(page(row, "client_scopes"), scopes).status_code == 403
    assert security.post(page(row, "client_key"), {"expires_on": today().isoformat()}).status_code == 403
    assert security.post(page(row, "client_scopes"), scopes).status_code == 302
    row.refresh_from_db()
    assert row.scopes == ["institutions:read"]
    assert security.post(page(row, "client_scopes"), scopes).status_code == 409  # from an older form
    system.post(page(row, "client_key"), {"expires_on": today().isoformat()})
    old = row.keys.get()
    rotated = system.post(
        page(row, "rotate_key", old.prefix), {"old_until": today().isoformat(), "expires_on": today().isoformat()}
    )
    assert "cx_test_" in rotated.content.decode()
    assert security.post(page(row, "revoke_key", old.prefix), {"why": "试运行结束"}).status_code == 302
    assert security.post(page(row, "revoke_key", old.prefix), {"why": "再来一次"}).status_code == 409
    assert system.post(page(row, "revoke_client"), {"why": "系统下线"}).status_code == 302
    text = world.client(Role.AUDIT_ADMIN).get(page(row, "client")).content.decode()
    assert "已撤销" in text
    assert page(row, "revoke_client") not in text


def test_no_administrator_registers_for_another_county(world: World) -> None:
    other = Department.objects.create(county=world.other_county, kind=DepartmentKind.FIRE, name="余姚消防")
    form = {"department": other.pk, "name": "x", "contact_role": "y"}
    assert world.client(Role.SYSTEM_ADMIN).post(reverse("users:create_client"), form).status_code == 422
    assert not ApiClient.objects.exists()
