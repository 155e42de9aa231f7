"""Closed sets of filings (填报). Values are stored and travel in the API; labels are worded at the door."""

from enum import StrEnum


class FilingKind(StrEnum):
    """What an institution files. What a kind holds: `rules/filings/forms/<kind>.py`."""

    PROFILE = "profile"  # 基本信息与校区
    STAFF = "staff"  # 从业人员
    COURSES = "courses"  # 课程与收费项目
    CLASS_GROUPS = "class_groups"  # 班与课表
    TEACHING_PLAN = "teaching_plan"  # 教学计划
    TRAINING_MATERIAL = "training_material"  # 培训材料
    FINANCIAL_STATEMENT = "financial_statement"  # 财务报表
    ENROLMENT_RETURN = "enrolment_return"  # 在读学员
    INSURANCE = "insurance"  # 保险
    ANNUAL_REPORT = "annual_report"  # 年度报告


class FilingState(StrEnum):
    """Decision 14; the table is `rules.filings.workflow`."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for a person
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class FilingVerb(StrEnum):
    START = "start"  # how it came to be; in no table, written once by `start_draft`
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


OPEN = frozenset({FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED})  # still being worked on
EDITABLE = frozenset({FilingState.DRAFT, FilingState.RETURNED})
