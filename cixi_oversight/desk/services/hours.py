"""When messages rest and how long they wait for company: figures of policy, as of the real day of sending."""

from __future__ import annotations

import datetime as dt

from cixi_oversight import clock
from cixi_oversight.desk.rules.quiet import QuietHours
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters


def portal_hours(now: dt.datetime) -> QuietHours:
    """The portal's quiet hours on the day of `now`, real time. Equal ends: never quiet. Raises ParameterNotSet."""
    on = now.astimezone(clock.SHANGHAI).date()
    return QuietHours(_time(Key.QUIET_FROM, on), _time(Key.QUIET_TO, on))


def bundle_wait(now: dt.datetime) -> dt.timedelta:
    """How long what is not urgent waits for more to the same recipient. Raises ParameterNotSet."""
    on = now.astimezone(clock.SHANGHAI).date()
    return dt.timedelta(minutes=int(parameters.value(Key.BUNDLE, on=on)))


def _time(key: Key, on: dt.date) -> dt.time:
    hour, minute = divmod(int(parameters.value(key, on=on)), 60)
    return dt.time(hour, minute)
