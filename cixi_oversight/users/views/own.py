"""One's own account: roles, second factor, password."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import SIGNED_IN, Role
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES, worded


class OwnAccount(Page):
    permission = SIGNED_IN
    title = _("My account")
    template_name = "users/own.html"

    def context(self, **more: Any) -> dict[str, Any]:
        user = User.objects.get(pk=self.viewer.user_id or 0)
        rows = DepartmentMembership.objects.in_force(self.on).filter(user=user).select_related("department")
        return super().context(
            account=user,
            memberships=[(row, worded(ROLES[Role(row.role)])) for row in rows.order_by("from_on", "pk")],
            has_factor=is_mfa_enabled(user),
            **more,
        )
