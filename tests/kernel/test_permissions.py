"""Rights: declared once, held by roles, open to nobody else."""

import pytest

from cixi_oversight.permissions import (
    ADMINISTRATORS,
    ANY_STAFF,
    ANYONE,
    BUREAU,
    INSTITUTION,
    OFFICERS,
    PUBLIC_VIEWER,
    SIGNED_IN,
    STAFF,
    Permission,
    Role,
    Viewer,
    ViewerKind,
    declared,
    right,
)

EDIT = Permission("t.edit", frozenset({Role.REGISTRAR}))
SYSTEM = Viewer(kind=ViewerKind.SYSTEM, actor_id=1)


def staff(*roles: Role) -> Viewer:
    return Viewer(kind=ViewerKind.STAFF, actor_id=1, user_id=1, roles=frozenset(roles))


@pytest.mark.parametrize("role", list(Role))
def test_a_right_is_held_by_its_roles_only(role: Role) -> None:
    assert EDIT.allows(staff(role)) is (role is Role.REGISTRAR)


@pytest.mark.parametrize(
    ("permission", "public", "account", "system"),
    [
        (ANYONE, True, True, True),
        (SIGNED_IN, False, True, True),
        (EDIT, False, False, True),
        (ANY_STAFF, False, False, True),
    ],
)
def test_who_gets_in_without_a_role(permission: Permission, public: bool, account: bool, system: bool) -> None:
    assert permission.allows(PUBLIC_VIEWER) is public
    assert permission.allows(Viewer(kind=ViewerKind.PUBLIC, actor_id=1, user_id=1)) is account
    assert permission.allows(SYSTEM) is system


def test_groups_of_roles() -> None:
    assert BUREAU < OFFICERS < STAFF
    assert ADMINISTRATORS < STAFF
    assert not STAFF & INSTITUTION
    assert STAFF | INSTITUTION | {Role.API_CLIENT} == set(Role)


def test_a_right_is_declared_once() -> None:
    assert right("portal.open", anyone=True) is not None
    with pytest.raises(ValueError, match="declared twice"):
        right("portal.open", {Role.REGISTRAR})


def test_every_declared_right_has_somebody() -> None:
    ours = [permission for permission in declared() if not permission.name.startswith("tests.")]
    for permission in ours:
        assert permission.anyone or permission.signed_in or permission.roles, permission.name
        assert permission.name.count(".") == 1
