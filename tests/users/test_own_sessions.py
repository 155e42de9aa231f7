"""One's own sessions: listed, ended one by one or all others; ended by an administrator; none after a role is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import SignedInSession, User
from cixi_oversight.users.services.accounts import close_account
from cixi_oversight.users.services.memberships import dismiss
from tests.users.conftest import AT, PASSWORD

SESSIONS = "/accounts/sessions/"


def signed_in(username: str, agent: str = "Firefox Windows") -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


@pytest.fixture
def lina(person: Callable[..., User]) -> User:
    return person("lina", Role.REGISTRAR)


def test_they_are_listed_with_device_and_address(lina: User) -> None:
    here = signed_in("lina")
    signed_in("lina", "Mozilla (Linux; Android 14) Chrome/130")
    page = here.get(SESSIONS).content.decode()
    assert "Firefox · Windows" in page
    assert "Chrome · Android" in page
    assert page.count("127.0.0.1") == 2


def test_one_is_ended(lina: User) -> None:
    here, there = signed_in("lina"), signed_in("lina")
    row = SignedInSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"{SESSIONS}{row.public_id}/end/").status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.post(f"{SESSIONS}{row.public_id}/end/").status_code == 409


def test_all_others_are_ended(lina: User) -> None:
    here, *others = [signed_in("lina") for _ in range(3)]
    here.post(f"{SESSIONS}end/")
    assert [is_in(one) for one in (here, *others)] == [True, False, False]
    assert Event.objects.get(verb="users.end_sessions").data == {"sessions": 2}


def test_nobody_ends_or_sees_another_account_s(lina: User, person: Callable[..., User]) -> None:
    person("wang", Role.REGISTRAR)
    here, foreign = signed_in("lina"), signed_in("wang")
    row = SignedInSession.objects.get(session_key=here.session.session_key)
    assert foreign.post(f"{SESSIONS}{row.public_id}/end/").status_code == 404
    assert is_in(here)
    assert row.public_id not in foreign.get(SESSIONS).content.decode()


def test_an_administrator_ends_them_all(lina: User, person: Callable[..., User]) -> None:
    person("admin", Role.SECURITY_ADMIN)
    admin, here = signed_in("admin"), signed_in("lina")
    path = f"/bureau/system/accounts/{lina.public_id}/sessions/end/"
    assert admin.post(path, {"why": "电脑遗失"}).status_code == 302
    assert (is_in(here), is_in(admin)) == (False, True)
    assert admin.post(path, {"why": "再次"}).status_code == 409


def test_a_closed_account_has_no_session_left(lina: User, by: Viewer) -> None:
    here = signed_in("lina")
    key = here.session.session_key
    close_account(user=lina, by=by, why="离职", at=AT)
    assert not Session.objects.filter(session_key=key).exists()
    assert not is_in(here)
    assert SignedInSession.objects.get().ended_why == "account_closed"


def test_a_role_taken_away_is_gone_in_the_session_that_runs(lina: User, by: Viewer) -> None:
    here = signed_in("lina")
    assert here.get("/bureau/register/").status_code == 200
    dismiss(membership=lina.memberships.get(), on=clock.today(), by=by, why="调离", at=clock.now())
    assert here.get("/bureau/register/").status_code == 403
    assert here.get("/api/v1/institutions").status_code == 403


def test_the_key_is_new_after_signing_in(lina: User, client: Client) -> None:
    """Session fixation: a key that an attacker planted before is worth nothing afterwards."""
    client.post("/language/", {"language": "en"})
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


def test_a_key_of_nobody_s_making_is_not_taken(lina: User, client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "a" * 32


def test_signing_out_ends_the_row(lina: User) -> None:
    here = signed_in("lina")
    here.post("/accounts/logout/")
    assert SignedInSession.objects.get().ended_why == "signed_out"
    assert Event.objects.filter(verb="users.sign_out", subject_id=lina.pk).count() == 1


def test_a_stolen_cookie_is_dead_after_signing_out(lina: User) -> None:
    here = signed_in("lina")
    cookie: Any = here.cookies["sessionid"].value
    here.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)
