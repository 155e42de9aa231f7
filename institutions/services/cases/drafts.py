"""An application before the window has it: begun, filled in, documents added, submitted, put right, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import DomainError, NotFound, Problems, StaleVersion, WrongState
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.users.models import County, Town
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, CaseVerb, DocumentState, FieldType
from institutions.errors.cases import (
    CaseAlreadyOpen,
    DocumentMissing,
    FieldsMissing,
    KindUnfit,
    NotAsked,
    NotCorrected,
    NotYourCase,
    SameAsReturned,
)
from institutions.models import CaseDocument, CaseStep, CaseTransition, Institution, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.fitting import unfit
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.schema import CaseField, KindTable
from institutions.rules.cases.workflow import CASE
from institutions.services.cases import clocks, steps, telling
from institutions.services.cases.moving import audit, locked, move, next_number, text
from institutions.services.cases.reading import known_of
from institutions.services.words import clean, day_of, lock

_EDITABLE: Final = (CaseState.DRAFT, CaseState.RETURNED)


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
    if origin is not CaseOrigin.OWNER and by.kind is not ViewerKind.SYSTEM and not _is_window(by):
        raise NotYourCase
    if (institution is None) is not (kind is CaseKind.ENTRY):
        raise NotFound
    town: Town | None = None
    if institution is not None:
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
        title=institution.name if institution else clean(str((payload or {}).get("name", ""))),
        payload=dict(payload or {}),
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
    *, case: RegistrationCase, values: Mapping[str, Any], expected_version: int, by: Viewer, at: dt.datetime
) -> RegistrationCase:
    """Keep what was typed, complete or not. A returned case takes only the fields that were returned.

    Raises NotFound, NotYourCase, WrongState, StaleVersion, NotAsked, NumberInText.
    """
    row = _editable(case, expected_version, by)
    table = KINDS[CaseKind(row.kind)]
    cleaned = {name: _clean(table.field(name), value) for name, value in values.items() if table.field(name)}
    changed = {name: value for name, value in cleaned.items() if row.payload.get(name) != value}
    if row.state == CaseState.RETURNED:
        for name in changed:
            if ("field", name) not in asked_of(row):
                raise NotAsked(field=name, label=_label(table, name))
    row.payload = {**row.payload, **changed}
    if row.kind == CaseKind.ENTRY:
        row.title = row.payload.get("name") or row.title
        row.town = Town.objects.filter(county=row.county, code=row.payload.get("town") or "").first()
    with pghistory.context(actor=by.actor_id, why=""):
        row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["payload", "title", "town"])
    audit("save_case", row, by=by, at=at, data={"fields": sorted(changed)})
    return row


@transaction.atomic
def add_document(
    *, case: RegistrationCase, key: str, upload: UploadedFile[Any], by: Viewer, at: dt.datetime, field: str = "file"
) -> CaseDocument:
    """Hand in a file for one document of the list. What was returned is replaced and stays to be seen.

    Raises NotFound, NotYourCase, WrongState, NotAsked, SameAsReturned, FileRefused and its kin at `field`.
    """
    row = _editable(case, None, by)
    spec = KINDS[CaseKind(row.kind)].document(key)
    if spec is None:
        raise NotFound
    if row.state == CaseState.RETURNED and ("document", key) not in asked_of(row):
        raise NotAsked(label=spec.label)
    stored = uploads.store(
        upload=upload,
        purpose=Purpose.CASE_DOCUMENT,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        by=by,
        at=at,
        field=field,
    )
    standing = CaseDocument.objects.standing().filter(case=row, key=key)
    if standing.filter(file=stored, state=DocumentState.TO_CORRECT).exists():
        raise SameAsReturned(field=field)
    standing.filter(state=DocumentState.TO_CORRECT).exclude(file=stored).update(state=DocumentState.REPLACED)
    known: CaseDocument | None = standing.filter(file=stored).first()
    if known is not None:
        return known
    made: CaseDocument = CaseDocument.objects.create(
        case=row, key=key, file=stored, added_at=at, added_by_id=by.actor_id
    )
    audit("add_case_document", row, by=by, at=at, data={"document": key, "file": stored.public_id})
    return made


@transaction.atomic
def remove_document(*, case: RegistrationCase, public_id: str, by: Viewer, at: dt.datetime) -> CaseDocument:
    """Take a file out of a draft, or out of a correction that is not handed in yet. What the window has had stays.

    Raises NotFound, NotYourCase, WrongState.
    """
    row = _editable(case, None, by)
    document: CaseDocument | None = CaseDocument.objects.standing().filter(case=row, public_id=public_id).first()
    if document is None:
        raise NotFound
    if row.state == CaseState.RETURNED and document.state != DocumentState.HANDED_IN:
        raise WrongState
    document.state = DocumentState.REMOVED
    document.save(update_fields=["state"])
    audit("remove_case_document", row, by=by, at=at, data={"document": document.key})
    return document


@transaction.atomic
def submit(*, case: RegistrationCase, expected_version: int, by: Viewer, at: dt.datetime) -> RegistrationCase:
    """Hand the application in, or in again. The number is taken now; the window's five workdays begin.

    Raises NotFound, NotYourCase, StaleVersion, WrongState, Problems (FieldsMissing, DocumentMissing, NotCorrected).
    """
    County.objects.select_for_update(of=("self",)).get(pk=case.county_id)
    row = locked(case, by=by)
    _check_applicant(row, by)
    verb = CaseVerb.RESUBMIT if row.state == CaseState.RETURNED else CaseVerb.SUBMIT
    CASE.move(row.state, verb)
    if row.version != expected_version:
        raise StaleVersion
    problems = missing(row)
    if problems:
        raise Problems(problems)
    on = day_of(at)
    if verb is CaseVerb.RESUBMIT:
        last = row.corrections.latest("round")
        clocks.stop((clocks.CORRECTION_SUBJECT, last.pk), DeadlineCode.CASE_CORRECTION, on, "已补正", by=by, at=at)
        move(row, verb, by=by, at=at)
    else:
        move(row, verb, by=by, at=at, number=next_number(row, on.year), submitted_at=at)
    due = clocks.start(clocks.of_window(row), row, DeadlineCode.LICENCE_SUPPLEMENT, on, by=by, at=at)
    telling.submitted(row, due.due_on, row.corrections.count(), at=at)
    return row


@transaction.atomic
def withdraw(
    *, case: RegistrationCase, why: str, by: Viewer, at: dt.datetime, version: int | None = None
) -> RegistrationCase:
    """The applicant takes it back before it is decided. Raises NotFound, NotYourCase, WrongState, ReasonMissing."""
    row = locked(case, by=by, version=version)
    _check_applicant(row, by)
    move(row, CaseVerb.WITHDRAW, by=by, at=at, why=text(why, "why"))
    drop_rest(row, by=by, at=at)
    return row


def drop_rest(row: RegistrationCase, *, by: Viewer, at: dt.datetime) -> None:
    """Steps that nobody needs any more, and periods."""
    for step in CaseStep.objects.select_related("case").filter(case=row):
        steps.drop(step, by=by, at=at)
    clocks.stop_all(row, day_of(at), "办件已结束", by=by, at=at)


def missing(row: RegistrationCase) -> list[DomainError]:
    """Everything that stands in the way of submitting, at once. Of a returned case what is not put right yet."""
    table = KINDS[CaseKind(row.kind)]
    problems: list[DomainError] = [
        FieldsMissing(field=one.key, label=one.label)
        for one in table.fields
        if one.required and one.applies(row.payload) and row.payload.get(one.key) in (None, "", [])
    ]
    documents = list(CaseDocument.objects.standing().filter(case=row))
    have = {one.key for one in documents}
    problems += [
        DocumentMissing(field=f"document_{spec.key}", label=spec.label)
        for spec in table.wanted(row.payload)
        if spec.required and spec.key not in have
    ]
    if row.state == CaseState.RETURNED:
        stale = {one.key for one in documents if one.state == DocumentState.TO_CORRECT}
        fresh = {one.key for one in documents if one.state == DocumentState.HANDED_IN}
        for target, key in asked_of(row):
            if target == "document" and key in stale and key not in fresh:
                spec_asked = table.document(key)
                problems.append(NotCorrected(label=spec_asked.label if spec_asked else key))
    return problems


def asked_of(row: RegistrationCase) -> dict[tuple[str, str], str]:
    """(field or document, key) -> comment of the last return."""
    last = row.corrections.order_by("-round").first()
    if last is None:
        return {}
    return {(one.target, one.key): one.comment for one in last.items.all()}


def is_applicant(row: RegistrationCase, by: Viewer) -> bool:
    """Whose application it is: the institution's owner; at the counter the window writes for the applicant."""
    if by.kind is ViewerKind.SYSTEM:
        return True
    owns = Role.INSTITUTION_OWNER in by.roles and row.institution_id in by.institution_ids
    return owns or (row.origin != CaseOrigin.OWNER and _is_window(by))


def _is_window(by: Viewer) -> bool:
    return bool(by.roles & {Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR, Role.SECTION_CHIEF})


def _check_applicant(row: RegistrationCase, by: Viewer) -> None:
    if not is_applicant(row, by):
        raise NotYourCase


def _editable(case: RegistrationCase, version: int | None, by: Viewer) -> RegistrationCase:
    row = locked(case, by=by)
    _check_applicant(row, by)
    if row.state not in _EDITABLE:
        raise WrongState
    if version is not None and row.version != version:
        raise StaleVersion
    return row


def _clean(spec: CaseField | None, value: Any) -> Any:
    if spec is None or value is None:
        return None
    if spec.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        return text(str(value), spec.key)
    return value.isoformat() if isinstance(value, dt.date) else value


def _label(table: KindTable, key: str) -> Any:
    spec = table.field(key)
    return spec.label if spec else key
