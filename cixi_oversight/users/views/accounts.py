"""Accounts for the three administrators: the list, one account with its roles, closing it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Role
from cixi_oversight.users.forms import CloseForm, UserFilterSet
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.users.rules.access import CLOSE_ACCOUNT, VIEW_ACCOUNTS
from cixi_oversight.users.services.accounts import close_account
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES, worded


def _state(user: User) -> Any:
    return pill(Tone.DONE, gettext("open")) if user.is_active else pill(Tone.NEUTRAL, gettext("closed"))


class UserList(ListPage):
    permission = VIEW_ACCOUNTS
    section = "system.accounts"
    title = _("Accounts")
    filterset_class = UserFilterSet
    main_filters = ("name", "role", "state")
    ordering = ("username",)
    export_name = _("Accounts")
    columns = (
        Column("username", _("User name"), lambda user: user.username, sort="username"),
        Column("name", _("Full name"), lambda user: user.name, sort="name"),
        Column("roles", _("Roles"), lambda user: user.roles_now),
        Column("state", _("State"), _state),
        Column("last_login", _("Last signed in"), lambda user: moment(user.last_login), sort="last_login"),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return User.objects.visible_to(self.viewer)

    def row_url(self, row: User) -> str:
        return reverse("users:user", args=[row.public_id])

    def annotate_rows(self, rows: list[Any]) -> None:
        found = DepartmentMembership.objects.in_force(self.on).filter(user__in=rows).select_related("department")
        held: dict[int, list[str]] = defaultdict(list)
        for row in found:
            held[row.user_id].append(f"{worded(ROLES[Role(row.role)])}（{row.department.name}）")
        for user in rows:
            user.roles_now = "、".join(held[user.pk])


class _OfAccount:
    """The account that the address names, within the viewer's scope."""

    @cached_property
    def user(self) -> User:
        found = User.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotFound
        return found


class UserPage(_OfAccount, Page):
    permission = VIEW_ACCOUNTS
    section = "system.accounts"
    template_name = "users/user.html"

    def get_title(self) -> str:
        return f"{self.user.name} {self.user.username}"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = self.user.memberships.select_related("department").order_by("-from_on", "pk")
        in_force = set(
            DepartmentMembership.objects.in_force(self.on).filter(user=self.user).values_list("pk", flat=True)
        )
        return super().context(
            account=self.user,
            state=_state(self.user),
            memberships=[(row, worded(ROLES[Role(row.role)]), row.pk in in_force) for row in rows],
            may_close=self.user.is_active and CLOSE_ACCOUNT.allows(self.viewer) and self.user.pk != self.viewer.user_id,
            **more,
        )


class CloseAccount(_OfAccount, FormPage):
    permission = CLOSE_ACCOUNT
    section = "system.accounts"
    form_class = CloseForm
    submit_label = _("Close the account")
    intro = _("Nobody enters with this account from the next click on. What it did keeps its name.")

    def get_title(self) -> str:
        return gettext("Close the account %(username)s") % {"username": self.user.username}

    def get_cancel_url(self) -> str:
        return reverse("users:user", args=[self.user.public_id])

    def act(self, form: CloseForm) -> str:
        close_account(user=self.user, by=self.viewer, why=form.cleaned_data["why"], at=self.at)
        messages.success(self.request, gettext("The account is closed."))
        return reverse("users:user", args=[self.user.public_id])
