"""Closed sets of the zeroing of academic institutions (学科类“清零”)."""

from enum import StrEnum


class ZeroingRoute(StrEnum):
    NONPROFIT = "nonprofit"  # 转登为非营利性
    NONACADEMIC = "nonacademic"  # 转为非学科类
    CLOSE = "close"  # 注销


class ZeroingState(StrEnum):
    """Reckoned from plan and register, never stored."""

    UNPLANNED = "unplanned"
    PLANNED = "planned"
    OVERDUE = "overdue"
    DONE = "done"
