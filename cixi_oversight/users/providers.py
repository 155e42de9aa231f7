"""What users brings to the frame, and what happens at the door for the audit: sign-ins, failed ones, sign-outs,
second factors (GB/T 22239, 安全审计)."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.api import idempotency
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import Outcome, SessionEnd
from cixi_oversight.users.models import User
from cixi_oversight.users.ports.origin import origin_of
from cixi_oversight.users.rules.access import ARRANGE_DEPUTIES, VIEW_ACCOUNTS, VIEW_CLIENTS
from cixi_oversight.users.services import attempts, passwords, sessions
from cixi_oversight.users.services.audit import audited
from cixi_oversight.users.services.idempotency import KEYS
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from cixi_oversight.web import subjects
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject


def register() -> None:
    """Called once from `ready()`."""
    idempotency.STORE.register(KEYS)
    NAV.register(NavEntry("system.accounts", msg("Accounts"), "users:list", VIEW_ACCOUNTS, icon="users"), rank=75)
    NAV.register(
        NavEntry("system.clients", msg("Departments' systems"), "users:clients", VIEW_CLIENTS, icon="plug-connected"),
        rank=76,
    )
    subjects.register(
        Subject("user", User.objects.visible_to, str, lambda user: reverse("users:user", args=[user.public_id]))
    )
    NAV.register(NavEntry("system.sign_ins", msg("Sign-ins"), "users:sign_ins", VIEW_ACCOUNTS, icon="login-2"), rank=76)
    NAV.register(
        NavEntry("system.stale", msg("Stale accounts"), "users:stale", VIEW_ACCOUNTS, icon="user-off"), rank=77
    )
    NAV.register(
        NavEntry("system.deputies", msg("Deputies"), "users:deputies", ARRANGE_DEPUTIES, icon="user-share"), rank=78
    )
    user_logged_in.connect(_signed_in, dispatch_uid="users.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="users.signed_out")
    password_changed.connect(_password_changed, dispatch_uid="users.password_changed")
    user_login_failed.connect(_failed, dispatch_uid="users.sign_in_failed")
    authenticator_added.connect(_factor_added, dispatch_uid="users.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="users.factor_removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="users.factor_reset")
    authentication_failed.connect(_factor_failed, dispatch_uid="users.factor_failed")


@transaction.atomic
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    now, origin = clock.real_now(), origin_of(request)
    attempts.note(user.username, Outcome.SIGNED_IN, user=user, origin=origin, now=now)
    sessions.follow(request.session, user=user, origin=origin, now=now)
    passwords.keep_due(request.session, user)
    _note("users.sign_in", user)


@transaction.atomic
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        sessions.close(request.session, why=SessionEnd.SIGNED_OUT, now=clock.real_now())
        _note("users.sign_out", user)


def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """The session goes on under another key, and the next change is due later."""
    sessions.follow(request.session, user=user, origin=origin_of(request), now=clock.real_now())
    passwords.keep_due(request.session, user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """What was typed is not kept: it may be a password in the wrong field. 0 is an account that does not exist."""
    known = User.objects.filter(username=str(credentials.get("username", ""))[:60]).first()
    subject = ("user", known.pk if known else 0)
    audited("users.sign_in_failed", by=system_viewer(label="sign-in"), subject=subject, at=clock.now())


def _factor_added(user: User, authenticator: Any, **_: Any) -> None:
    _note("users.factor_added", user, type=authenticator.type)


def _factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    _note("users.factor_removed", user, type=authenticator.type)


def _factor_reset(user: User, authenticator: Any, **_: Any) -> None:
    _note("users.factor_reset", user, type=authenticator.type)


def _factor_failed(user: User, **_: Any) -> None:
    """Nobody is signed in yet, so the account is the subject and not who acts."""
    audited("users.factor_failed", by=system_viewer(label="sign-in"), subject=("user", user.pk), at=clock.now())


def _note(verb: str, user: User, **data: Any) -> None:
    at = clock.now()
    by: Viewer = viewer_of(user, on=at.date())
    audited(verb, by=by, subject=("user", user.pk), at=at, **data)
