"""Figures of policy, asked as of a day (decision 9)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.errors import ParameterAlreadySet, ParameterNotSet
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.models import County


def in_force(key: str, *, on: dt.date, county: County | int | None = None, category: str = "") -> Parameter:
    """The row that holds on a day: the county's own before the general one, then the category's before that of all
    categories, then the later `effective_from`. Raises ParameterNotSet, which names the key."""
    county_id = county.pk if isinstance(county, County) else county
    row = (
        Parameter.objects.filter(Q(effective_to=None) | Q(effective_to__gte=on), key=key, effective_from__lte=on)
        .filter(Q(county=None) | Q(county_id=county_id))
        .filter(category__in={"", category})
        .order_by(F("county_id").desc(nulls_last=True), "-category", "-effective_from")
        .first()
    )
    if row is None:
        raise ParameterNotSet(key=str(key), on=on.isoformat())
    return row


def value(key: str, *, on: dt.date, county: County | int | None = None, category: str = "") -> Any:
    """The value in force on a day, in the unit that its row names (fen, days …). Raises ParameterNotSet."""
    return in_force(key, on=on, county=county, category=category).value


@transaction.atomic
def record_value(
    *,
    key: Key,
    value: int,
    effective_from: dt.date,
    source: str,
    confirmed: bool,
    by: Viewer,
    why: str,
    at: dt.datetime,
    county: County | None = None,
    category: str = "",
) -> Parameter:
    """A new value from a day on, in the unit that the key has always had. What held before stays answerable.

    Raises ParameterAlreadySet for a day from which one is recorded already, ParameterNotSet for a key without a unit.
    """
    known = Parameter.objects.filter(key=key).order_by("pk").first()
    if known is None:
        raise ParameterNotSet(key=str(key), on=effective_from.isoformat())
    row, made = Parameter.objects.get_or_create(
        key=key,
        county=county,
        category=category,
        effective_from=effective_from,
        defaults={
            "value": value,
            "unit": known.unit,
            "source": source,
            "confirmed": confirmed,
            "recorded_at": at,
            "recorded_by_id": by.actor_id,
        },
    )
    if not made:
        raise ParameterAlreadySet(key=str(key), on=effective_from.isoformat())
    data = {"key": key, "value": value, "from": effective_from.isoformat()}
    record("policy.record_value", by=by, subject=("parameter", row.pk), why=why, data=data, at=at)
    return row
