"""How long to wait after a sending that failed, and when to give a channel a rest."""

from __future__ import annotations

import datetime as dt
from typing import Final

ATTEMPTS_MAX: Final = 10
FAILURES_BEFORE_REST: Final = 3  # in a row, over all recipients
_FIRST: Final = dt.timedelta(seconds=30)
_LONGEST: Final = dt.timedelta(hours=1)
_REST_LONGEST: Final = dt.timedelta(minutes=10)


def after_attempt(attempts: int) -> dt.timedelta:
    """30 s, 1 min, 2 min, ... up to one hour."""
    return min(_LONGEST, _FIRST * (1 << max(0, attempts - 1)))


def rest(failures: int) -> dt.timedelta | None:
    """How long the whole channel rests after so many failures in a row; None: not yet."""
    if failures < FAILURES_BEFORE_REST:
        return None
    return min(_REST_LONGEST, _FIRST * (1 << min(10, failures - FAILURES_BEFORE_REST)))
