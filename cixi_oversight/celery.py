"""Celery: workers and beat. What runs is decided by rows (decision 6); this only wakes."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.production")
app = Celery("cixi_oversight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # a message that waited longer than its successor is worth nothing
    "tick": {"task": "cixi_oversight.jobs.tasks.tick", "schedule": 60.0, "options": {"expires": 55}},
    "sweep": {"task": "cixi_oversight.jobs.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}},
}
