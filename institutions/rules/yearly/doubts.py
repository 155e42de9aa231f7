"""What the portal sees in a self-report beside what the register knows: reasons for a person to look, never a verdict.

What the register does not know raises no doubt, except permit and registration, without which nobody teaches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from institutions.enums.yearly import Doubt
from institutions.rules.yearly.report import STATEMENTS

STUDENTS_OFF_PERCENT: Final = 20
EXPIRES_WITHIN: Final = dt.timedelta(days=30)  # 行政许可法 50: renewal is applied for 30 days before


@dataclass(frozen=True, slots=True)
class Known:
    """Of the register on the day. `permit_to` None with `has_permit`: without end or unknown."""

    has_permit: bool
    permit_to: dt.date | None
    has_registration: bool
    insured: bool
    students: int | None
    overdue: int


def doubts(report: Mapping[str, Any], known: Known, on: dt.date) -> list[Doubt]:
    """In the order of the enum."""
    said = report.get("students")
    seen = {
        Doubt.NO_PERMIT: not known.has_permit or (known.permit_to is not None and known.permit_to < on),
        Doubt.PERMIT_EXPIRES: known.permit_to is not None and on <= known.permit_to < on + EXPIRES_WITHIN,
        Doubt.NO_REGISTRATION: not known.has_registration,
        Doubt.NO_INSURANCE: not known.insured,
        Doubt.STUDENTS_DIFFER: known.students is not None
        and said is not None
        and abs(said - known.students) * 100 > STUDENTS_OFF_PERCENT * max(known.students, 1),
        Doubt.TEACHERS_FEW: _few_certified(report),
        Doubt.FILINGS_OVERDUE: known.overdue > 0,
        Doubt.SAID_NO: any(report.get(key) is False for key in STATEMENTS),
    }
    return [doubt for doubt in Doubt if seen[doubt]]


def _few_certified(report: Mapping[str, Any]) -> bool:
    teachers, certified = report.get("teachers"), report.get("teachers_certified")
    return teachers is not None and certified is not None and certified < teachers
