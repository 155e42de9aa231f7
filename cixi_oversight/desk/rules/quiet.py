"""Quiet hours: when a message that is not urgent may go out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` (quiet) to `end` (not any more), over midnight where `end` is earlier. Equal: never quiet."""

    begin: dt.time
    end: dt.time

    def covers(self, time: dt.time) -> bool:
        if self.begin <= self.end:
            return self.begin <= time < self.end
        return time >= self.begin or time < self.end


NEVER: Final = QuietHours(dt.time(0, 0), dt.time(0, 0))


def allowed_from(at: dt.datetime, quiet: QuietHours) -> dt.datetime:
    """The first moment not before `at` at which sending is allowed. `at` is in the zone of the quiet hours."""
    if not quiet.covers(at.time()):
        return at
    end = at.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0)
    return end if end > at else end + dt.timedelta(days=1)
