"""One's own account: roles, second factor, password, sessions."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import SIGNED_IN, Role, ViewerKind
from cixi_oversight.users.models import DepartmentMembership, Deputyship, User
from cixi_oversight.users.rules.devices import device_words
from cixi_oversight.users.rules.labels import FACTOR
from cixi_oversight.users.services import sessions
from cixi_oversight.users.services.passwords import password_due_at
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import ROLES, worded


def _user(page: Page) -> User:
    return User.objects.get(pk=page.viewer.user_id or 0)


class OwnAccount(Page):
    permission = SIGNED_IN
    title = _("My account")
    template_name = "users/own.html"

    def context(self, **more: Any) -> dict[str, Any]:
        user = _user(self)
        rows = DepartmentMembership.objects.in_force(self.on).filter(user=user).select_related("department")
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        leaves = Deputyship.objects.in_force(self.on).select_related("absent", "deputy")
        return super().context(
            account=user,
            memberships=[(row, worded(ROLES[Role(row.role)])) for row in rows.order_by("from_on", "pk")],
            factors=[worded(label) for kind, label in FACTOR.items() if kind in kinds],
            has_factor=bool(kinds - {"recovery_codes"}),
            password_due=password_due_at(user) if self.viewer.kind is ViewerKind.STAFF else None,
            sessions=len(sessions.open_sessions(user, now=clock.real_now())),
            stands_in=leaves.filter(deputy=user),
            away=leaves.filter(absent=user).first(),
            is_staff=self.viewer.kind is ViewerKind.STAFF,
            **more,
        )


class OwnSessions(Page):
    permission = SIGNED_IN
    title = _("My sessions")
    template_name = "users/sessions.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return own_breadcrumbs()

    def context(self, **more: Any) -> dict[str, Any]:
        rows = sessions.open_sessions(_user(self), now=clock.real_now())
        here = sessions.own_row(self.request.session)
        return super().context(
            rows=[(row, device_words(row.device), row.public_id == here) for row in rows],
            others=any(row.public_id != here for row in rows),
            **more,
        )


class EndSession(Page):
    """Takes POST only: ends one session of one's own, or all others."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, public_id: str | None = None, **kwargs: Any) -> HttpResponse:
        user, here, now = _user(self), sessions.own_row(request.session), clock.real_now()
        if public_id is not None and not user.sessions.filter(public_id=public_id).exists():
            raise NotFound
        keep = here if public_id is None else ""
        sessions.end_own(user=user, only=public_id, keep=keep, by=self.viewer, at=self.at, now=now)
        messages.success(
            request, gettext("The session is ended.") if public_id else gettext("All other sessions are ended.")
        )
        return redirect("users:sessions")


def own_breadcrumbs() -> list[tuple[str, str]]:
    return [(gettext("My account"), reverse("users:account"))]
