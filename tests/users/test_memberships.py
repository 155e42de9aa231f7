"""Roles: dated, audited, gone at the next request; the three administrators never in one account."""

import datetime as dt
from collections.abc import Callable
from itertools import permutations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import ADMINISTRATORS, Role, Viewer
from cixi_oversight.users.errors import AdministratorRolesExclude, AlreadyAppointed, NotInOffice
from cixi_oversight.users.models import AdministratorKind, Department, DepartmentMembership, User
from cixi_oversight.users.services.memberships import appoint, dismiss
from cixi_oversight.users.services.viewer import viewer_of
from tests.users.conftest import AT, TODAY

DAY = dt.timedelta(days=1)


def give(user: User, department: Department, role: Role, by: Viewer, *, on: dt.date = TODAY) -> DepartmentMembership:
    return appoint(user=user, department=department, role=role, from_on=on, by=by, why="任命", at=AT)


def roles(user: User, on: dt.date = TODAY) -> frozenset[Role]:
    return viewer_of(user, on=on).roles


def test_a_role_holds_from_its_first_day(by: Viewer, bureau: Department, person: Callable[..., User]) -> None:
    user = person("lina")
    give(user, bureau, Role.REGISTRAR, by, on=TODAY + DAY)
    assert roles(user) == frozenset()
    assert roles(user, TODAY + DAY) == {Role.REGISTRAR}


def test_a_role_taken_away_is_gone_at_once(by: Viewer, bureau: Department, person: Callable[..., User]) -> None:
    user = person("lina", Role.REGISTRAR, Role.INSPECTOR)
    row = user.memberships.get(role=Role.REGISTRAR)
    dismiss(membership=row, on=TODAY, by=by, why="调离", at=AT)
    assert roles(user) == {Role.INSPECTOR}
    assert roles(user, TODAY - DAY) == {Role.INSPECTOR, Role.REGISTRAR}
    with pytest.raises(NotInOffice):
        dismiss(membership=row, on=TODAY, by=by, why="再次", at=AT)


def test_a_role_given_by_mistake_can_be_taken_back_the_same_day(
    by: Viewer, bureau: Department, person: Callable[..., User]
) -> None:
    user = person("lina")
    row = give(user, bureau, Role.REGISTRAR, by)
    dismiss(membership=row, on=TODAY, by=by, why="误任", at=AT)
    assert roles(user) == roles(user, TODAY + DAY) == frozenset()


def test_a_role_may_be_given_again_later_but_not_twice(
    by: Viewer, bureau: Department, person: Callable[..., User]
) -> None:
    user = person("lina", Role.REGISTRAR)
    with pytest.raises(AlreadyAppointed):
        give(user, bureau, Role.REGISTRAR, by)
    dismiss(membership=user.memberships.get(), on=TODAY, by=by, why="调离", at=AT)
    give(user, bureau, Role.REGISTRAR, by, on=TODAY + DAY)
    assert roles(user, TODAY + DAY) == {Role.REGISTRAR}


def test_every_change_says_why(by: Viewer, bureau: Department, person: Callable[..., User]) -> None:
    row = give(person("lina"), bureau, Role.REGISTRAR, by)
    dismiss(membership=row, on=TODAY, by=by, why="误任", at=AT)
    assert list(Event.objects.order_by("id").values_list("verb", "why")) == [
        ("users.appoint", "任命"),
        ("users.dismiss", "误任"),
    ]


@pytest.mark.parametrize(("first", "second"), list(permutations(sorted(ADMINISTRATORS), 2)))
def test_administrators_of_two_kinds_are_two_accounts(
    by: Viewer, bureau: Department, person: Callable[..., User], first: Role, second: Role
) -> None:
    user = person("admin", first)
    with pytest.raises(AdministratorRolesExclude):
        give(user, bureau, second, by)
    with pytest.raises(IntegrityError, match="another kind"), transaction.atomic():
        DepartmentMembership.objects.create(user=user, department=bureau, role=second, from_on=TODAY)
    user.memberships.update(to_on=TODAY - DAY)
    with pytest.raises(IntegrityError, match="another kind"), transaction.atomic():
        DepartmentMembership.objects.create(user=user, department=bureau, role=second, from_on=TODAY)


def test_an_administrator_who_left_may_come_back_to_the_same_kind(
    by: Viewer, bureau: Department, person: Callable[..., User]
) -> None:
    user = person("admin", Role.AUDIT_ADMIN)
    dismiss(membership=user.memberships.get(), on=TODAY, by=by, why="调离", at=AT)
    give(user, bureau, Role.AUDIT_ADMIN, by, on=TODAY + DAY)
    assert roles(user, TODAY + DAY) == {Role.AUDIT_ADMIN}


def test_the_kind_of_an_administrator_is_never_written_over(person: Callable[..., User]) -> None:
    user = person("admin", Role.AUDIT_ADMIN)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AdministratorKind.objects.filter(user=user).update(kind=Role.SYSTEM_ADMIN)
    with pytest.raises(IntegrityError, match="another kind"), transaction.atomic():
        user.memberships.update(role=Role.SYSTEM_ADMIN)


def test_an_administrator_may_hold_an_office_beside(
    by: Viewer, bureau: Department, person: Callable[..., User]
) -> None:
    user = person("admin", Role.SYSTEM_ADMIN)
    give(user, bureau, Role.REGISTRAR, by)
    assert roles(user) == {Role.SYSTEM_ADMIN, Role.REGISTRAR}


def test_a_period_that_ends_before_it_begins_is_refused(bureau: Department, person: Callable[..., User]) -> None:
    with pytest.raises(IntegrityError, match="membership_ends_after_start"), transaction.atomic():
        DepartmentMembership.objects.create(
            user=person("lina"), department=bureau, role=Role.REGISTRAR, from_on=TODAY, to_on=TODAY - 2 * DAY
        )


def test_a_role_taken_away_is_gone_with_the_next_click(
    by: Viewer, bureau: Department, person: Callable[..., User], client: Client
) -> None:
    user = person("lina", Role.REGISTRAR)
    client.force_login(user)
    assert client.get("/bureau/system/jobs/").status_code == 200
    dismiss(membership=user.memberships.get(), on=clock.today(), by=by, why="调离", at=clock.now())
    assert client.get("/bureau/system/jobs/").status_code == 403
