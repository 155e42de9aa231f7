"""Accounts are made and closed here. What an account may do comes from memberships."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import SessionEnd
from cixi_oversight.users.errors import (
    AlreadyDeactivated,
    NotOneself,
    PasswordTooWeak,
    UsernameNotUsable,
    UsernameTaken,
)
from cixi_oversight.users.models import User
from cixi_oversight.users.rules.usernames import is_usable
from cixi_oversight.users.services.audit import audited
from cixi_oversight.users.services.invitations import revoke_all
from cixi_oversight.users.services.passwords import remember
from cixi_oversight.users.services.sessions import end_sessions
from cixi_oversight.users.services.viewer import actor_of


@transaction.atomic
def create_account(*, username: str, name: str, by: Viewer, at: dt.datetime, password: str | None = None) -> User:
    """An account without any right; a membership gives it some. Without a password nobody enters until an invitation
    is accepted.

    Raises UsernameNotUsable, UsernameTaken, PasswordTooWeak.
    """
    if not is_usable(username):
        raise UsernameNotUsable(field="username", username=username[:60])
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(field="username", username=username)
    if password is not None:
        try:
            validate_password(password, User(username=username, name=name))
        except ValidationError as weak:
            raise PasswordTooWeak(field="password", reasons=" ".join(weak.messages)) from weak
    user = User.objects.create_user(username, name=name, joined_at=at, password=password)
    if password is not None:
        remember(user, now=clock.real_now())
    actor_of(user)
    audited("users.create_account", by=by, subject=("user", user.pk), at=at)
    return user


@transaction.atomic
def close_account(*, user: User, by: Viewer, why: str, at: dt.datetime) -> User:
    """Nobody enters with it from the next request on; what it did keeps its name.

    Raises AlreadyDeactivated, NotOneself.
    """
    if user.pk == by.user_id:
        raise NotOneself
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise AlreadyDeactivated
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    end_sessions(user=locked, why=SessionEnd.ACCOUNT_CLOSED, now=clock.real_now())
    revoke_all(user=locked, now=clock.real_now())
    audited("users.close_account", by=by, subject=("user", user.pk), why=why, at=at)
    return locked
