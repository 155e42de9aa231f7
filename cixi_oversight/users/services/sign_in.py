"""The door as allauth knows it: every attempt is kept and counted, and a password is set by our rules."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django.db import transaction
from django.http import HttpRequest

from cixi_oversight import clock
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.models import User
from cixi_oversight.users.ports.origin import origin_of
from cixi_oversight.users.ports.sign_in import Accounts
from cixi_oversight.users.services import attempts, passwords, sessions
from cixi_oversight.users.services.viewer import viewer_of


class SignIn(Accounts):
    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Known and unknown names are answered alike, in about the same time: both are hashed, counted and locked."""
        name = str(credentials.get("username", ""))
        now, origin = clock.real_now(), origin_of(request)
        with transaction.atomic():
            attempts.take_turn(name)
            known = User.objects.filter(username=name[:60]).first()
            locked = attempts.is_locked(name, now=now)
            if locked:
                attempts.note(name, Outcome.WHILE_LOCKED, user=known, origin=origin, now=now)
            else:
                user: User | None = super().authenticate(request, **credentials)
                if user is not None and user.is_active:
                    return user
                attempts.failed(name, _why(known), user=known, origin=origin, now=now)
        if locked:
            raise self.validation_error("too_many_login_attempts")
        return None

    def set_password(self, user: User, password: str) -> None:
        """Raises PasswordTooWeak; the form has asked the same before."""
        now, at = clock.real_now(), clock.now()
        passwords.set_password(
            user=user,
            password=password,
            by=viewer_of(user, on=at.date()),
            at=at,
            now=now,
            keep=sessions.own_row(getattr(context.request, "session", None)),
        )


def _why(known: User | None) -> Outcome:
    if known is None:
        return Outcome.UNKNOWN_NAME
    return Outcome.WRONG_PASSWORD if known.is_active else Outcome.CLOSED_ACCOUNT
