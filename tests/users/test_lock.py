"""Failures close the door, kept in the database: no emptied cache opens it, and nobody learns who has an account."""

import datetime as dt
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.jobs.services import tidy
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.models import SignInAttempt, User
from cixi_oversight.users.rules.locking import Limit, locked_until
from cixi_oversight.users.services import attempts
from cixi_oversight.users.services.accounts import close_account
from tests.users.conftest import AT, PASSWORD

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LIMIT = Limit(5, 10 * MINUTE, 10 * MINUTE)


def sign_in(username: str, password: str = PASSWORD, client: Client | None = None) -> Any:
    return (client or Client()).post("/accounts/login/", {"login": username, "password": password})


def outcomes() -> list[str]:
    return list(SignInAttempt.objects.order_by("pk").values_list("outcome", flat=True))


@pytest.mark.parametrize(
    ("minutes_ago", "until"),
    [
        ([0, 1, 2, 3], None),
        ([0, 1, 2, 3, 4], 10),
        ([0, 1, 2, 3, 10], 10),
        ([0, 1, 2, 3, 10.1], None),
        ([7, 8, 9, 10, 11, 99], 3),
        ([], None),
    ],
)
def test_the_newest_failures_within_the_window_close_it(minutes_ago: list[float], until: int | None) -> None:
    failures = [NOW - minutes * MINUTE for minutes in minutes_ago]
    assert locked_until(failures, LIMIT) == (None if until is None else NOW + until * MINUTE)


def test_the_lock_ends_by_itself_and_an_attempt_meanwhile_does_not_prolong_it(person: Callable[..., User]) -> None:
    person("lina")
    with time_machine.travel(NOW, tick=False) as traveller:
        for _ in range(5):
            sign_in("lina", "wrong password")
        traveller.shift(9 * 60 + 59)
        assert sign_in("lina").status_code == 200
        traveller.shift(1)
        assert sign_in("lina").status_code == 302
    assert outcomes() == [*[Outcome.WRONG_PASSWORD] * 5, Outcome.WHILE_LOCKED, Outcome.SIGNED_IN]
    assert Event.objects.filter(verb="users.lock").count() == 1


def test_four_failures_and_a_success_begin_anew(person: Callable[..., User]) -> None:
    person("lina")
    for _ in range(2):
        for _ in range(4):
            sign_in("lina", "wrong password")
        assert sign_in("lina").status_code == 302


def test_an_emptied_cache_opens_no_door(person: Callable[..., User]) -> None:
    person("lina")
    for _ in range(5):
        sign_in("lina", "wrong password")
    caches["default"].clear()
    assert sign_in("lina").status_code == 200


def test_an_unknown_name_and_a_closed_account_are_answered_like_a_wrong_password(
    person: Callable[..., User], by: Any
) -> None:
    person("lina")
    close_account(user=person("gone"), by=by, why="离职", at=AT)

    def said(username: str, password: str) -> list[tuple[int, str]]:
        answers = [sign_in(username, password) for _ in range(6)]
        return [(one.status_code, _plain(one.content.decode(), username)) for one in answers]

    assert said("lina", "wrong password") == said("nobody", PASSWORD) == said("gone", PASSWORD)
    assert set(SignInAttempt.objects.filter(user=None).values_list("outcome", flat=True)) == {
        Outcome.UNKNOWN_NAME,
        Outcome.WHILE_LOCKED,
    }


def _plain(page: str, username: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(username, "***"))


def test_known_and_unknown_names_cost_the_same_hashing(person: Callable[..., User], monkeypatch: Any) -> None:
    person("lina")
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append("x") or encode(*args))
    counts = []
    for name in ("lina", "nobody"):
        hashed.clear()
        sign_in(name, "wrong password")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_what_was_typed_as_a_name_is_not_kept(person: Callable[..., User]) -> None:
    sign_in("my secret password", "x")
    row = SignInAttempt.objects.get()
    assert "secret" not in str(row.__dict__)
    assert row.name_hash == attempts.name_hash("my secret password")


def test_a_row_says_where_from_and_on_what(person: Callable[..., User]) -> None:
    person("lina")
    Client(headers={"user-agent": "Firefox\x00 on Windows" + "x" * 500}).post(
        "/accounts/login/", {"login": "lina", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    row = SignInAttempt.objects.get()
    assert (row.address, row.device[:18], len(row.device)) == ("192.0.2.7", "Firefox on Windows", 199)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_an_administrator_unlocks_with_a_reason(client: Client, person: Callable[..., User], role: Role) -> None:
    client.force_login(person("admin", role))
    user = person("lina", Role.REGISTRAR)
    path = f"/bureau/system/accounts/{user.public_id}/"
    assert client.post(f"{path}unlock/", {"why": "本人"}).status_code == 409
    for _ in range(5):
        sign_in("lina", "wrong password")
    assert f"{path}unlock/" in client.get(path).content.decode()
    assert client.post(f"{path}unlock/", {"why": ""}).status_code == 422
    assert client.post(f"{path}unlock/", {"why": "本人来电"}).status_code == 302
    assert sign_in("lina").status_code == 302
    assert Event.objects.get(verb="users.unlock").why == "本人来电"


def test_the_rows_are_added_only(person: Callable[..., User]) -> None:
    sign_in("nobody")
    for change in (
        lambda: SignInAttempt.objects.update(outcome="signed_in"),
        lambda: SignInAttempt.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_they_are_kept_for_a_year(db: None, days: int, left: int) -> None:
    _row(days)
    tidy._work(None)  # type: ignore[arg-type]
    assert SignInAttempt.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(182, 1), (184, 0)])
def test_the_database_refuses_to_forget_within_six_months_whoever_asks(db: None, days: int, left: int) -> None:
    _row(days)
    with connection.cursor() as cursor:
        cursor.execute("select users_forget_sign_ins(now() + interval '1 day')")
    assert SignInAttempt.objects.count() == left


def _row(days: int) -> None:
    SignInAttempt.objects.create(
        name_hash="a", outcome=Outcome.UNKNOWN_NAME, at=clock.real_now() - dt.timedelta(days=days)
    )


@pytest.fixture
def county_of_lina(transactional_db: None, person: Callable[..., User]) -> User:
    return person("lina")


def test_sixteen_at_once_get_five_guesses(county_of_lina: User) -> None:
    def guess() -> None:
        sign_in("lina", "wrong password")
        connections.close_all()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = outcomes()
    assert (found.count(Outcome.WRONG_PASSWORD), found.count(Outcome.WHILE_LOCKED)) == (5, 11)
