"""When people are told that a period nears its end (期限提醒). Plain Python; the days are handed in.

A period that runs after an event is told of three workdays before the office should be done, on the workday before its
last day, on the last day, and once when it is over. One that is counted back (七日前) has no grace after its safe day:
it is told of on that day already, and the last day in law is shown beside it. On a day off only a last day is told of;
the rest waits for the workday, so that nobody is called on a Sunday for what is due on Wednesday.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from cixi_oversight.policy.enums import AlarmStage, Ends
from cixi_oversight.policy.rules.day_table import Days
from cixi_oversight.policy.rules.deadline_kinds import KINDS

SOON_WORKDAYS: Final = 3
COUNTED_BACK: Final = tuple(sorted(code.value for code, kind in KINDS.items() if kind.ends is not Ends.AFTER))
_SLACK: Final = dt.timedelta(days=20)  # a safe day lies at most a long holiday before the last day


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the night of `on` looks: until which last day the workday is the last before it, until which safe day
    the end is near, and until which last day a deadline can matter at all."""

    on: dt.date
    is_workday: bool
    before_until: dt.date
    soon_until: dt.date
    due_until: dt.date


def reach(on: dt.date, calendar: Days) -> Reach:
    soon = calendar.add_workdays(on, SOON_WORKDAYS)
    return Reach(on, calendar.is_workday(on), calendar.add_workdays(on, 1), soon, soon + _SLACK)


def stage_of(*, due_on: dt.date, safe_on: dt.date, counted_back: bool, far: Reach) -> AlarmStage | None:
    """The stage of one deadline in the night; None where nothing is to be told. The set-based twin of this is in
    `services/alarms.py`."""
    if due_on == far.on:
        return AlarmStage.TODAY
    if not far.is_workday:
        return None
    if due_on < far.on:
        return AlarmStage.OVERDUE
    if (safe_on <= far.on) if counted_back else (due_on <= far.before_until):
        return AlarmStage.BEFORE
    return AlarmStage.SOON if safe_on <= far.soon_until else None
