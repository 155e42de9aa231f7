"""Shows that beat and a worker are alive: every tick leaves its time."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min
from django.db.models.functions import Now

from cixi_oversight import clock
from cixi_oversight.jobs.models import Heartbeat, Job

TICK = "tick"
SILENT_AFTER = dt.timedelta(minutes=3)


def beat(name: str = TICK) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": Now()})


def last_seen(name: str = TICK) -> dt.datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("seen_at", flat=True).first()


def is_silent(name: str = TICK) -> bool:
    """Nothing has woken for three minutes: beat or every worker is away. Work waits, none is lost.

    Before the first tick of all, only work that waits that long tells.
    """
    since = last_seen(name) or Job.objects.unfinished().aggregate(first=Min("created_at"))["first"]
    return since is not None and clock.real_now() - since > SILENT_AFTER
