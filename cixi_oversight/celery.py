"""Celery: workers and beat. What runs is decided by rows (decision 6); this only wakes."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.dispatch import receiver
from django_structlog.celery.signals import modify_context_before_task_publish
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.production")
app = Celery("cixi_oversight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
app.conf.beat_schedule = {
    # a message that waited longer than its successor is worth nothing
    "tick": {"task": "cixi_oversight.jobs.tasks.tick", "schedule": 60.0, "options": {"expires": 55}},
    "sweep": {"task": "cixi_oversight.jobs.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "feed": {"task": "cixi_oversight.jobs.tasks.number_feed", "schedule": 5.0, "options": {"expires": 4}},
    "messages": {"task": "cixi_oversight.desk.tasks.sweep_messages", "schedule": 60.0, "options": {"expires": 55}},
}


@setup_logging.connect
def _keep_logging(**_: Any) -> None:
    """Django's LOGGING holds for workers too."""


@receiver(modify_context_before_task_publish)
def _ids_only(context: dict[str, Any], **_: Any) -> None:
    """Redis keeps the id of the request that asked for the work, not where it came from."""
    context.pop("ip", None)
