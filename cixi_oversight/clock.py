"""Time, asked once at the door and passed on as `on=` / `at=` (decision 11). Business times are Asia/Shanghai.

In the demo the business date is pinned to a row (`jobs.BusinessDate`); the hour of the day still runs. Leases,
sessions, one-time passwords and rate limits use real time (`real_now`), never this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from cixi_oversight.extensions import Single

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

# answered by jobs: the pinned business date, or None where none is pinned
PINNED_DATE: Final[Single[Callable[[], dt.date | None]]] = Single("clock.pinned_date", required=True)


def real_now() -> dt.datetime:
    return dt.datetime.now(tz=SHANGHAI)


def now() -> dt.datetime:
    """The business time: real, or the pinned date at the present hour."""
    real = real_now()
    ask = PINNED_DATE.ask()
    pinned = ask() if ask is not None else None
    return real if pinned is None else dt.datetime.combine(pinned, real.timetz())


def today() -> dt.date:
    return now().date()


def at(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A moment of a business day."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
