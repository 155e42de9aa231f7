"""The pinned business date of the demo."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from cixi_oversight.jobs.models import BusinessDate


def pinned_date() -> dt.date | None:
    """None in production: the setting spares even the look-up."""
    if not settings.BUSINESS_DATE_MAY_BE_PINNED:
        return None
    return BusinessDate.objects.filter(pk=1).values_list("day", flat=True).first()


def pin(day: dt.date) -> None:
    BusinessDate.objects.update_or_create(pk=1, defaults={"day": day})
