"""Training material (培训材料): who reviews it and how long it is kept.

Two reviews, the institution's own first (教监管厅函〔2021〕6号): academic material then goes to the education bureau,
other material to the authority of its sector. Material out of use is kept, with its reviews, for a parameter's months.
"""

from __future__ import annotations

import datetime as dt

from cixi_oversight.policy.rules.deadlines import add_months
from institutions.enums.teaching import ACADEMIC_SUBJECTS, CourseSubject


def goes_to_bureau(subject: CourseSubject, *, has_sector_authority: bool) -> bool:
    """Whether the bureau decides; else the sector authority. Where the register knows none, the bureau looks."""
    return subject in ACADEMIC_SUBJECTS or not has_sector_authority


def retain_until(used_until: dt.date, months: int) -> dt.date:
    """The last day on which it must be there."""
    return add_months(used_until, months)
