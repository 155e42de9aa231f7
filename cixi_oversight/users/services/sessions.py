"""How long a session lives, in real time: 30 minutes without use, 12 hours in all (GB/T 22239, 身份鉴别 b)."""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from typing import Any, Final

IDLE: Final = dt.timedelta(minutes=30)
ABSOLUTE: Final = dt.timedelta(hours=12)
STEP: Final = dt.timedelta(minutes=1)  # how exactly the last use is noted: not a write for every request
_BEGAN, _USED = "began", "used"


def is_over(session: MutableMapping[str, Any], *, now: dt.datetime) -> bool:
    began, used = session.get(_BEGAN), session.get(_USED)
    if began is None or used is None:
        return False
    second = now.timestamp()
    return bool(second - began >= ABSOLUTE.total_seconds() or second - used >= IDLE.total_seconds())


def note_use(session: MutableMapping[str, Any], *, now: dt.datetime) -> None:
    second = int(now.timestamp())
    if _BEGAN not in session:
        session[_BEGAN] = session[_USED] = second
    elif second - session[_USED] >= STEP.total_seconds():
        session[_USED] = second
