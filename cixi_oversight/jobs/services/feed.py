"""Wakes whoever numbers the change feed. Once in a while is enough: one run numbers all that waits."""

from __future__ import annotations

import time
from typing import Final

from cixi_oversight.jobs.services.wake import wake_task

TASK: Final = "cixi_oversight.jobs.tasks.number_feed"
PAUSE: Final = 2.0  # seconds between two wakings of one process; the beat comes by every five

_last_woken = -PAUSE


def wake_feed() -> None:
    """After the commit of whoever emitted. A broker that is away costs this process a moment every two seconds."""
    global _last_woken
    now = time.monotonic()
    if now - _last_woken >= PAUSE:
        _last_woken = now
        wake_task(TASK, [])
