"""An application before the window has it: begun and filled in, by the owner, at the counter or ex officio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import IntegrityError, transaction

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.models import County, Town
from institutions.enums.cases import AT_COUNTER, CaseKind, CaseOrigin, CaseState, CaseVerb, FieldType
from institutions.errors.cases import CaseAlreadyOpen, KindUnfit, NotAsked, NotYourCase
from institutions.models import CaseTransition, Institution, RegistrationCase
from institutions.rules.cases.fitting import unfit
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.schema import CaseField, KindTable
from institutions.services.cases.applicants import editable, is_window
from institutions.services.cases.correcting import asked_of, with_remarks
from institutions.services.cases.moving import audit, text
from institutions.services.cases.reading import known_of
from institutions.services.words import clean, day_of, lock


@transaction.atomic
def open_case(
    *,
    kind: CaseKind,
    institution: Institution | None,
    county: County,
    origin: CaseOrigin,
    by: Viewer,
    at: dt.datetime,
    payload: Mapping[str, Any] | None = None,
) -> RegistrationCase:
    """Begin an application as a draft. Only an entry has no institution.

    Raises KindUnfit, CaseAlreadyOpen, NotYourCase.
    """
    if by.kind is not ViewerKind.SYSTEM and not _may_begin(institution, origin, by):
        raise NotYourCase
    if (institution is None) is not (kind is CaseKind.ENTRY):
        raise NotFound
    said = dict(payload or {})
    if institution is None:
        town = _town_of(county, said)
    else:
        row = lock(institution)
        why = unfit(kind, known_of(row), day_of(at), origin)
        if why is not None:
            raise KindUnfit(why=why)
        open_one = RegistrationCase.objects.open().filter(institution=row, kind=kind).first()
        if open_one is not None:
            raise CaseAlreadyOpen(number=open_one.number or "")
        town = row.town
    made = RegistrationCase(
        county=county,
        town=town,
        institution=institution,
        kind=kind,
        origin=origin,
        since=at,
        title=institution.name if institution else clean(str(said.get("name", ""))),
        payload=said,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if "case_one_open_a_kind" in str(error):
            raise CaseAlreadyOpen(number="") from error
        raise
    CaseTransition.objects.create(
        case=made,
        verb=CaseVerb.OPEN,
        source="",
        target=CaseState.DRAFT,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    audit("open_case", made, by=by, at=at, data={"origin": origin})
    return made


@transaction.atomic
def save_draft(
    *,
    case: RegistrationCase,
    values: Mapping[str, Any],
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
    remarks: Mapping[str, str] | None = None,
) -> RegistrationCase:
    """Keep what was typed, complete or not. A returned case takes only the fields that were returned, and `remarks` to
    those that stay as they are.

    Raises NotFound, NotYourCase, WrongState, StaleVersion, NotAsked, NumberInText.
    """
    row = editable(case, expected_version, by)
    table = KINDS[CaseKind(row.kind)]
    cleaned = {name: _clean(table.field(name), value) for name, value in values.items() if table.field(name)}
    changed = {name: value for name, value in cleaned.items() if row.payload.get(name) != value}
    if row.state == CaseState.RETURNED:
        for name in changed:
            if ("field", name) not in asked_of(row):
                raise NotAsked(field=name, label=_label(table, name))
    row.payload = {**row.payload, **changed}
    if remarks:
        row.remarks = with_remarks(row, {("field", name): words for name, words in remarks.items()})
    if row.kind == CaseKind.ENTRY:
        row.title = row.payload.get("name") or row.title
        row.town = _town_of(row.county, row.payload)
    with pghistory.context(actor=by.actor_id, why=""):
        row.save_version(
            expected=expected_version, by=by.actor_id, at=at, fields=["payload", "remarks", "title", "town"]
        )
    audit("save_case", row, by=by, at=at, data={"fields": sorted(changed)})
    return row


def _may_begin(institution: Institution | None, origin: CaseOrigin, by: Viewer) -> bool:
    """The owner for what is theirs; at the counter and ex officio the window. An applicant comes through the portal."""
    if origin is CaseOrigin.OWNER:
        return institution is not None and institution.pk in by.institution_ids and Role.INSTITUTION_OWNER in by.roles
    return origin in AT_COUNTER and is_window(by)


def _town_of(county: County, payload: Mapping[str, Any]) -> Town | None:
    """Where an entry is to teach, once that is said."""
    return Town.objects.filter(county=county, code=payload.get("town") or "").first()


def _clean(spec: CaseField | None, value: Any) -> Any:
    if spec is None or value is None:
        return None
    if spec.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        return text(str(value), spec.key)
    return value.isoformat() if isinstance(value, dt.date) else value


def _label(table: KindTable, key: str) -> Any:
    spec = table.field(key)
    return spec.label if spec else key
