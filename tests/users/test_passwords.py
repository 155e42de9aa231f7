"""Passwords: made of enough, none of the last five, changed after ninety days, and a change ends other sessions."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import PasswordUsed, SignedInSession, User
from cixi_oversight.users.rules.passwords import classes, is_complex
from cixi_oversight.users.services.accounts import create_account
from cixi_oversight.users.services.passwords import remember
from tests.users.conftest import AT, PASSWORD

CHANGE = "/accounts/password/change/"
DAY = dt.timedelta(days=1)


def change(client: Client, old: str, new: str) -> Any:
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize(
    ("password", "count", "enough"),
    [
        ("abcdefghijkl", 1, False),
        ("abcdefghij12", 2, False),
        ("Abcdefghij12", 3, True),
        ("abcdefghi 12", 3, True),
        ("Abcdefghi-12", 4, True),
        ("四月的雨下在屋檐上不停", 1, False),
        ("correct horse battery", 2, True),
        ("correcthorsebatterystaple", 1, False),
        ("correct horse batte", 2, False),  # 19 characters
    ],
)
def test_three_classes_or_a_sentence(password: str, count: int, enough: bool) -> None:
    assert (classes(password), is_complex(password)) == (count, enough)


@pytest.mark.parametrize("length", [64, 100, 128])
def test_long_passwords_are_welcome(db: None, length: int) -> None:
    validate_password(("Ab1-" * 40)[:length])


def test_a_book_is_not(db: None) -> None:
    with pytest.raises(ValidationError, match="128"):
        validate_password(("Ab1-" * 40)[:129])


@pytest.mark.parametrize("password", ["1q2w3e4r5t6y", "qwertyuiop123"])
def test_a_common_password_is_refused(db: None, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in {error.code for error in refused.value.error_list}


def test_none_of_the_last_five_comes_back(client: Client, person: Callable[..., User], settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # not what is tried here
    user = person("lina", Role.REGISTRAR)
    remember(user, now=clock.real_now())
    client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    old = PASSWORD
    for step in range(1, 5):
        new = f"Another-password-{step}"
        assert change(client, old, new).status_code == 302
        assert change(client, new, new).status_code == 200, "the present one"
        assert change(client, new, PASSWORD).status_code == 200, step
        old = new
    assert change(client, old, "Another-password-5").status_code == 302
    assert change(client, "Another-password-5", PASSWORD).status_code == 302, "five others since"
    assert PasswordUsed.objects.filter(user=user).count() == 5


def test_a_change_ends_the_other_sessions_and_not_this_one(person: Callable[..., User]) -> None:
    user = person("lina", Role.REGISTRAR)
    here, there = Client(), Client()
    for one in (here, there):
        one.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    before = here.session.session_key
    change(here, PASSWORD, "Another-password-1")
    assert here.get("/accounts/").status_code == 200
    assert here.session.session_key != before
    assert there.get("/accounts/").status_code == 302
    assert list(SignedInSession.objects.filter(user=user).order_by("pk").values_list("ended_why", flat=True)) == [
        "",
        "password_changed",
    ]
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("state-done") == 1, "the session that goes on is still known as this one"
    assert Event.objects.filter(verb="users.change_password", subject_id=user.pk).count() == 1


@pytest.mark.parametrize(("age", "open_"), [(89, True), (90, False), (400, False)])
def test_staff_change_a_password_that_has_served_its_time_before_anything_else(
    client: Client, person: Callable[..., User], settings: Any, age: int, open_: bool
) -> None:
    settings.PASSWORD_AGE_DAYS = 90
    user = person("lina", Role.REGISTRAR)
    remember(user, now=clock.real_now())
    with time_machine.travel(clock.real_now() + age * DAY, tick=False):
        client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
        answer = client.get("/bureau/system/jobs/")
        assert (answer.status_code == 200) is open_
        if open_:
            return
        assert answer.headers["Location"] == CHANGE
        assert client.get("/api/v1/institutions").json()["code"] == "password_expired"
        assert "alert-warning" in client.get(CHANGE).content.decode()
        change(client, PASSWORD, "Another-password-1")
        assert client.get("/bureau/system/jobs/").status_code == 200


def test_a_password_that_is_due_goes_before_the_second_factor(
    client: Client, person: Callable[..., User], settings: Any
) -> None:
    settings.PASSWORD_AGE_DAYS, settings.MFA_FORCED_FOR_STAFF = 90, True
    person("lina", Role.REGISTRAR)  # joined long ago, nothing known of the password
    with time_machine.travel(AT + 200 * DAY, tick=False):
        client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
        assert client.get(CHANGE).status_code == 200
        change(client, PASSWORD, "Another-password-1")
        assert client.get(CHANGE).headers["Location"] == "/accounts/2fa/totp/activate/"


def test_parents_and_institutions_are_not_made_to_change(
    client: Client, person: Callable[..., User], settings: Any
) -> None:
    settings.PASSWORD_AGE_DAYS = 90
    person("parent")
    with time_machine.travel(AT + 200 * DAY, tick=False):
        client.post("/accounts/login/", {"login": "parent", "password": PASSWORD})
        assert client.get("/accounts/").status_code == 200


def test_an_account_made_with_a_password_remembers_it(db: None, by: Any) -> None:
    user = create_account(username="wang", name="王", password=PASSWORD, by=by, at=AT)
    assert PasswordUsed.objects.get(user=user).encoded == user.password
