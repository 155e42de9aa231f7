"""The rows of the table: a course with those who have not finished it, and what became of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from institutions.enums import ACTIVE
from institutions.enums.settlement import CourseMethod, SettlementState
from institutions.errors.settlement import ConsentsAbove, MethodMissing, ReceiverUnknown, SettlementFixed
from institutions.models import CourseSettlement, Institution, UnfinishedCourse
from institutions.services.settlement.tables import COURSE, audit
from institutions.services.words import COUNT_MAX, clean, not_in_future, within


class CourseFacts(TypedDict):
    """Money in fen. `method` None: not settled yet, then day, amount and receiver are None too."""

    course: str
    students: int
    unconsumed_fen: int
    method: CourseMethod | None
    settled_on: dt.date | None
    settled_fen: int | None
    receiver: Institution | None
    consents: int
    note: str


@transaction.atomic
def put_course(
    *,
    settlement: CourseSettlement,
    by: Viewer,
    at: dt.datetime,
    row: UnfinishedCourse | None = None,
    expected_version: int | None = None,
    **facts: Unpack[CourseFacts],
) -> UnfinishedCourse:
    """Enter a row, or change one.

    Raises SettlementFixed, StaleVersion, MethodMissing, ReceiverUnknown, ConsentsAbove, NumberInText, NegativeFigure,
    FigureTooLarge, DateInFuture.
    """
    table = _open(settlement)
    values = _checked(facts, table, at)
    if row is None:
        row = UnfinishedCourse.objects.create(
            settlement=table,
            institution_id=table.institution_id,
            created_at=at,
            created_by_id=by.actor_id,
            changed_at=at,
            changed_by_id=by.actor_id,
            **values,
        )
    else:
        if row.settlement_id != table.pk or expected_version is None:
            raise StaleVersion
        for name, value in values.items():
            setattr(row, name, value)
        row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(values))
    figures = {"course": row.pk, "students": row.students, "unconsumed_fen": row.unconsumed_fen, "method": row.method}
    audit("put_course", table, by=by, at=at, data=figures)
    return row


@transaction.atomic
def drop_course(*, row: UnfinishedCourse, by: Viewer, at: dt.datetime) -> None:
    """Entered by mistake; the audit keeps what it said. Raises SettlementFixed."""
    table = _open(row.settlement)
    data = {"course": row.pk, "name": row.course, "students": row.students, "unconsumed_fen": row.unconsumed_fen}
    UnfinishedCourse.objects.filter(pk=row.pk).delete()
    audit("drop_course", table, by=by, at=at, data=data)


@transaction.atomic
def add_consents(*, row: UnfinishedCourse, upload: UploadedFile[Any], by: Viewer, at: dt.datetime) -> StoredFile:
    """The parents' consents, or the receipts of refunds, as a file. Raises SettlementFixed, FileRefused and its kin."""
    table = _open(row.settlement)
    kept = uploads.store(
        upload=upload,
        purpose=Purpose.EVIDENCE,
        subject=(COURSE, row.pk),
        institution_id=row.institution_id,
        by=by,
        at=at,
    )
    audit("add_consents", table, by=by, at=at, data={"course": row.pk, "file": kept.pk})
    return kept


def receiver_named(typed: str, *, of: Institution) -> Institution | None:
    """Another institution of the county that is still there, by its exact name or code. None for an empty text.

    Raises ReceiverUnknown.
    """
    text = clean(typed)
    if not text:
        return None
    rows = Institution.objects.filter(county_id=of.county_id, status__in=sorted(ACTIVE)).exclude(pk=of.pk)
    found = rows.filter(name=text).first() or rows.filter(uscc=text.upper()).first()
    if found is None:
        raise ReceiverUnknown(field="receiver")
    return found


def _open(settlement: CourseSettlement) -> CourseSettlement:
    row = CourseSettlement.objects.select_for_update(of=("self",)).get(pk=settlement.pk)
    if row.state != SettlementState.OPEN:
        raise SettlementFixed
    return row


def _checked(facts: CourseFacts, table: CourseSettlement, at: dt.datetime) -> dict[str, Any]:
    values: dict[str, Any] = dict(facts)
    for name in ("course", "note"):
        values[name] = without_numbers(clean(values[name]), field=name)
    for name in ("students", "consents"):
        within(values[name], name, top=COUNT_MAX)
    for name in ("unconsumed_fen", "settled_fen"):
        within(values[name], name)
    not_in_future(facts["settled_on"], at, "settled_on")
    if facts["consents"] > facts["students"]:
        raise ConsentsAbove(field="consents")
    settled = facts["settled_on"] is not None or facts["settled_fen"] is not None
    if settled and (facts["method"] is None or facts["settled_on"] is None or facts["settled_fen"] is None):
        raise MethodMissing(field="method")
    receiver = facts["receiver"]
    if receiver is not None and (receiver.pk == table.institution_id or facts["method"] is not CourseMethod.TRANSFER):
        raise ReceiverUnknown(field="receiver")
    return values | {"method": facts["method"] or ""}
