"""Closed sets of the risk code (风险亮码)."""

from enum import StrEnum


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    NONE = "none"  # 未赋码: data incomplete; never called a fourth colour


class Family(StrEnum):
    """The letter's four families of supervision indicators."""

    SCALE = "scale"  # 办学规模
    STATEMENTS = "statements"  # 财务报表
    INSURANCE = "insurance"  # 保险办理
    COMPLAINTS = "complaints"  # 有效投诉


class Source(StrEnum):
    """Where facts come from; `SourceConnection` says since when a county is connected."""

    ENROLMENT_RETURNS = "enrolment_returns"
    REGISTRATIONS = "registrations"
    FINANCIAL_STATEMENTS = "financial_statements"
    INSURANCE_POLICIES = "insurance_policies"
    COMPLAINTS = "complaints"


class Level(StrEnum):
    """How one indicator came out."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"  # connected, but missing or stale
    NOT_APPLICABLE = "not_applicable"


class RunKind(StrEnum):
    NIGHT = "night"
    SINGLE = "single"  # one institution recomputed by day
    RECONSTRUCTION = "reconstruction"  # a night that never ran, computed as of then; never published


class RunState(StrEnum):
    COMPUTING = "computing"
    PUBLISHED = "published"
    FAILED = "failed"
