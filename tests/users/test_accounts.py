"""Accounts: made by an administrator, closed for good from the next request on."""

from collections.abc import Callable

import pytest
from django.test import Client

from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.errors import (
    AlreadyDeactivated,
    NotOneself,
    PasswordTooWeak,
    UsernameNotUsable,
    UsernameTaken,
)
from cixi_oversight.users.models import User
from cixi_oversight.users.services.accounts import close_account, create_account
from cixi_oversight.users.services.viewer import viewer_of
from tests.users.conftest import AT, PASSWORD, TODAY


def test_a_new_account_has_no_right_and_is_in_the_audit(by: Viewer) -> None:
    user = create_account(username="li.na", name="李娜", password=PASSWORD, by=by, at=AT)
    assert user.check_password(PASSWORD)
    assert viewer_of(user, on=TODAY).kind is ViewerKind.PUBLIC
    event = Event.objects.get(verb="users.create_account")
    assert event.subject_id == user.pk
    assert "李娜" not in str(event.data)


@pytest.mark.parametrize(
    "username",
    ["", "ab", "1abc", "Abc", "ab c", "абв", "ａｂｃ", "abc\x00", "abc\n", "a" * 61, "ab/../c", "ab\u200bc"],
)
def test_it_refuses_the_user_name(by: Viewer, username: str) -> None:
    with pytest.raises(UsernameNotUsable):
        create_account(username=username, name="x", password=PASSWORD, by=by, at=AT)


@pytest.mark.parametrize("username", ["abc", "a" * 60, "li.na-2_x"])
def test_it_takes_the_user_name(by: Viewer, username: str) -> None:
    assert create_account(username=username, name="x", password=PASSWORD, by=by, at=AT).username == username


def test_it_refuses_a_name_that_is_taken(by: Viewer, person: Callable[..., User]) -> None:
    person("lina")
    with pytest.raises(UsernameTaken):
        create_account(username="lina", name="x", password=PASSWORD, by=by, at=AT)


@pytest.mark.parametrize("password", ["", "elevenchars", "password1234", "administrator"])
def test_it_refuses_a_weak_password(by: Viewer, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        create_account(username="administrators", name="x", password=password, by=by, at=AT)


def test_a_closed_account_is_out_at_the_next_request(by: Viewer, person: Callable[..., User], client: Client) -> None:
    user = person("lina", Role.REGISTRAR)
    client.force_login(user)
    assert client.get("/accounts/password/change/").status_code == 200
    close_account(user=user, by=by, why="离职", at=AT)
    assert client.get("/accounts/password/change/").status_code == 302
    assert not client.login(username="lina", password=PASSWORD)
    with pytest.raises(AlreadyDeactivated):
        close_account(user=user, by=by, why="离职", at=AT)


def test_nobody_closes_his_own_account(person: Callable[..., User]) -> None:
    admin = person("admin", Role.SYSTEM_ADMIN)
    with pytest.raises(NotOneself):
        close_account(user=admin, by=viewer_of(admin, on=TODAY), why="x", at=AT)
