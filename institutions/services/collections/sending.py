"""Sending a collection out: a part for each town or institution, its rows filled in from the register, a deadline
each, and a message to those who answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.policy.services.deadlines import Start
from cixi_oversight.users.models import Town
from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, Stage, Status
from institutions.enums.collections import Addressee, CollectionVerb, PartState, PartVerb, Shape, Source
from institutions.errors.collections import DueInPast, NobodyAsked
from institutions.models import (
    Collection,
    CollectionPart,
    CollectionPartTransition,
    CollectionRow,
    Institution,
)
from institutions.rules import labels
from institutions.rules.collections.sheet import Form, has_person
from institutions.services.collections import telling
from institutions.services.collections.common import PART_SUBJECT, form_of, move
from institutions.services.words import day_of


def asked_institutions(collection: Collection) -> Any:
    """The institutions that the collection is about, by its filter: those that live, with the facts it shows."""
    rows: Any = Institution.objects.filter(county_id=collection.county_id).alive().with_register_facts()
    narrow = {"category": collection.category, "stage": collection.stage, "legal_form": collection.legal_form}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    if collection.towns:
        rows = rows.filter(town_id__in=collection.towns)
    return rows.order_by("town_id", "name", "pk")


def asked_towns(collection: Collection) -> list[Town]:
    rows = Town.objects.filter(county_id=collection.county_id)
    return list(rows.filter(pk__in=collection.towns) if collection.towns else rows)


@transaction.atomic
def send(*, collection: Collection, by: Viewer, at: dt.datetime) -> int:
    """Ask everybody; how many. An institution without a town is in no town's sheet.

    Raises WrongState, Forbidden, DueInPast, NobodyAsked.
    """
    row = Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
    move(row, CollectionVerb.SEND, by=by, at=at, sent_at=at)
    if row.due_on < day_of(at):
        raise DueInPast
    institutions = list(asked_institutions(row))
    parts = _parts(row, institutions, by, at)
    if not parts:
        raise NobodyAsked
    CollectionPartTransition.objects.bulk_create(
        CollectionPartTransition(
            part=part,
            verb=PartVerb.ASK,
            source="",
            target=PartState.WAITING,
            effective_on=day_of(at),
            recorded_at=at,
            actor_id=by.actor_id,
        )
        for part in parts
    )
    _fill_in(row, parts, institutions)
    _start_deadlines(row, parts, by, at)
    telling.asked(row, parts, at=at)
    return len(parts)


def _parts(row: Collection, institutions: Sequence[Any], by: Viewer, at: dt.datetime) -> list[CollectionPart]:
    common: dict[str, Any] = {
        "collection": row,
        "created_at": at,
        "created_by_id": by.actor_id,
        "changed_at": at,
        "changed_by_id": by.actor_id,
    }
    if row.addressee == Addressee.TOWNS:
        made = [CollectionPart(town=town, **common) for town in asked_towns(row)]
    else:
        made = [CollectionPart(institution=institution, **common) for institution in institutions]
    return CollectionPart.objects.bulk_create(made, batch_size=1000)


def _fill_in(row: Collection, parts: Sequence[CollectionPart], institutions: Sequence[Any]) -> None:
    """One row an institution, with what the register knows of it."""
    if row.shape != Shape.INSTITUTIONS:
        return
    form = form_of(row)
    by_part: Mapping[int, list[Any]] = _by_part(parts, institutions)
    rows = []
    for part in parts:
        done = 0
        for number, institution in enumerate(by_part[part.pk], 1):
            values = prefilled(form, institution)
            done += not form.findings(values)
            rows.append(CollectionRow(part=part, number=number, institution=institution, values=values))
        part.rows_count, part.rows_done = len(by_part[part.pk]), done
    CollectionRow.objects.bulk_create(rows, batch_size=2000)
    CollectionPart.objects.bulk_update(parts, ["rows_count", "rows_done"], batch_size=500)


def _by_part(parts: Sequence[CollectionPart], institutions: Iterable[Any]) -> dict[int, list[Any]]:
    of_town = {part.town_id: part.pk for part in parts if part.town_id}
    of_institution = {part.institution_id: part.pk for part in parts if part.institution_id}
    found: dict[int, list[Any]] = defaultdict(list)
    for one in institutions:
        pk = of_institution.get(one.pk) or of_town.get(one.town_id)
        if pk:
            found[pk].append(one)
    return found


def prefilled(form: Form, institution: Any) -> dict[str, Any]:
    """What the register knows, in Chinese words. A number of a person that slipped into the register is left out."""
    values = {}
    for key, column in form.columns.items():
        known = known_of(institution, column.source) if column.source else ""
        if known and not has_person(known):
            values[key] = known
    return values


def known_of(institution: Any, source: Source) -> str:
    """As text; empty where the register does not know it. Needs `with_register_facts`."""
    with translation.override("zh-hans"):
        match source:
            case Source.TOWN:
                return institution.town.name if institution.town else ""
            case Source.CATEGORY:
                return worded(labels.CATEGORY[Category(institution.category)]) if institution.category else ""
            case Source.LEGAL_FORM:
                return worded(labels.LEGAL_FORM[LegalForm(institution.legal_form)]) if institution.legal_form else ""
            case Source.STAGE:
                return worded(labels.STAGE[Stage(institution.stage)]) if institution.stage else ""
            case Source.STATUS:
                return worded(labels.STATUS[Status(institution.status)])
            case Source.PERMIT_EXPIRES_ON:
                return institution.permit_expires_on.isoformat() if institution.permit_expires_on else ""
            case _:
                return getattr(institution, source.value) or ""


def _start_deadlines(row: Collection, parts: Sequence[CollectionPart], by: Viewer, at: dt.datetime) -> None:
    started_on = day_of(at)
    deadlines.start_many(
        subject_kind=PART_SUBJECT,
        kind=DeadlineCode.COLLECTION_DUE,
        started_on=started_on,
        starts=[Start(part.pk, part.institution_id) for part in parts],
        amount=(row.due_on - started_on).days,
        span=Span.CALENDAR_DAYS,
        by=by,
        at=at,
    )
