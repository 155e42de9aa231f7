"""Figures of policy, asked as of a day (decision 9)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key, Unit
from cixi_oversight.policy.errors import (
    AlreadyDecided,
    OneForAll,
    OwnProposal,
    ParameterAlreadySet,
    ParameterNotSet,
    PeriodBackwards,
    SecondPersonNeeded,
    ValueOutOfRange,
)
from cixi_oversight.policy.models import Parameter, ParameterProposal
from cixi_oversight.users.models import County

# money or a penalty hangs on these: whoever proposes one does not put it in force
NEEDS_SECOND_PERSON: Final = frozenset(
    {
        Key.REFUND_COMPLAINT,
        Key.PREPAID_CAP,
        Key.PREPAID_MONTHS,
        Key.PREPAID_HOURS,
        Key.PRICE_SMALL,
        Key.PRICE_MEDIUM,
        Key.PRICE_LARGE,
        Key.PRICE_UP,
    }
)
ONE_FOR_ALL: Final = frozenset({Key.QUIET_FROM, Key.QUIET_TO, Key.BUNDLE})  # the outbox is one for all counties
RANGES: Final = {Unit.TIME_OF_DAY: (0, 24 * 60 - 1), Unit.YES_NO: (0, 1), Unit.PERCENT: (0, 100)}
_ONCE: Final = ("key", "county", "category", "mode", "effective_from")
_COLUMNS: Final = (
    "key",
    "county",
    "category",
    "mode",
    "value",
    "unit",
    "effective_from",
    "effective_to",
    "source",
    "confirmed",
)


def in_force(
    key: str, *, on: dt.date, county: County | int | None = None, category: str = "", mode: str = ""
) -> Parameter:
    """The row that holds on a day, the most specific first: the county's own before the general one, then the
    category's before that of all, then the mode's before that of all, then the later `effective_from`.

    Raises ParameterNotSet, which names the key."""
    county_id = county.pk if isinstance(county, County) else county
    row = (
        Parameter.objects.filter(Q(effective_to=None) | Q(effective_to__gte=on), key=key, effective_from__lte=on)
        .filter(Q(county=None) | Q(county_id=county_id))
        .filter(category__in={"", category}, mode__in={"", mode})
        .order_by(F("county_id").desc(nulls_last=True), "-category", "-mode", "-effective_from")
        .first()
    )
    if row is None:
        raise ParameterNotSet(key=str(key), on=on.isoformat())
    return row


def unit_of(key: str) -> str:
    """What the key's figures count, the same at all times; empty where it never had one."""
    known = Parameter.objects.filter(key=key).order_by("pk").first()
    return known.unit if known is not None else ""


def value(key: str, *, on: dt.date, county: County | int | None = None, category: str = "", mode: str = "") -> Any:
    """The value in force on a day, in the unit that its row names (fen, days …). Raises ParameterNotSet."""
    return in_force(key, on=on, county=county, category=category, mode=mode).value


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
    mode: str = "",
    effective_to: dt.date | None = None,
) -> Parameter:
    """A new value from a day on, in the unit that the key has always had. What held before stays answerable.

    Raises ParameterAlreadySet for a day from which one is recorded already, ParameterNotSet for a key without a unit,
    PeriodBackwards, ValueOutOfRange, OneForAll, SecondPersonNeeded for a key on which money or a penalty hangs.
    """
    if key in NEEDS_SECOND_PERSON:
        raise SecondPersonNeeded
    facts = _checked(
        {
            "key": key,
            "county": county,
            "category": category,
            "mode": mode,
            "value": value,
            "effective_from": effective_from,
            "effective_to": effective_to,
            "source": source,
            "confirmed": confirmed,
        }
    )
    return _record(facts, by=by, why=why, at=at)


@transaction.atomic
def propose_value(
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
    mode: str = "",
    effective_to: dt.date | None = None,
) -> ParameterProposal:
    """A value that another person has to put in force. Raises as `record_value`, and ParameterAlreadySet while one for
    the same day and scope waits."""
    facts = _checked(
        {
            "key": key,
            "county": county,
            "category": category,
            "mode": mode,
            "value": value,
            "effective_from": effective_from,
            "effective_to": effective_to,
            "source": source,
            "confirmed": confirmed,
        }
    )
    _check_free(Parameter.objects.all(), facts)
    _check_free(ParameterProposal.objects.filter(accepted=None), facts)
    row = ParameterProposal.objects.create(**facts, why=why, proposed_at=at, proposed_by_id=by.actor_id)
    data = {"key": key, "value": value, "from": effective_from.isoformat()}
    record("policy.propose_value", by=by, subject=("parameter_proposal", row.pk), why=why, data=data, at=at)
    return row


@transaction.atomic
def decide_value(
    *, proposal: ParameterProposal, accept: bool, why: str, by: Viewer, at: dt.datetime
) -> ParameterProposal:
    """The second person's word. Raises OwnProposal, AlreadyDecided, ReasonMissing, ParameterAlreadySet."""
    if not why.strip():
        raise ReasonMissing(field="why")
    row = ParameterProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.accepted is not None:
        raise AlreadyDecided
    if row.proposed_by_id == by.actor_id:
        raise OwnProposal
    if accept:
        facts = {name: getattr(row, name) for name in _COLUMNS}
        row.parameter = _record(facts, by=by, why=why, at=at)
    row.accepted, row.decided_at, row.decided_by_id, row.decided_why = accept, at, by.actor_id, why
    row.save(update_fields=["accepted", "decided_at", "decided_by", "decided_why", "parameter"])
    data = {"key": row.key, "value": row.value, "accepted": accept}
    record("policy.decide_value", by=by, subject=("parameter_proposal", row.pk), why=why, data=data, at=at)
    return row


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    """With the unit that the key has always had. Raises as `record_value`."""
    if facts["effective_to"] is not None and facts["effective_to"] < facts["effective_from"]:
        raise PeriodBackwards(field="effective_to")
    known = Parameter.objects.filter(key=facts["key"]).order_by("pk").first()
    if known is None:
        raise ParameterNotSet(key=str(facts["key"]), on=facts["effective_from"].isoformat())
    low, high = RANGES.get(Unit(known.unit), (0, None)) if known.unit else (0, None)
    if facts["value"] < low or (high is not None and facts["value"] > high):
        raise ValueOutOfRange(field="value", low=low, high=high)
    if facts["key"] in ONE_FOR_ALL and any(facts[name] for name in ("county", "category", "mode")):
        raise OneForAll(field="county")
    return facts | {"unit": known.unit}


def _check_free(rows: Any, facts: dict[str, Any]) -> None:
    if rows.filter(**{name: facts[name] for name in _ONCE}).exists():
        raise ParameterAlreadySet(key=str(facts["key"]), on=facts["effective_from"].isoformat())


def _record(facts: dict[str, Any], *, by: Viewer, why: str, at: dt.datetime) -> Parameter:
    once = {name: facts[name] for name in _ONCE}
    others = {name: value for name, value in facts.items() if name not in _ONCE}
    row, made = Parameter.objects.get_or_create(
        **once, defaults=others | {"recorded_at": at, "recorded_by_id": by.actor_id}
    )
    if not made:
        raise ParameterAlreadySet(key=str(facts["key"]), on=facts["effective_from"].isoformat())
    data = {"key": facts["key"], "value": facts["value"], "from": facts["effective_from"].isoformat()}
    record("policy.record_value", by=by, subject=("parameter", row.pk), why=why, data=data, at=at)
    return row
