"""How long a session lives, in real time: 30 minutes without use, 12 hours in all (GB/T 22239, 身份鉴别 b); and the
rows by which an account's owner sees and ends his sessions."""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping, Sequence
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import SessionEnd
from cixi_oversight.users.errors import SessionOver
from cixi_oversight.users.models import SignedInSession, User
from cixi_oversight.users.ports.origin import Origin
from cixi_oversight.users.services.audit import audited

IDLE: Final = dt.timedelta(minutes=30)
ABSOLUTE: Final = dt.timedelta(hours=12)
STEP: Final = dt.timedelta(minutes=1)  # how exactly the last use is noted: not a write for every request
KEPT: Final = dt.timedelta(days=365)
_BEGAN, _USED, _ROW, _KEY = "began", "used", "row", "row_key"


def is_over(session: MutableMapping[str, Any], *, now: dt.datetime) -> bool:
    began, used = session.get(_BEGAN), session.get(_USED)
    if began is None or used is None:
        return False
    second = now.timestamp()
    return bool(second - began >= ABSOLUTE.total_seconds() or second - used >= IDLE.total_seconds())


def note_use(session: MutableMapping[str, Any], *, now: dt.datetime) -> bool:
    """Whether the use was noted: once a minute at most."""
    second = int(now.timestamp())
    if _BEGAN not in session:
        session[_BEGAN] = session[_USED] = second
        return True
    if second - session[_USED] >= STEP.total_seconds():
        session[_USED] = second
        return True
    return False


def follow(session: SessionBase, *, user: User, origin: Origin, now: dt.datetime) -> None:
    """Keep the session's row: made at its first use, its key when Django changed that, its last use."""
    noted = note_use(session, now=now)
    if session.session_key is None:
        session.save()
    row, key = session.get(_ROW), session.session_key or ""
    if row is None:
        session[_ROW] = _begin(user, key, origin, now).public_id
        session[_KEY] = key
    elif noted or session.get(_KEY) != key:
        session[_KEY] = key
        SignedInSession.objects.filter(public_id=row).update(
            session_key=key, used_at=now, address=origin.address, device=origin.device
        )


def own_row(session: MutableMapping[str, Any] | None) -> str:
    """The public id of a session's own row; empty before its first use."""
    return str(session.get(_ROW, "")) if session is not None else ""


def close(session: MutableMapping[str, Any], *, why: SessionEnd, now: dt.datetime) -> None:
    """The session is being left: its row ends, its data are Django's to flush."""
    SignedInSession.objects.open().filter(public_id=own_row(session)).update(ended_at=now, ended_why=why)


def open_sessions(user: User, *, now: dt.datetime) -> Sequence[SignedInSession]:
    """Those that could still be used, the latest first."""
    rows = SignedInSession.objects.open().filter(user=user, used_at__gt=now - IDLE, began_at__gt=now - ABSOLUTE)
    return list(rows.order_by("-used_at", "pk"))


def end_sessions(*, user: User, why: SessionEnd, now: dt.datetime, keep: str = "", only: str | None = None) -> int:
    """End all sessions of an account at once, but for the row `keep`, or `only` one; returns how many."""
    rows = SignedInSession.objects.open().filter(user=user).exclude(public_id=keep)
    if only is not None:
        rows = rows.filter(public_id=only)
    with transaction.atomic():
        keys = list(rows.select_for_update().values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return rows.update(ended_at=now, ended_why=why)


@transaction.atomic
def end_own(*, user: User, only: str | None, keep: str, by: Viewer, at: dt.datetime, now: dt.datetime) -> int:
    """The owner ends one of his sessions, or all but the one he is in. Raises SessionOver."""
    ended = end_sessions(user=user, why=SessionEnd.BY_OWNER, now=now, keep=keep, only=only)
    if not ended:
        raise SessionOver
    audited("users.end_sessions", by=by, subject=("user", user.pk), at=at, sessions=ended)
    return ended


@transaction.atomic
def end_all(*, user: User, by: Viewer, why: str, at: dt.datetime, now: dt.datetime) -> int:
    """An administrator ends every session of an account. Raises SessionOver where none is open."""
    ended = end_sessions(user=user, why=SessionEnd.BY_ADMINISTRATOR, now=now)
    if not ended:
        raise SessionOver
    audited("users.end_sessions", by=by, subject=("user", user.pk), why=why, at=at, sessions=ended)
    return ended


def forget(*, now: dt.datetime) -> int:
    """Rows of sessions that nobody has used for a year."""
    gone, _kinds = SignedInSession.objects.filter(used_at__lt=now - KEPT).delete()
    return gone


def _begin(user: User, key: str, origin: Origin, now: dt.datetime) -> SignedInSession:
    row, _made = SignedInSession.objects.update_or_create(
        session_key=key,
        defaults={
            "user": user,
            "began_at": now,
            "used_at": now,
            "address": origin.address,
            "device": origin.device,
            "ended_at": None,
            "ended_why": "",
        },
    )
    return row
