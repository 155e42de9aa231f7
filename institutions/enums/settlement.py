"""Closed sets of what must be settled before an institution ends."""

from enum import StrEnum


class ClearanceTopic(StrEnum):
    """What is asked before deregistration (注销前核查)."""

    UNFINISHED_COURSES = "unfinished_courses"  # 未完成课程已退费或转学
    ESCROW_AT_ZERO = "escrow_at_zero"  # 监管账户余额为零


class SettlementState(StrEnum):
    """The table of unfinished courses of one closing (未完成课程处置表)."""

    OPEN = "open"
    DECLARED = "declared"
    CONFIRMED = "confirmed"
    ABANDONED = "abandoned"  # the institution goes on after all


class SettlementVerb(StrEnum):
    OPEN = "open"  # how it came to be; in no table, written once by `open_settlement`
    DECLARE = "declare"
    RETURN = "return"
    CONFIRM = "confirm"
    ABANDON = "abandon"


class CourseMethod(StrEnum):
    """What becomes of those who have not finished a course."""

    REFUND = "refund"  # 退费
    TRANSFER = "transfer"  # 转入其他机构继续学习
