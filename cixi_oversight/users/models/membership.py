"""Who works where in which role, from when to when. Administrators: see AdministratorKind."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from cixi_oversight.permissions import STAFF
from cixi_oversight.users.models.place import Department
from cixi_oversight.users.models.user import User

_DAY_AFTER_LAST: Final = ExpressionWrapper(F("to_on") + Value(1), output_field=models.DateField())


class DepartmentMembershipQuerySet(models.QuerySet["DepartmentMembership"]):
    def in_force(self, on: dt.date) -> DepartmentMembershipQuerySet:
        return self.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


class DepartmentMembership(models.Model):
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in sorted(STAFF)])
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day; the day before `from_on`: taken back at once

    objects: ClassVar[models.Manager[DepartmentMembership]] = DepartmentMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "department", "role", "from_on"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on__lte=_DAY_AFTER_LAST), name="membership_ends_after_start"
            ),
        ]
