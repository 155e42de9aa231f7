"""Drawing a collection up: what is asked, whom, until when. Fixed once it is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from cixi_oversight.errors import Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.users.models import County, Town
from institutions.enums.collections import Addressee, CollectionState, CollectionVerb, Shape
from institutions.errors import OtherCounty
from institutions.errors.collections import ColumnFault, DueInPast
from institutions.models import Collection, CollectionColumn, CollectionTransition
from institutions.rules.collections.columns import Column, faults, type_of
from institutions.services.collections.common import audited
from institutions.services.words import clean, day_of

_SCOPE: Final = ("category", "stage", "legal_form")


class Ask(TypedDict):
    """`towns` none: all of the county; `category`, `stage`, `legal_form` empty: whatever they are."""

    title: str
    about: str
    addressee: Addressee
    shape: Shape
    towns: Sequence[int]
    category: str
    stage: str
    legal_form: str
    due_on: dt.date


@transaction.atomic
def create_collection(
    *, county: County, columns: Sequence[Column], by: Viewer, at: dt.datetime, **ask: Unpack[Ask]
) -> Collection:
    """Raises ReasonMissing, NumberInText, DueInPast, OtherCounty, and Problems of ColumnFault."""
    values = _checked(ask, county.pk, at)
    tidy = _tidy(columns)
    row = Collection.objects.create(
        county=county,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **values,
    )
    _write(row, tidy)
    CollectionTransition.objects.create(
        collection=row,
        verb=CollectionVerb.CREATE,
        source="",
        target=CollectionState.DRAFT,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    audited("institutions.create_collection", row, by=by, at=at, columns=len(tidy))
    return row


@transaction.atomic
def change_collection(
    *,
    collection: Collection,
    columns: Sequence[Column],
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
    **ask: Unpack[Ask],
) -> Collection:
    """Until it is sent. Raises as `create_collection`, and WrongState, StaleVersion."""
    row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    if row.state != CollectionState.DRAFT:
        raise WrongState
    if row.version != expected_version:
        raise StaleVersion
    values = _checked(ask, row.county_id, at)
    tidy = _tidy(columns)
    for name, value in values.items():
        setattr(row, name, value)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(values))
    row.columns.all().delete()
    _write(row, tidy)
    audited("institutions.change_collection", row, by=by, at=at, columns=len(tidy))
    return row


def _checked(ask: Ask, county_id: int, at: dt.datetime) -> dict[str, Any]:
    values: dict[str, Any] = dict(ask)
    values["title"] = without_numbers(clean(ask["title"]), field="title")
    values["about"] = without_numbers(ask["about"].strip(), field="about")
    if not values["title"]:
        raise ReasonMissing(field="title")
    if ask["due_on"] < day_of(at):
        raise DueInPast(field="due_on")
    values["towns"] = sorted(set(ask["towns"]))
    if Town.objects.filter(pk__in=values["towns"], county_id=county_id).count() != len(values["towns"]):
        raise OtherCounty(field="towns")
    return values | {name: values[name] or "" for name in _SCOPE}


def _tidy(columns: Sequence[Column]) -> list[Column]:
    """As they are kept. A column that the register fills in has the register's type. Raises Problems."""
    tidy = [
        Column(
            name=clean(column.name),
            type=type_of(column.source) if column.source else column.type,
            is_required=column.is_required,
            choices=tuple(dict.fromkeys(filter(None, map(clean, column.choices)))),
            help=without_numbers(clean(column.help), field="columns"),
            source=column.source,
        )
        for column in columns
    ]
    wrong = faults(tidy)
    if wrong:
        raise Problems([ColumnFault(fault=one.message, field=f"column-{one.number}", row=one.number) for one in wrong])
    return tidy


def _write(row: Collection, columns: Sequence[Column]) -> None:
    CollectionColumn.objects.bulk_create(
        CollectionColumn(
            collection=row,
            key=f"c{number}",
            position=number,
            name=column.name,
            type=column.type,
            is_required=column.is_required,
            choices=list(column.choices),
            help=column.help,
            source=column.source or "",
        )
        for number, column in enumerate(columns, 1)
    )
