"""What a new draft begins with: what the register knows already. Without an entry here, a draft begins with the
payload in force for the same thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from institutions.enums.filings import FilingKind
from institutions.models import Filing
from institutions.rules.filings.schema import Payload
from institutions.services.filings.nouns import (
    class_groups,
    courses,
    enrolment,
    insurance,
    profile,
    report,
    staff,
    statement,
    training_material,
)

Prefill = Callable[[Filing], Payload]

PREFILLS: Final[dict[FilingKind, Prefill]] = {
    FilingKind.PROFILE: profile.prefill,
    FilingKind.FINANCIAL_STATEMENT: statement.prefill,
    FilingKind.ENROLMENT_RETURN: enrolment.prefill,
    FilingKind.INSURANCE: insurance.prefill,
    FilingKind.ANNUAL_REPORT: report.prefill,
    FilingKind.STAFF: staff.prefill,
    FilingKind.COURSES: courses.prefill,
    FilingKind.CLASS_GROUPS: class_groups.prefill,
    FilingKind.TRAINING_MATERIAL: training_material.prefill,
}
