"""Who tried to sign in, and which accounts nobody uses any more."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.forms import SignInFilterSet, StaleFilterSet
from cixi_oversight.users.models import DepartmentMembership, SignInAttempt, User
from cixi_oversight.users.rules import labels
from cixi_oversight.users.rules.access import CLOSE_ACCOUNT, VIEW_ACCOUNTS
from cixi_oversight.users.rules.devices import device_words
from cixi_oversight.users.rules.locking import FAILURES
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.words import ROLES, worded


def _outcome(row: SignInAttempt) -> Any:
    outcome = Outcome(row.outcome)
    tone = Tone.REFUSED if outcome in FAILURES else Tone.DONE if outcome is Outcome.SIGNED_IN else Tone.NEUTRAL
    return pill(tone, worded(labels.OUTCOME[outcome]))


class SignInList(ListPage):
    permission = VIEW_ACCOUNTS
    section = "system.sign_ins"
    title = _("Sign-ins")
    filterset_class = SignInFilterSet
    main_filters = ("name", "outcome")
    ordering = ("-at",)
    export_name = _("Sign-ins")
    columns = (
        Column("at", _("When"), lambda row: moment(row.at), sort="at"),
        Column("account", _("Account"), lambda row: row.user.username if row.user else gettext("nobody's name")),
        Column("name", _("Full name"), lambda row: row.user.name if row.user else "—"),
        Column("outcome", _("Outcome"), _outcome, sort="outcome"),
        Column("address", _("Address"), lambda row: row.address),
        Column("device", _("Device"), lambda row: device_words(row.device), export=lambda row: row.device),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return SignInAttempt.objects.visible_to(self.viewer).select_related("user")

    def row_url(self, row: SignInAttempt) -> str:
        return reverse("users:user", args=[row.user.public_id]) if row.user else ""


class StaleAccounts(ListPage):
    """Open accounts that nobody has signed in with for a long time (GB/T 22239, 访问控制 c)."""

    permission = VIEW_ACCOUNTS
    section = "system.stale"
    title = _("Stale accounts")
    filterset_class = StaleFilterSet
    main_filters = ("name", "role")
    ordering = ("used_at",)
    export_name = _("Stale accounts")
    empty_text = _("Every open account is in use.")

    def get_columns(self) -> tuple[Column, ...]:
        columns = (
            Column("username", _("User name"), lambda user: user.username, sort="username"),
            Column("name", _("Full name"), lambda user: user.name, sort="name"),
            Column("roles", _("Roles"), lambda user: user.roles_now),
            Column("last_login", _("Last signed in"), lambda user: moment(user.last_login) or gettext("never")),
            Column("used_at", _("Days unused"), self._days, sort="used_at", numeric=True),
        )
        return (*columns, Column("close", _("Close"), self._close, export=lambda _row: "")) if self._may else columns

    @property
    def _may(self) -> bool:
        return CLOSE_ACCOUNT.allows(self.viewer)

    def _days(self, user: Any) -> int:
        return (self.at - user.used_at).days

    def _close(self, user: User) -> Any:
        if user.pk == self.viewer.user_id:
            return ""
        url = reverse("users:close", args=[user.public_id])
        return format_html(
            '<a class="btn btn-sm btn-outline-danger text-nowrap" href="{}">{}</a>', url, gettext("Close")
        )

    def get_queryset(self) -> QuerySet[Any]:
        before = self.at - dt.timedelta(days=settings.STALE_ACCOUNT_DAYS)
        rows = User.objects.visible_to(self.viewer).filter(is_active=True)
        rows = rows.filter(Q(last_login__lt=before) | Q(last_login=None, joined_at__lt=before))
        return rows.annotate(used_at=Coalesce("last_login", "joined_at"))

    def row_url(self, row: User) -> str:
        return reverse("users:user", args=[row.public_id])

    def annotate_rows(self, rows: list[Any]) -> None:
        hang_roles(rows, self.on)


def hang_roles(rows: list[Any], on: dt.date) -> None:
    """The roles in force with their departments, as `roles_now`."""
    found = DepartmentMembership.objects.in_force(on).filter(user__in=rows).select_related("department")
    held: dict[int, list[str]] = defaultdict(list)
    for row in found:
        held[row.user_id].append(f"{worded(ROLES[Role(row.role)])}（{row.department.name}）")
    for user in rows:
        user.roles_now = "、".join(held[user.pk])
