"""The institution's part: the self-report as a draft, its sending, files, and the report to civil affairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import Problems, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.web.words import worded
from institutions.enums import LegalForm
from institutions.enums.yearly import YearlyVerb
from institutions.errors.yearly import FigureOutOfRange, NotNonprofit, ReportIncomplete
from institutions.models import AnnualInspection
from institutions.rules.yearly.doubts import doubts
from institutions.rules.yearly.report import FIELDS, Part, kept, missing
from institutions.rules.yearly.workflow import NEVER_REPORTED
from institutions.services.words import day_of, not_in_future
from institutions.services.yearly import common
from institutions.services.yearly.known import known_of


@transaction.atomic
def save_report(
    *, inspection: AnnualInspection, report: Mapping[str, Any], expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """Keep a draft as far as it is. Raises WrongState, StaleVersion, FigureOutOfRange, NumberInText."""
    row = common.locked(inspection)
    common.allowed(row, YearlyVerb.SUBMIT, by)
    row.report = _read(report)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["report"])
    record(
        "institutions.save_annual_report",
        by=by,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        at=at,
    )
    return row


@transaction.atomic
def submit_report(
    *, inspection: AnnualInspection, report: Mapping[str, Any], expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """Send it. The portal notes what a person should look at; the town's first check begins.

    Raises as `save_report`, and Problems of ReportIncomplete at each field.
    """
    row = common.locked(inspection, expected_version=expected_version)
    common.allowed(row, YearlyVerb.SUBMIT, by)
    report = _read(report)
    gaps = missing(report)
    if gaps:
        raise Problems([ReportIncomplete(field=gap.key, problem=worded(gap.problem)) for gap in gaps])
    on = day_of(at)
    seen = doubts(report, known_of(row.institution, row.year, on), on)
    common.move(
        row,
        YearlyVerb.SUBMIT,
        by=by,
        at=at,
        also={"report": report, "reported_on": on, "doubts": [str(d) for d in seen]},
    )
    common.stop(row, DeadlineCode.ANNUAL_REPORT, DeadlineCode.NONPROFIT_SUPERVISOR, by=by, at=at)
    common.run_until(row, DeadlineCode.ANNUAL_CHECK, max(row.batch.check_by, on), by=by, at=at)
    return row


@transaction.atomic
def note_registrar_report(
    *, inspection: AnnualInspection, reported_on: dt.date, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """A private non-enterprise unit has reported to civil affairs (民非条例 23).

    Raises NotNonprofit, DateInFuture.
    """
    row = common.locked(inspection)
    if row.institution.legal_form != LegalForm.PRIVATE_NON_ENTERPRISE:
        raise NotNonprofit(field="reported_on")
    not_in_future(reported_on, at, "reported_on")
    row.registrar_reported_on = reported_on
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["registrar_reported_on"])
    common.stop(row, DeadlineCode.NONPROFIT_REGISTRAR, by=by, at=at)
    record(
        "institutions.note_registrar_report",
        by=by,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        data={"on": reported_on.isoformat()},
        at=at,
    )
    return row


@transaction.atomic
def add_file(
    *, inspection: AnnualInspection, upload: UploadedFile[Any], purpose: Purpose, by: Viewer, at: dt.datetime
) -> StoredFile:
    """With the self-report while it is open, or with a rectification. Raises WrongState, FileRefused and its kin."""
    row = common.locked(inspection)
    verb = YearlyVerb.SUBMIT if purpose is Purpose.ANNUAL_REPORT else YearlyVerb.REPORT_RECTIFIED
    common.allowed(row, verb, by)
    return uploads.store(
        upload=upload,
        purpose=purpose,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        by=by,
        at=at,
    )


def may_report(inspection: AnnualInspection) -> None:
    """Raises WrongState where the self-report is not with the institution."""
    if inspection.state not in NEVER_REPORTED:
        raise WrongState


def _read(report: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found = kept(report)
    except ValueError as error:
        raise FigureOutOfRange(field=str(error)) from None
    for field in FIELDS:
        if field.part is Part.TEXT and field.key in found:
            found[field.key] = common.a_text(found[field.key], field.key, needed=False)
    return found
