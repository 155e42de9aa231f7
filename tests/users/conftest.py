"""People of a small county."""

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, DepartmentMembership, User
from cixi_oversight.users.services.viewer import system_viewer

TODAY = dt.date(2026, 11, 23)
AT = clock.at(TODAY, 9)
PASSWORD = "correct horse battery"


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer()


@pytest.fixture
def bureau(db: None) -> Department:
    county = County.objects.create(code="330282", name="慈溪市")
    return Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="慈溪市教育局")


@pytest.fixture
def person(bureau: Department) -> Callable[..., User]:
    """A user with roles in the bureau since 2020."""

    def make(username: str, *roles: Role) -> User:
        user = User.objects.create_user(username, name=username, joined_at=AT, password=PASSWORD)
        for role in roles:
            DepartmentMembership.objects.create(user=user, department=bureau, role=role, from_on=dt.date(2020, 1, 1))
        return user

    return make
