"""The days of an annual inspection: the stages after its opening, and the two days of the law for non-profits.

民办非企业单位登记管理暂行条例 23: the report on the year before by 31 March to the supervising authority, by 31 May to
the registering one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stages:
    report_by: dt.date
    check_by: dt.date
    decide_by: dt.date


def stages(opened_on: dt.date, *, report_days: int, check_days: int, decision_days: int) -> Stages:
    """One stage after the other, in calendar days."""
    report_by = opened_on + report_days * _DAY
    check_by = report_by + check_days * _DAY
    return Stages(report_by, check_by, check_by + decision_days * _DAY)


def nonprofit_days(year: int) -> tuple[dt.date, dt.date]:
    """For the year inspected: to the supervising authority, to the registering one."""
    return dt.date(year + 1, 3, 31), dt.date(year + 1, 5, 31)
