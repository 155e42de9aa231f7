"""Which kind of administrator an account is, for good: system, security and audit are three accounts (GB/T 22239).

A trigger on memberships writes the row with the first appointment and refuses every other kind afterwards, whatever the
dates and whoever writes: one row an account is the primary key. The same kind may be held again later.
"""

from typing import ClassVar

from django.db import models

from cixi_oversight.permissions import ADMINISTRATORS
from cixi_oversight.users.models.user import User


class AdministratorKind(models.Model):
    user = models.OneToOneField(User, models.PROTECT, related_name="administrator_kind", primary_key=True)
    kind = models.CharField(max_length=30, choices=[(role.value, role.value) for role in sorted(ADMINISTRATORS)])

    append_only: ClassVar[bool] = True
