"""An institution with two of its people, who file, and officers who decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.models import Department, DepartmentMembership, Town, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.models import Institution, InstitutionMembership

ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def member(institution: Institution) -> Callable[..., Viewer]:
    """Somebody of the institution, by default its owner."""

    def viewer(role: Role = Role.INSTITUTION_OWNER, name: str = "owner", of: Institution | None = None) -> Viewer:
        return viewer_of(account(role, name, of or institution), on=ON)

    return viewer


@pytest.fixture
def owner(member: Callable[..., Viewer]) -> Viewer:
    return member()


@pytest.fixture
def sampled(db: None) -> Callable[[int], None]:
    """Sets the share of filings that a person looks at although nothing is doubtful; none to begin with."""
    days = iter(range(1, 28))

    def percent(share: int) -> None:
        Parameter.objects.create(
            key="filings.sampled_percent",
            value=share,
            unit="percent",
            effective_from=dt.date(2026, 1, next(days)),
            source="tests",
        )

    percent(0)
    return percent


def account(role: Role, name: str, institution: Institution) -> User:
    user, made = User.objects.get_or_create(username=name, defaults={"name": name, "joined_at": AT})
    if made:
        InstitutionMembership.objects.create(user=user, institution=institution, role=role, from_on=dt.date(2020, 1, 1))
    return user


def user_in(role: Role, bureau: Department, town: Town) -> User:
    """An officer of the bureau, or of the town's office."""
    user, made = User.objects.get_or_create(username=role.value, defaults={"name": role.value, "joined_at": AT})
    if made:
        DepartmentMembership.objects.create(user=user, department=bureau, role=role, from_on=dt.date(2020, 1, 1))
    return user
