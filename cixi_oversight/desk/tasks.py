"""Doors for workers: what Celery wakes. The rows of the outbox say what is to be done."""

from __future__ import annotations

from celery import shared_task

from cixi_oversight.desk.enums import OUTER, Channel
from cixi_oversight.desk.services.outbox_wake import wake_sender
from cixi_oversight.desk.services.sending import send_due
from cixi_oversight.desk.services.taking_turns import alone


@shared_task(name="cixi_oversight.desk.tasks.send_messages")
def send_messages(channel: str) -> None:
    """Over one channel. One worker at a time is enough, so that a slow gateway holds one and not all of them."""
    with alone(f"desk.send/{channel}") as mine:
        if mine:
            send_due(Channel(channel))


@shared_task(name="cixi_oversight.desk.tasks.sweep_messages")
def sweep_messages() -> None:
    """Every minute: what nobody was woken for, what waited for its time, what a dead worker left."""
    for channel in OUTER:
        wake_sender(channel)
