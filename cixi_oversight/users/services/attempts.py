"""Attempts to sign in: each leaves a row, and the rows say whether a door is closed. Nothing of it lives in a cache."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.errors import NotLocked
from cixi_oversight.users.models import SignInAttempt, User
from cixi_oversight.users.ports.origin import Origin
from cixi_oversight.users.rules.locking import ANEW, FAILURES, Limit, locked_until
from cixi_oversight.users.services.audit import audited
from cixi_oversight.users.services.viewer import system_viewer

KEPT = dt.timedelta(days=365)  # at least six months by law (Cybersecurity Law, art. 21); the database holds that too


def limit() -> Limit:
    return Limit(
        settings.SIGN_IN_FAILURES_MAX,
        dt.timedelta(minutes=settings.SIGN_IN_WINDOW_MINUTES),
        dt.timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES),
    )


def name_hash(name: str) -> str:
    """The same for the same name; nobody reads the name, or the password typed in its place, back out of it."""
    return salted_hmac("users.sign_in", name.strip()[:200], algorithm="sha256").hexdigest()


def take_turn(name: str) -> None:
    """Until the transaction ends, nobody else tries this name: sixteen at once get five guesses too, not eighty."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name_hash(name)])


def lock_of(name: str) -> dt.datetime | None:
    """Until when the door of this name was closed by its last failures, known or not; perhaps long ago."""
    rows = SignInAttempt.objects.filter(name_hash=name_hash(name), outcome__in=[*FAILURES, *ANEW])
    failures = []
    for at, outcome in rows.order_by("-at", "-pk").values_list("at", "outcome")[: settings.SIGN_IN_FAILURES_MAX]:
        if outcome in ANEW:
            break
        failures.append(at)
    return locked_until(failures, limit())


def is_locked(name: str, *, now: dt.datetime) -> bool:
    until = lock_of(name)
    return until is not None and now < until


def note(name: str, outcome: Outcome, *, user: User | None, origin: Origin, now: dt.datetime) -> None:
    SignInAttempt.objects.create(
        user=user,
        name_hash=name_hash(name),
        outcome=outcome,
        address=origin.address,
        device=origin.device,
        at=now,
    )


@transaction.atomic
def failed(name: str, outcome: Outcome, *, user: User | None, origin: Origin, now: dt.datetime) -> None:
    """One failure more; the one that closes the door is told to the audit."""
    note(name, outcome, user=user, origin=origin, now=now)
    if is_locked(name, now=now):
        subject = ("user", user.pk if user else 0)
        minutes = settings.SIGN_IN_LOCK_MINUTES
        audited("users.lock", by=system_viewer(label="sign-in"), subject=subject, at=clock.now(), minutes=minutes)


@transaction.atomic
def unlock(*, user: User, by: Viewer, why: str, at: dt.datetime, now: dt.datetime) -> None:
    """The account's door is open again at once. Raises NotLocked."""
    take_turn(user.username)
    if not is_locked(user.username, now=now):
        raise NotLocked
    note(user.username, Outcome.UNLOCKED, user=user, origin=Origin(), now=now)
    audited("users.unlock", by=by, subject=("user", user.pk), why=why, at=at)


def forget(*, now: dt.datetime) -> int:
    """Remove what has been kept long enough. The function is the owner's: the application may only add."""
    with connection.cursor() as cursor:
        cursor.execute("select users_forget_sign_ins(%s)", [now - KEPT])
        return int(cursor.fetchone()[0])
