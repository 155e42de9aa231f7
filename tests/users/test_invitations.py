"""Onboarding: one administrator makes the account, another gives the role, and only its owner knows the password."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.errors import AccountClosed, InvitationOver, NotForOneself
from cixi_oversight.users.models import Department, Invitation, User
from cixi_oversight.users.services import invitations
from cixi_oversight.users.services.accounts import close_account, create_account
from cixi_oversight.users.services.viewer import viewer_of
from tests.users.conftest import AT, PASSWORD, TODAY

DOOR = "/accounts/invitation/"
NEW = "Ein-neues-Passwort-1"
LIST = "/bureau/system/accounts/"


def made(by: Viewer, username: str = "newcomer") -> tuple[User, str]:
    user = create_account(username=username, name="新人", by=by, at=AT)
    _row, token = invitations.invite(user=user, by=by, at=AT, now=clock.real_now())
    return user, token


def use(token: str, password: str = NEW, client: Client | None = None) -> Any:
    client = client or Client()
    client.get(DOOR, {"token": token})
    return client.post(DOOR, {"password": password, "again": password})


def enters(username: str, password: str) -> bool:
    return Client().post("/accounts/login/", {"login": username, "password": password}).status_code == 302


def test_two_administrators_bring_somebody_in(person: Callable[..., User], bureau: Department, client: Client) -> None:
    client.force_login(person("sys", Role.SYSTEM_ADMIN))
    assert (
        client.post(f"{LIST}enter/", {"username": "newcomer", "name": "新人"}).headers["Location"]
        == "/accounts/invited/"
    )
    page = client.get("/accounts/invited/").content.decode()
    token = page.split("?token=")[1].split("<")[0].strip()
    user = User.objects.get(username="newcomer")
    role = {"department": bureau.pk, "role": "registrar", "from_on": str(clock.today()), "why": "新进"}
    assert client.post(f"{LIST}{user.public_id}/appoint/", role).status_code == 403, "not by the same administrator"
    other = Client()
    other.force_login(person("sec", Role.SECURITY_ADMIN))
    assert other.post(f"{LIST}enter/", {"username": "x-y-z", "name": "x"}).status_code == 403
    assert other.get("/accounts/invited/").status_code == 404, "the link is its maker's to see"
    assert other.post(f"{LIST}{user.public_id}/appoint/", role).status_code == 302
    assert use(token).headers["Location"] == "/accounts/login/"
    assert enters("newcomer", NEW)
    assert viewer_of(user, on=clock.today()).roles == {Role.REGISTRAR}
    assert [
        *Event.objects.filter(subject_kind="user", subject_id=user.pk).order_by("id").values_list("verb", flat=True)
    ] == [
        "users.create_account",
        "users.invite",
        "users.appoint",
        "users.change_password",
        "users.accept_invitation",
        "users.sign_in",
    ]


def test_nobody_enters_before(by: Viewer) -> None:
    made(by)
    assert not enters("newcomer", "")
    assert not enters("newcomer", NEW)


def test_the_link_works_once(by: Viewer) -> None:
    _user, token = made(by)
    assert use(token).status_code == 302
    assert use(token, "Another-password-2").status_code == 409
    assert enters("newcomer", NEW)


def test_the_database_keeps_only_its_hash(by: Viewer) -> None:
    _user, token = made(by)
    row = Invitation.objects.get()
    assert token not in str(row.__dict__)
    assert use(row.token_hash).status_code == 409


@pytest.mark.parametrize(("hours", "status"), [(7 * 24 - 1, 302), (7 * 24, 409)])
def test_it_expires(by: Viewer, hours: int, status: int) -> None:
    with time_machine.travel(AT, tick=False) as traveller:
        _user, token = made(by)
        traveller.shift(dt.timedelta(hours=hours))
        assert use(token).status_code == status


@pytest.mark.parametrize("end", ["newer", "revoked", "closed", "wrong"])
def test_a_link_that_is_over_opens_nothing_and_all_are_answered_alike(by: Viewer, end: str) -> None:
    user, token = made(by)
    if end == "newer":
        invitations.invite(user=user, by=by, at=AT, now=clock.real_now())
    elif end == "revoked":
        invitations.revoke(user=user, by=by, why="误发", at=AT, now=clock.real_now())
    elif end == "closed":
        close_account(user=user, by=by, why="未报到", at=AT)
    else:
        token = "x" * 43
    answer = use(token)
    assert answer.status_code == 409
    assert "新人" not in answer.content.decode()
    with pytest.raises(InvitationOver):
        invitations.accept(token=token, password=NEW, now=clock.real_now())


def test_a_weak_password_leaves_the_link_usable(by: Viewer) -> None:
    _user, token = made(by)
    assert use(token, "abcdefghijkl").status_code in (400, 422)
    assert use(token).status_code == 302


def test_the_token_leaves_the_address_with_the_first_click(by: Viewer, client: Client) -> None:
    _user, token = made(by)
    answer = client.get(DOOR, {"token": token})
    assert (answer.status_code, answer.headers["Location"]) == (302, DOOR)
    assert token not in client.get(DOOR).content.decode()


def test_whoever_was_signed_in_is_signed_out_by_another_s_link(
    by: Viewer, client: Client, person: Callable[..., User]
) -> None:
    client.force_login(person("admin", Role.SYSTEM_ADMIN))
    _user, token = made(by)
    use(token, client=client)
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_keeps_working_until_the_link_is_used(by: Viewer, person: Callable[..., User]) -> None:
    user = person("lina", Role.REGISTRAR)
    row, token = invitations.invite(user=user, by=by, at=AT, now=clock.real_now())
    assert row.purpose == "renew"
    assert enters("lina", PASSWORD)
    use(token)
    assert (enters("lina", PASSWORD), enters("lina", NEW)) == (False, True)


def test_nobody_makes_one_for_himself_or_for_a_closed_account(by: Viewer, person: Callable[..., User]) -> None:
    admin = person("admin", Role.SYSTEM_ADMIN)
    with pytest.raises(NotForOneself):
        invitations.invite(user=admin, by=viewer_of(admin, on=TODAY), at=AT, now=clock.real_now())
    gone = person("gone")
    close_account(user=gone, by=by, why="离职", at=AT)
    with pytest.raises(AccountClosed):
        invitations.invite(user=gone, by=by, at=AT, now=clock.real_now())
