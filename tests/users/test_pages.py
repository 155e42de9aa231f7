"""Accounts in the browser: the list, closing one, one's own."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, DepartmentMembership, User
from tests.users.conftest import AT

LIST = "/bureau/system/accounts/"


@pytest.fixture
def stranger(person: Callable[..., User]) -> User:
    """A registrar of another county."""
    county = County.objects.create(code="330281", name="余姚市")
    department = Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="余姚市教育局")
    user = User.objects.create_user("stranger", name="余姚登记员", joined_at=AT)
    DepartmentMembership.objects.create(
        user=user, department=department, role=Role.REGISTRAR, from_on=dt.date(2020, 1, 1)
    )
    return user


def test_the_list_shows_accounts_of_the_county_with_their_roles(
    client: Client, person: Callable[..., User], stranger: User
) -> None:
    client.force_login(person("admin", Role.SYSTEM_ADMIN))
    person("lina", Role.REGISTRAR)
    person("parent")
    page = client.get(LIST).content.decode()
    assert "lina" in page
    assert "parent" in page
    assert "慈溪市教育局" in page
    assert "stranger" not in page
    assert "lina" not in client.get(LIST, {"role": "inspector"}).content.decode()


def test_the_administrator_closes_an_account_with_a_reason(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person("admin", Role.SYSTEM_ADMIN))
    user = person("lina", Role.REGISTRAR)
    path = f"{LIST}{user.public_id}/"
    assert f"{path}close/" in client.get(path).content.decode()
    assert client.post(f"{path}close/", {"why": ""}).status_code == 422
    assert client.post(f"{path}close/", {"why": "离职"}).headers["Location"] == path
    user.refresh_from_db()
    assert not user.is_active
    assert client.post(f"{path}close/", {"why": "再次"}).status_code == 409
    assert f"{path}close/" not in client.get(path).content.decode()


def test_an_account_of_another_county_is_not_found(client: Client, person: Callable[..., User], stranger: User) -> None:
    client.force_login(person("admin", Role.SYSTEM_ADMIN))
    assert client.get(f"{LIST}{stranger.public_id}/").status_code == 404
    assert client.post(f"{LIST}{stranger.public_id}/close/", {"why": "x"}).status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_other_administrators_read_only(client: Client, person: Callable[..., User], role: Role) -> None:
    client.force_login(person("admin", role))
    user = person("lina", Role.REGISTRAR)
    assert client.get(f"{LIST}{user.public_id}/").status_code == 200
    assert client.post(f"{LIST}{user.public_id}/close/", {"why": "x"}).status_code == 403


def test_officers_do_not_see_accounts(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person("chief", Role.SECTION_CHIEF))
    assert client.get(LIST).status_code == 403


def test_everybody_sees_his_own_account(client: Client, person: Callable[..., User]) -> None:
    assert client.get("/accounts/").headers["Location"].startswith("/accounts/login/")
    client.force_login(person("lina", Role.REGISTRAR))
    page = client.get("/accounts/").content.decode()
    assert "慈溪市教育局" in page
    assert "/accounts/2fa/" in page
