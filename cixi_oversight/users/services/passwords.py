"""Setting a password: never one of the last, remembered with its day, and every other session of the account ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import SessionEnd
from cixi_oversight.users.errors import PasswordTooWeak
from cixi_oversight.users.models import PasswordUsed, User
from cixi_oversight.users.rules.passwords import due_at
from cixi_oversight.users.services.audit import audited
from cixi_oversight.users.services.sessions import end_sessions

DUE: Final = "password_due"  # in the session: from which second on the password must be changed


@transaction.atomic
def set_password(*, user: User, password: str, by: Viewer, at: dt.datetime, now: dt.datetime, keep: str = "") -> None:
    """`keep` is the public id of the session that goes on. Raises PasswordTooWeak with the words of what is missing."""
    User.objects.select_for_update().get(pk=user.pk)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PasswordTooWeak(field="password", reasons=" ".join(weak.messages)) from weak
    user.set_password(password)
    user.save(update_fields=["password"])
    remember(user, now=now)
    end_sessions(user=user, why=SessionEnd.PASSWORD_CHANGED, now=now, keep=keep)
    audited("users.change_password", by=by, subject=("user", user.pk), at=at)


def remember(user: User, *, now: dt.datetime) -> None:
    """Keep the present hash with its day, and no more hashes than are asked for."""
    PasswordUsed.objects.create(user=user, encoded=user.password, set_at=now)
    rows = PasswordUsed.objects.filter(user=user).order_by("-set_at", "-pk")
    kept = list(rows.values_list("pk", flat=True)[: settings.PASSWORD_HISTORY])
    rows.exclude(pk__in=kept).delete()


def password_due_at(user: User) -> dt.datetime | None:
    """From when on the password must be changed; None where the setting asks for no change."""
    latest = PasswordUsed.objects.filter(user=user).order_by("-set_at").values_list("set_at", flat=True).first()
    return due_at(latest or user.joined_at, settings.PASSWORD_AGE_DAYS)


def keep_due(session: MutableMapping[str, Any], user: User) -> float:
    """The second from which on a change is due, kept in the session so that not every request asks for it."""
    due = password_due_at(user)
    session[DUE] = due.timestamp() if due else float(2**62)
    return float(session[DUE])
