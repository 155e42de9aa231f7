"""Wakes a worker for the outbox. Waking may fail: the rows are there, and the sweep of every minute takes them."""

from __future__ import annotations

from typing import Final

from cixi_oversight.desk.enums import Channel
from cixi_oversight.jobs.services.wake import wake_task

TASK: Final = "cixi_oversight.desk.tasks.send_messages"


def wake_sender(channel: Channel, *, after_seconds: int = 0) -> bool:
    """False where no broker answers."""
    return wake_task(TASK, [channel.value], countdown_seconds=after_seconds)
