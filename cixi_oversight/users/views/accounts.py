"""Accounts for the three administrators: the list, one account with its roles, closing it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import Outcome, Provider
from cixi_oversight.users.forms import CloseForm, UserFilterSet
from cixi_oversight.users.models import DepartmentMembership, SignInAttempt, User
from cixi_oversight.users.rules.access import (
    APPOINT,
    CLOSE_ACCOUNT,
    CREATE_ACCOUNT,
    END_SESSIONS,
    INVITE,
    LINK_IDENTITY,
    REMOVE_FACTORS,
    UNLOCK,
    VIEW_ACCOUNTS,
)
from cixi_oversight.users.rules.devices import device_words
from cixi_oversight.users.rules.labels import FACTOR, OUTCOME, PROVIDER
from cixi_oversight.users.services import attempts, sessions
from cixi_oversight.users.services.accounts import close_account
from cixi_oversight.users.views.evidence import hang_roles
from cixi_oversight.users.views.of_account import OfAccount
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
        hang_roles(rows, self.on)

    def get_primary_action(self) -> tuple[str, Any] | None:
        return (reverse("users:create"), _("New account")) if CREATE_ACCOUNT.allows(self.viewer) else None


class UserPage(OfAccount, Page):
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
        now = clock.real_now()
        until = attempts.lock_of(self.user.username)
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        return super().context(
            account=self.user,
            state=_state(self.user),
            memberships=[(row, worded(ROLES[Role(row.role)]), row.pk in in_force) for row in rows],
            locked_until=until if until is not None and until > now else None,
            factors=[worded(label) for kind, label in FACTOR.items() if kind in kinds],
            invitation=self.user.invitations.unused().filter(expires_at__gt=now).first(),
            sessions=len(sessions.open_sessions(self.user, now=now)),
            attempts=self._attempts(),
            identities=[(row, worded(PROVIDER[Provider(row.provider)])) for row in self.user.identities.standing()],
            password_set_at=self.user.passwords_used.order_by("-set_at").values_list("set_at", flat=True).first(),
            may=self._may(),
            **more,
        )

    def _attempts(self) -> list[tuple[Any, str, str]]:
        rows = SignInAttempt.objects.filter(user=self.user).order_by("-at", "-pk")[:10]
        return [(row, worded(OUTCOME[Outcome(row.outcome)]), device_words(row.device)) for row in rows]

    def _may(self) -> dict[str, bool]:
        """What the viewer's role allows with an open account that is not his own."""
        rights = {
            "close": CLOSE_ACCOUNT,
            "invite": INVITE,
            "appoint": APPOINT,
            "unlock": UNLOCK,
            "end_sessions": END_SESSIONS,
            "remove_factors": REMOVE_FACTORS,
            "link": LINK_IDENTITY,
        }
        is_other = self.user.is_active and self.user.pk != self.viewer.user_id
        return {name: is_other and right.allows(self.viewer) for name, right in rights.items()}


class CloseAccount(OfAccount, FormPage):
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
