"""What waits for the bureau and the sector authorities: material to be reviewed, checks of criminal records overdue."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.users.enums import DepartmentKind
from institutions.enums.filings import FilingKind, FilingState
from institutions.enums.register import ACTIVE
from institutions.enums.teaching import ACADEMIC_SUBJECTS
from institutions.models import Filing, StaffMember
from institutions.rules.teaching.people import checked_before
from institutions.services.teaching import figures

_MONTHS = 12  # where the viewer works in no county: nothing is in scope anyway


def for_sector() -> Q:
    """Filings of material that a sector authority decides on, and not the education bureau."""
    own = Q(institution__sector_authority__isnull=False)
    bureau = Q(institution__sector_authority__kind=DepartmentKind.EDUCATION)
    return ~Q(payload__subject__in=sorted(ACADEMIC_SUBJECTS)) & own & ~bureau


def materials(viewer: Viewer) -> Any:
    """Every filing of material that was handed in and that the viewer sees."""
    return Filing.objects.all().visible_to(viewer).filter(kind=FilingKind.TRAINING_MATERIAL)


def materials_to_review(viewer: Viewer) -> Any:
    """Those that wait for this viewer: the bureau's for its reviewers, the sector's for the sector's officers."""
    rows = materials(viewer).filter(state=FilingState.SUBMITTED)
    sector = for_sector()
    mine = Q(pk__in=[])
    if viewer.roles & {Role.REGISTRAR, Role.SECTION_CHIEF}:
        mine |= ~sector
    if Role.DEPARTMENT_OFFICER in viewer.roles:
        mine |= sector & Q(institution__sector_authority__in=viewer.department_ids)
    return rows.filter(mine)


def checks_overdue(viewer: Viewer, on: dt.date) -> Any:
    """People in service of living institutions whose yearly check is overdue, or who have none."""
    months = _MONTHS
    for county_id in sorted(viewer.county_ids)[:1]:
        months = figures.values((Key.RECORD_CHECK,), on=on, county_id=county_id)[Key.RECORD_CHECK]
    rows = StaffMember.objects.all().visible_to(viewer).check_overdue(on, checked_before(on, months))
    return rows.filter(institution__status__in=sorted(ACTIVE))
