"""The pinned business date of the demo."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.jobs.errors import NightStillRunning, NotADemo
from cixi_oversight.jobs.models import BusinessDate, Job
from cixi_oversight.jobs.services.nightly import start_day
from cixi_oversight.permissions import Viewer


def pinned_date() -> dt.date | None:
    """None in production: the setting spares even the look-up."""
    if not settings.BUSINESS_DATE_MAY_BE_PINNED:
        return None
    return BusinessDate.objects.filter(pk=1).values_list("day", flat=True).first()


def pin(day: dt.date) -> None:
    BusinessDate.objects.update_or_create(pk=1, defaults={"day": day})


@transaction.atomic
def go_to_next_day(*, by: Viewer) -> dt.date:
    """The button of the demo: the business date moves on by one day and that day's night is started.

    Raises NotADemo where no date is pinned, NightStillRunning while the last night is being worked.
    """
    date = BusinessDate.objects.select_for_update().filter(pk=1).first()
    if not settings.BUSINESS_DATE_MAY_BE_PINNED or date is None:
        raise NotADemo
    if Job.objects.filter(night=date.day).unfinished().exists():
        raise NightStillRunning(day=date.day.isoformat())
    date.day += dt.timedelta(days=1)
    date.save()
    record(
        "jobs.next_day", by=by, subject=("business_date", date.pk), data={"day": date.day.isoformat()}, at=clock.now()
    )
    start_day(day=date.day, by=by)
    return date.day
