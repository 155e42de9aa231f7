"""Training material: entered once both reviews are held; every edition is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.web.words import worded
from institutions.enums.register import Stage
from institutions.enums.teaching import CourseSubject, MaterialKind
from institutions.errors.teaching import OtherAuthority
from institutions.models import Institution, TrainingMaterial
from institutions.rules.teaching.materials import goes_to_bureau, retain_until
from institutions.services.teaching.lists import stamp
from institutions.services.words import day_of, key_of, lock


@transaction.atomic
def record_material(
    *,
    institution: Institution,
    code: str,
    title: str,
    kind: MaterialKind,
    subject: CourseSubject,
    stage: Stage,
    edition: int,
    files: Sequence[str],
    reviewed_inside_on: dt.date,
    review_inside: str,
    used_until: dt.date | None,
    by: Viewer,
    at: dt.datetime,
    filing_id: int | None = None,
) -> TrainingMaterial:
    """The decision of whoever decides: the bureau on academic material, the sector authority on other. Out of use, it
    is kept for the parameter's months. Raises OtherAuthority, ParameterNotSet."""
    row = lock(institution)
    check_reviewer(row, subject, by)
    before = TrainingMaterial.objects.in_force().filter(institution=row, code=code).first()
    sector = not goes_to_bureau(subject, has_sector_authority=has_sector_authority(row))
    months = int(parameters.value(Key.MATERIAL_KEPT, on=day_of(at), county=row.county_id)) if used_until else 0
    made: TrainingMaterial = TrainingMaterial.objects.create(
        institution=row,
        code=code,
        title=title,
        kind=kind,
        subject=subject,
        stage=stage,
        edition=edition,
        files=list(files),
        reviewed_inside_on=reviewed_inside_on,
        review_inside=review_inside,
        reviewed_by_id=row.sector_authority_id if sector else None,
        reviewed_on=day_of(at),
        used_until=used_until,
        retain_until=retain_until(used_until, months) if used_until else None,
        supersedes=before,
        filing_id=filing_id,
        **stamp(by, at),
    )
    record(
        "institutions.record_material",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        data={"code": code, "edition": edition, "supersedes": key_of(before)},
        at=at,
    )
    return made


def has_sector_authority(institution: Institution) -> bool:
    """One of its own, besides the education bureau."""
    sector = institution.sector_authority
    return sector is not None and sector.kind != DepartmentKind.EDUCATION


def check_reviewer(institution: Institution, subject: CourseSubject, by: Viewer) -> None:
    """Raises OtherAuthority where somebody else decides on material of this subject."""
    if by.kind is ViewerKind.SYSTEM:
        return
    if goes_to_bureau(subject, has_sector_authority=has_sector_authority(institution)):
        if not by.roles - {Role.DEPARTMENT_OFFICER}:
            raise OtherAuthority(authority=worded(msg("The education bureau")))
    elif institution.sector_authority_id not in by.department_ids:
        raise OtherAuthority(authority=institution.sector_authority.name)
