"""Training material: an accepted filing is the edition in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cixi_oversight.permissions import Viewer
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, MaterialKind
from institutions.models import Filing, TrainingMaterial
from institutions.rules.filings.forms.common import day, one_of
from institutions.rules.filings.schema import Payload
from institutions.rules.teaching.materials import goes_to_bureau
from institutions.services.teaching.materials import check_reviewer, has_sector_authority, record_material


def code_of(filing: Filing) -> str:
    """CL003: the number that the material got with its first filing."""
    return f"CL{filing.subject_id or 0:03}"


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> int:
    """Raises as `record_material`: somebody else may have to decide."""
    reviewed = day(payload["reviewed_inside_on"])
    assert reviewed is not None  # noqa: S101  # the shape has been checked
    document = payload.get("document")
    made = record_material(
        institution=filing.institution,
        code=code_of(filing),
        title=str(payload["title"]),
        kind=MaterialKind(payload["kind"]),
        subject=CourseSubject(payload["subject"]),
        stage=Stage(payload["stage"]),
        edition=int(payload["edition"]),
        files=[document] if document else [],
        reviewed_inside_on=reviewed,
        review_inside=str(payload["review_inside"]),
        used_until=day(payload.get("used_until")),
        by=by,
        at=at,
        filing_id=filing.pk,
    )
    return int(made.pk)


def check_decider(filing: Filing, by: Viewer) -> None:
    """Raises OtherAuthority where the subject of this material is somebody else's to review."""
    subject = one_of(CourseSubject, filing.payload.get("subject"))
    if subject is not None:
        check_reviewer(filing.institution, subject, by)


def prefill(filing: Filing) -> Payload:
    """What the edition in use says of itself, as the next edition; the reviews are held anew."""
    rows = TrainingMaterial.objects.in_force().filter(institution=filing.institution_id, code=code_of(filing))
    row = rows.first()
    if row is None:
        return {}
    return {
        "title": row.title,
        "kind": row.kind,
        "subject": row.subject,
        "stage": row.stage,
        "edition": row.edition + 1,
    }


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    """Whether the sector authority decides, by the subject typed last."""
    subject = one_of(CourseSubject, filing.payload.get("subject"))
    has = has_sector_authority(filing.institution)
    return {"sector_decides": subject is not None and not goes_to_bureau(subject, has_sector_authority=has)}
