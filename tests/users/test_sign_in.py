"""The door: no sign-up, a second factor for staff, limits, sessions that end, no way out to a foreign site."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import User
from tests.users.conftest import PASSWORD

LOGIN = "/accounts/login/"
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
ACTIVATE = "/accounts/2fa/totp/activate/"
INSIDE = "/accounts/password/change/"


def sign_in(client: Client, username: str, password: str = PASSWORD, query: str = "") -> Any:
    return client.post(LOGIN + query, {"login": username, "password": password})


def code_now(secret: str) -> str:
    import time

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def forced(settings: Any) -> None:
    settings.MFA_FORCED_FOR_STAFF = True


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/reset/done/", "confirm-email/", "login/code/confirm/"]
)
def test_nobody_signs_himself_up_or_has_mail_sent(db: None, client: Client, path: str) -> None:
    data = {"username": "intruder", "email": "a@b.cn", "password1": PASSWORD, "password2": PASSWORD}
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", data).status_code == 404
    assert not User.objects.exists()


def test_it_lets_in_by_user_name_and_notes_it(client: Client, person: Callable[..., User]) -> None:
    user = person("lina", Role.REGISTRAR)
    assert sign_in(client, "lina").status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    event = Event.objects.get(verb="users.sign_in")
    assert (event.subject_id, event.actor.user_id) == (user.pk, user.pk)


def test_a_failed_sign_in_is_noted_without_what_was_typed(client: Client, person: Callable[..., User]) -> None:
    user = person("lina", Role.REGISTRAR)
    sign_in(client, "lina", "wrong password")
    sign_in(client, "my secret password", "x")
    events = list(Event.objects.filter(verb="users.sign_in_failed").order_by("id"))
    assert [event.subject_id for event in events] == [user.pk, 0]
    assert "secret" not in str([(event.data, event.why, event.source) for event in events])


def test_five_wrong_passwords_close_the_door_also_to_the_right_one(client: Client, person: Callable[..., User]) -> None:
    person("lina", Role.REGISTRAR)
    person("wang", Role.REGISTRAR)
    for _ in range(5):
        assert sign_in(client, "lina", "wrong password").status_code == 200
    answer = sign_in(client, "lina")
    assert answer.status_code != 302
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "wang").status_code == 302, "another account from the same office"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "http:///evil.example",
        "\t//e.x",
    ],
)
def test_it_does_not_send_on_to_a_foreign_site(client: Client, person: Callable[..., User], target: str) -> None:
    person("lina", Role.REGISTRAR)
    answer = client.post(LOGIN, {"login": "lina", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer.headers["Location"] == resolve_url(settings.LOGIN_REDIRECT_URL)


def test_the_language_switch_does_not_either(db: None, client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "//evil.example"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert client.cookies["django_language"].value == "en"


def test_staff_set_up_a_second_factor_before_anything_else(
    client: Client, person: Callable[..., User], forced: None
) -> None:
    person("lina", Role.REGISTRAR)
    sign_in(client, "lina")
    for path in ("/", INSIDE, "/bureau/anything", "/no-such-page"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, ACTIVATE), path
    answer = client.get("/api/v1/anything")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")
    assert client.get(ACTIVATE, follow=True).redirect_chain[-1][0].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/logout/").status_code == 302


def test_a_second_factor_opens_the_portal_and_leaves_recovery_codes(
    client: Client, person: Callable[..., User], forced: None, django_capture_on_commit_callbacks: Any
) -> None:
    user = person("lina", Role.REGISTRAR)
    sign_in(client, "lina")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ACTIVATE, {"code": code_now(secret)})
    assert answer.status_code == 302
    assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get(INSIDE).status_code == 200
    assert Event.objects.filter(verb="users.factor_added", subject_id=user.pk).count() == 2


@pytest.fixture
def with_factor(person: Callable[..., User], forced: None) -> tuple[User, str]:
    user, secret = person("lina", Role.REGISTRAR), generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user, secret


def test_the_password_alone_does_not_let_in(client: Client, with_factor: tuple[User, str]) -> None:
    answer = sign_in(client, "lina")
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get(INSIDE).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client: Client, with_factor: tuple[User, str]) -> None:
    _, secret = with_factor
    code = code_now(secret)
    sign_in(client, "lina")
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get(INSIDE).status_code == 200
    other = Client()
    sign_in(other, "lina")
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in other.session
    assert Event.objects.filter(verb="users.factor_failed", subject_id=with_factor[0].pk).exists()


def test_a_recovery_code_works_once(with_factor: tuple[User, str]) -> None:
    user, _ = with_factor
    code = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        sign_in(client, "lina")
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_the_public_and_accounts_without_a_role_are_not_stopped(
    client: Client, person: Callable[..., User], forced: None
) -> None:
    person("parent")
    assert client.get("/").status_code == 200
    sign_in(client, "parent")
    assert client.get(INSIDE).status_code == 200


@pytest.mark.parametrize(
    ("steps", "inside"),
    [
        ([29 * 60 + 59], True),
        ([30 * 60], False),
        ([20 * 60] * 35, True),  # in use for 11 hours 40
        ([20 * 60] * 36, False),  # twelve hours in all
    ],
)
def test_a_session_ends(client: Client, person: Callable[..., User], steps: list[int], inside: bool) -> None:
    person("lina", Role.REGISTRAR)
    with time_machine.travel(NOW, tick=False) as traveller:
        sign_in(client, "lina")
        client.get(INSIDE)
        for seconds in steps:
            traveller.shift(seconds)
            answer = client.get(INSIDE)
    assert (answer.status_code == 200) is inside


def test_a_page_that_polls_does_not_keep_a_session_alive(client: Client, person: Callable[..., User]) -> None:
    person("lina", Role.REGISTRAR)
    with time_machine.travel(NOW, tick=False) as traveller:
        sign_in(client, "lina")
        client.get(INSIDE)
        for _ in range(3):
            traveller.shift(15 * 60)
            answer = client.get(INSIDE, headers={"X-Poll": "1"})
    assert answer.status_code == 302


def test_a_changed_password_ends_the_other_sessions(person: Callable[..., User]) -> None:
    person("lina", Role.REGISTRAR)
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "lina")
    new = "another long password"
    here.post(INSIDE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(INSIDE).status_code == 200
    assert there.get(INSIDE).status_code == 302


def test_the_sign_in_page_is_chinese_by_default(db: None, client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert re.search(r'lang="zh-[Hh]ans"', page) or "登录" in page


def test_a_very_long_password_is_answered(client: Client, person: Callable[..., User]) -> None:
    person("lina", Role.REGISTRAR)
    assert sign_in(client, "lina", "x" * 100_000).status_code == 200
