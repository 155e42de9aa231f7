"""Who works where in which role. Rows are dated and never removed; a role taken away is gone at the next request."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.permissions import ADMINISTRATORS, Role, Viewer
from cixi_oversight.users.errors import AdministratorRolesExclude, AlreadyAppointed, NotForOneself, NotInOffice
from cixi_oversight.users.models import AdministratorKind, Department, DepartmentMembership, User
from cixi_oversight.users.services.audit import audited


@transaction.atomic
def appoint(
    *,
    user: User,
    department: Department,
    role: Role,
    from_on: dt.date,
    by: Viewer,
    why: str,
    at: dt.datetime,
    to_on: dt.date | None = None,
) -> DepartmentMembership:
    """Give a role in a department from `from_on` to `to_on`, both included.

    Raises NotForOneself, AlreadyAppointed, AdministratorRolesExclude.
    """
    if user.pk == by.user_id:
        raise NotForOneself
    User.objects.select_for_update().get(pk=user.pk)
    held = DepartmentMembership.objects.filter(user=user)
    if held.in_force(from_on).filter(department=department, role=role).exists():
        raise AlreadyAppointed
    if role in ADMINISTRATORS and AdministratorKind.objects.filter(user=user).exclude(kind=role).exists():
        raise AdministratorRolesExclude
    row = DepartmentMembership.objects.create(user=user, department=department, role=role, from_on=from_on, to_on=to_on)
    audited(
        "users.appoint",
        by=by,
        subject=("user", user.pk),
        why=why,
        at=at,
        role=role,
        department=department.pk,
        from_on=from_on.isoformat(),
    )
    return row


@transaction.atomic
def dismiss(
    *, membership: DepartmentMembership, on: dt.date, by: Viewer, why: str, at: dt.datetime
) -> DepartmentMembership:
    """The role is taken away: on `on` it no longer holds. Raises NotInOffice."""
    row = DepartmentMembership.objects.select_for_update().get(pk=membership.pk)
    if on < row.from_on or (row.to_on is not None and row.to_on < on):
        raise NotInOffice(on=on.isoformat())
    row.to_on = on - dt.timedelta(days=1)
    row.save(update_fields=["to_on"])
    audited(
        "users.dismiss",
        by=by,
        subject=("user", row.user_id),
        why=why,
        at=at,
        role=row.role,
        department=row.department_id,
        to_on=row.to_on.isoformat(),
    )
    return row
