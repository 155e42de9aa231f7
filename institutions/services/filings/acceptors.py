"""What accepting a filing does to the register: one function a kind, which calls the noun's own service.

An acceptor answers the id of the record that it wrote, or None where there is no single one. What it raises stops the
acceptance, and the filing stays where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from cixi_oversight.permissions import Viewer
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
    teaching_plan,
    training_material,
)

Acceptor = Callable[[Filing, Payload, Viewer, dt.datetime], int | None]

Decider = Callable[[Filing, Viewer], None]
# kinds whose reviewer hangs on the filing itself: raises where somebody else decides
DECIDERS: Final[dict[FilingKind, Decider]] = {FilingKind.TRAINING_MATERIAL: training_material.check_decider}

ACCEPTORS: Final[dict[FilingKind, Acceptor]] = {
    FilingKind.PROFILE: profile.accept,
    FilingKind.FINANCIAL_STATEMENT: statement.accept,
    FilingKind.STAFF: staff.accept,
    FilingKind.COURSES: courses.accept,
    FilingKind.CLASS_GROUPS: class_groups.accept,
    FilingKind.TEACHING_PLAN: teaching_plan.accept,
    FilingKind.TRAINING_MATERIAL: training_material.accept,
    FilingKind.ENROLMENT_RETURN: enrolment.accept,
    FilingKind.INSURANCE: insurance.accept,
    FilingKind.ANNUAL_REPORT: report.accept,
}
