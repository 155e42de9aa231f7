"""Closed sets of the annual inspection (年检)."""

from enum import StrEnum


class BatchState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class BatchVerb(StrEnum):
    OPEN = "open"  # how it came to be; in no table
    PUBLISH = "publish"
    CANCEL = "cancel"


class YearlyState(StrEnum):
    """How far one institution's inspection of a year has come; the table is `rules.yearly.workflow`."""

    REPORTING = "reporting"  # 待自查
    RETURNED = "returned"  # 退回补正
    REPORTED = "reported"  # 待初审
    CHECKED = "checked"  # 待审定
    PASSED = "passed"  # 已审定，合格
    RECTIFYING = "rectifying"  # 限期整改
    RECTIFIED = "rectified"  # 待复检
    CLOSED = "closed"  # 复检办结
    EXEMPT = "exempt"  # 不参检


class YearlyVerb(StrEnum):
    OPEN = "open"  # written once when the batch opens; in no table
    SUBMIT = "submit"
    RETURN = "return"
    CHECK = "check"
    PASS = "pass"  # noqa: S105 - a verb
    BASIC = "basic"
    FAIL = "fail"
    REPORT_RECTIFIED = "report_rectified"
    CONFIRM = "confirm"
    AGAIN = "again"
    FAIL_RECHECK = "fail_recheck"
    REOPEN = "reopen"
    EXEMPT = "exempt"


class Conclusion(StrEnum):
    """合格, 基本合格, 不合格."""

    PASS = "pass"  # noqa: S105 - a result, not a word to sign in with
    BASIC = "basic"
    FAIL = "fail"


class CheckItem(StrEnum):
    """What the town looks at, and the bureau after it."""

    PREMISES = "premises"
    FIRE = "fire"
    POSTING = "posting"
    FEES = "fees"
    STAFF = "staff"
    MATERIALS = "materials"
    CLASS_TIMES = "class_times"
    FUNDS = "funds"
    GOVERNANCE = "governance"


class Doubt(StrEnum):
    """What the portal itself sees when a self-report comes in: why a person has to look."""

    NO_PERMIT = "no_permit"
    PERMIT_EXPIRES = "permit_expires"
    NO_REGISTRATION = "no_registration"
    NO_INSURANCE = "no_insurance"
    STUDENTS_DIFFER = "students_differ"
    TEACHERS_FEW = "teachers_few"
    FILINGS_OVERDUE = "filings_overdue"
    SAID_NO = "said_no"
