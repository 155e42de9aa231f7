"""What the register knows of institutions in the year inspected: prefills the self-report and is held against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum

from institutions.enums.teaching import Post
from institutions.models import (
    EnrolmentReturn,
    FilingDue,
    FinancialStatement,
    Institution,
    InsurancePolicy,
    Permit,
    Registration,
    Site,
    StaffMember,
)
from institutions.rules.yearly.doubts import Known


def prefilled(institution: Institution, year: int) -> dict[str, Any]:
    """What need not be typed again, from the filings of the year; what is not known is left out."""
    found: dict[str, Any] = {}
    last = _last_return(institution.pk, year)
    if last is not None:
        found["students"] = last.students
        if last.prepaid_balance_fen is not None:
            found["prepaid_fen"] = last.prepaid_balance_fen
    quarters = FinancialStatement.objects.standing().filter(institution=institution, quarter__year=year)
    revenue = quarters.aggregate(total=Sum("revenue_fen"))["total"]
    if revenue is not None:
        found["revenue_fen"] = revenue
    area = Site.objects.filter(institution=institution, closed_on=None).aggregate(total=Sum("usable_m2"))["total"]
    if area is not None:
        found["area_m2"] = int(area)
    serving = list(StaffMember.objects.serving(dt.date(year, 12, 31)).filter(institution=institution))
    if serving:
        teachers = [one for one in serving if one.post == Post.TEACHER]
        found |= {"staff": len(serving), "teachers": len(teachers)}
        found["teachers_certified"] = sum(1 for one in teachers if one.certificate != "none")
    return found


def known_of(institution: Institution, year: int, on: dt.date) -> Known:
    """For `rules.yearly.doubts`."""
    permits = list(Permit.objects.standing().filter(institution=institution).order_by("-recorded_at", "-pk"))
    permit = permits[0] if permits else None
    last = _last_return(institution.pk, year)
    return Known(
        has_permit=permit is not None,
        permit_to=permit.expires_on if permit else None,
        has_registration=Registration.objects.standing().filter(institution=institution).exists(),
        insured=InsurancePolicy.objects.standing()
        .filter(institution=institution, from_on__lte=on, to_on__gte=on)
        .exists(),
        students=last.students if last else None,
        overdue=FilingDue.objects.overdue(on).filter(institution=institution).count(),
    )


def _last_return(institution_id: int, year: int) -> EnrolmentReturn | None:
    rows = EnrolmentReturn.objects.standing().filter(institution=institution_id, month__year=year)
    found: EnrolmentReturn | None = rows.order_by("-month", "-recorded_at", "-pk").first()
    return found
