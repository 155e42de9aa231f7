"""One county with two towns, its departments, an account a role, and institutions made through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import ActorKind, DepartmentKind
from cixi_oversight.users.models import Actor, County, Department, DepartmentMembership, Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import Category, LegalForm, Status
from institutions.models import Institution
from institutions.services.register import create_institution

ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
USCC = "91310115591693856A"
OTHER_USCC = "91110000600037341L"
OLD_USCC = "91350211M00013FA1N"  # really issued, fails GB 32100


@pytest.fixture
def county(db: None) -> County:
    return County.objects.create(code="330282", name="慈溪市")


@pytest.fixture
def town(county: County) -> Town:
    return Town.objects.create(county=county, code="330282001", name="浒山街道")


@pytest.fixture
def other_town(county: County) -> Town:
    return Town.objects.create(county=county, code="330282100", name="观海卫镇")


@pytest.fixture
def bureau(county: County) -> Department:
    return Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="慈溪市教育局")


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def as_role(bureau: Department, town: Town) -> Callable[[Role], Viewer]:
    """An account in that role: of the bureau, or of the town's office for a town officer."""

    def viewer(role: Role) -> Viewer:
        return viewer_of(user_in(role, bureau, town), on=ON)

    return viewer


def user_in(role: Role, bureau: Department, town: Town) -> User:
    user, made = User.objects.get_or_create(username=role.value, defaults={"name": role.value, "joined_at": AT})
    if made:
        department = bureau
        if role is Role.TOWN_OFFICER:
            department, _ = Department.objects.get_or_create(
                county=bureau.county,
                kind=DepartmentKind.TOWN_OFFICE,
                town=town,
                defaults={"name": f"{town.name}办事处"},
            )
        DepartmentMembership.objects.create(user=user, department=department, role=role, from_on=dt.date(2020, 1, 1))
    return user


@pytest.fixture
def make(county: County, town: Town, by: Viewer) -> Callable[..., Institution]:
    def institution(name: str = "慈溪市浒山青禾艺术培训有限公司", **facts: Any) -> Institution:
        facts = {
            "town": town,
            "status": Status.OPERATING,
            "effective_on": dt.date(2022, 3, 1),
            "category": Category.ARTS,
            "legal_form": LegalForm.COMPANY,
            "at": AT,
        } | facts
        return create_institution(county=county, name=name, by=by, why="建档", **facts)

    return institution


@pytest.fixture
def institution(make: Callable[..., Institution]) -> Institution:
    return make(uscc=USCC)


@pytest.fixture
def actor(db: None) -> Actor:
    return Actor.objects.create(kind=ActorKind.JOB, label="tests-actor")
