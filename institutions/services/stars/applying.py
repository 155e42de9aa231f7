"""The institution's part: an application with words and evidence on each field, its sending, its withdrawal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import DomainError, Problems
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import deadlines, parameters
from institutions.enums import Status
from institutions.enums.stars import StarField, StarState, StarVerb
from institutions.enums.yearly import Conclusion
from institutions.errors.stars import AnnualFailed, ApplicationOpen, FieldEmpty, NoEvidence, NoStandard, NotTeaching
from institutions.models import Institution, StarApplication, StarApplicationTransition, StarStandard
from institutions.rules.stars.workflow import OPEN
from institutions.services.stars import common
from institutions.services.words import day_of, lock
from institutions.services.yearly import results
from institutions.services.yearly.common import a_text

TEXT_MAX: Final = 1500


def standard_on(on: dt.date) -> StarStandard:
    """The standard in force. Raises NoStandard."""
    row = StarStandard.objects.filter(effective_from__lte=on).order_by("-effective_from").first()
    if row is None:
        raise NoStandard
    return row


@transaction.atomic
def begin(*, institution: Institution, by: Viewer, at: dt.datetime) -> StarApplication:
    """A draft under the standard in force. Raises NotTeaching, AnnualFailed, ApplicationOpen, NoStandard."""
    row = lock(institution)
    if row.status != Status.OPERATING:
        raise NotTeaching
    failed = failed_year(row.pk)
    if failed is not None:
        raise AnnualFailed(year=failed)
    if StarApplication.objects.filter(institution=row, state__in=OPEN).exists():
        raise ApplicationOpen
    made = StarApplication.objects.create(
        institution=row,
        standard=standard_on(day_of(at)),
        year=day_of(at).year,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    StarApplicationTransition.objects.create(
        application=made,
        verb=StarVerb.APPLY,
        source="",
        target=StarState.DRAFT,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    common.audit("apply_for_stars", made, by=by, at=at)
    return made


def failed_year(institution_id: int) -> int | None:
    """The year of the latest published annual inspection where it was 不合格: nobody so inspected is honoured."""
    fact = results.latest([institution_id]).get(institution_id)
    return fact.year if fact is not None and fact.conclusion is Conclusion.FAIL else None


@transaction.atomic
def save(
    *,
    application: StarApplication,
    statements: Mapping[str, str],
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> StarApplication:
    """Keep what was written so far. Raises WrongState, Forbidden, StaleVersion, NumberInText."""
    row = common.locked(application)
    common.allowed(row, StarVerb.SUBMIT, by)
    row.statements = _read(statements)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["statements"])
    common.audit("save_star_application", row, by=by, at=at)
    return row


@transaction.atomic
def submit(
    *,
    application: StarApplication,
    statements: Mapping[str, str],
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> StarApplication:
    """To the association; its time for the review begins. Raises as `save`, Problems of FieldEmpty and NoEvidence."""
    row = common.locked(application, expected_version=expected_version)
    common.allowed(row, StarVerb.SUBMIT, by)
    said = _read(statements)
    _check_whole(row, said)
    on = day_of(at)
    common.move(row, StarVerb.SUBMIT, by=by, at=at, also={"statements": said, "submitted_on": on})
    _start_review(row, by, at)
    return row


@transaction.atomic
def withdraw(*, application: StarApplication, by: Viewer, at: dt.datetime) -> StarApplication:
    """Raises WrongState, Forbidden."""
    row = common.locked(application)
    common.move(row, StarVerb.WITHDRAW, by=by, at=at)
    stop_review(row, by, at)
    return row


@transaction.atomic
def add_evidence(
    *, application: StarApplication, field: StarField, upload: UploadedFile[Any], by: Viewer, at: dt.datetime
) -> StoredFile:
    """A file on one field, while the application is the institution's. Raises WrongState, FileRefused and its kin."""
    row = common.locked(application)
    common.allowed(row, StarVerb.SUBMIT, by)
    return uploads.store(
        upload=upload,
        purpose=common.PURPOSE[field],
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        by=by,
        at=at,
    )


def evidence(row: StarApplication) -> dict[StarField, list[StoredFile]]:
    """The files by field."""
    field_of = {purpose.value: field for field, purpose in common.PURPOSE.items()}
    found: dict[StarField, list[StoredFile]] = {field: [] for field in StarField}
    for file in uploads.of((common.SUBJECT, row.pk)):
        if file.purpose in field_of:
            found[field_of[file.purpose]].append(file)
    return found


def stop_review(row: StarApplication, by: Viewer, at: dt.datetime) -> None:
    subject = (common.SUBJECT, row.pk)
    deadlines.stop_deadline(subject=subject, kind=DeadlineCode.STAR_REVIEW, on=day_of(at), why="", by=by, at=at)


def start_review_again(row: StarApplication, by: Viewer, at: dt.datetime) -> None:
    """Another round has the same time from its own beginning."""
    days = _review_days(row, day_of(at))
    due = deadlines.reckon(DeadlineCode.STAR_REVIEW, day_of(at), amount=days, span=Span.WORKDAYS)
    subject = (common.SUBJECT, row.pk)
    deadlines.start_again(subject=subject, kind=DeadlineCode.STAR_REVIEW, due_on=due.day, why="", by=by, at=at)


def _start_review(row: StarApplication, by: Viewer, at: dt.datetime) -> None:
    known = Deadline.objects.filter(subject_kind=common.SUBJECT, subject_id=row.pk, kind=DeadlineCode.STAR_REVIEW)
    if known.exists():
        start_review_again(row, by, at)
        return
    deadlines.start_deadline(
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        kind=DeadlineCode.STAR_REVIEW,
        started_on=day_of(at),
        amount=_review_days(row, day_of(at)),
        span=Span.WORKDAYS,
        by=by,
        at=at,
    )


def _review_days(row: StarApplication, on: dt.date) -> int:
    return int(parameters.value(Key.STAR_REVIEW, on=on, county=row.institution.county_id))


def _read(statements: Mapping[str, str]) -> dict[str, str]:
    return {
        field.value: a_text(statements.get(field.value, ""), field.value, needed=False)[:TEXT_MAX]
        for field in StarField
    }


def _check_whole(row: StarApplication, said: Mapping[str, str]) -> None:
    files = evidence(row)
    problems: list[DomainError] = []
    for field in StarField:
        if not said[field]:
            problems.append(FieldEmpty(field=field.value))
        elif not files[field]:
            problems.append(NoEvidence(field=field.value))
    if problems:
        raise Problems(problems)
