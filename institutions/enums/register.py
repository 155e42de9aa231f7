"""Closed sets of the register. Values are stored and travel in the API; labels are worded at the door."""

from enum import StrEnum


class Category(StrEnum):
    """What is taught (类别). Only academic teaching falls under the strictest rules of the double reduction."""

    ACADEMIC = "academic"
    ARTS = "arts"
    SPORTS = "sports"
    SCI_TECH = "sci_tech"
    OTHER = "other"


class LegalForm(StrEnum):
    """Legal form (组织形式)."""

    COMPANY = "company"
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"
    SOLE_TRADER = "sole_trader"
    PARTNERSHIP = "partnership"
    PUBLIC_INSTITUTION = "public_institution"


class Stage(StrEnum):
    """Whom it teaches (学段)."""

    PRESCHOOL = "preschool"
    COMPULSORY = "compulsory"
    HIGH_SCHOOL = "high_school"
    MIXED = "mixed"


class Status(StrEnum):
    """Decision 8: closed set, written only by `change_status`."""

    APPLYING = "applying"
    OPERATING = "operating"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    DEREGISTERED = "deregistered"
    CLOSED_BY_ORDER = "closed_by_order"
    VANISHED = "vanished"


ACTIVE = frozenset({Status.OPERATING, Status.SUSPENDED, Status.CLOSING, Status.VANISHED})
ENDED = frozenset({Status.DEREGISTERED, Status.CLOSED_BY_ORDER})


class Verb(StrEnum):
    """What may happen to an institution's status; the table is `rules.status`."""

    REGISTER = "register"  # how it entered the register; in no table, written once by `create_institution`
    OPEN = "open"
    SUSPEND = "suspend"
    RESUME = "resume"
    START_CLOSING = "start_closing"
    WITHDRAW_CLOSING = "withdraw_closing"
    DEREGISTER = "deregister"
    CLOSE_BY_ORDER = "close_by_order"
    REPORT_VANISHED = "report_vanished"
    FOUND_AGAIN = "found_again"


class Gap(StrEnum):
    """What the register does not know of an institution (资料缺口)."""

    USCC = "uscc"
    TOWN = "town"
    CATEGORY = "category"
    LEGAL_FORM = "legal_form"


class RegistrationKind(StrEnum):
    BUSINESS = "business"  # 市场监管局 营业执照
    PRIVATE_NON_ENTERPRISE = "private_non_enterprise"  # 民政局 民办非企业单位登记证书
    PUBLIC_INSTITUTION = "public_institution"


class InsuranceKind(StrEnum):
    PREMISES_LIABILITY = "premises_liability"  # 场所责任险
    STUDENT_COVER = "student_cover"  # 学员“点对点”保险
    TUITION = "tuition"  # 学费履约保证保险


class TalkState(StrEnum):
    """A regulatory talk (约谈); the table is `rules.talks`."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    HELD = "held"
    CANCELLED = "cancelled"


class TalkVerb(StrEnum):
    PLAN = "plan"  # how it came to be; in no table, written once by `plan_talk`
    NOTIFY = "notify"
    HOLD = "hold"
    CANCEL = "cancel"


class Occasion(StrEnum):
    """What a talk is called for."""

    YELLOW_CODE = "yellow_code"
    RED_CODE = "red_code"
    COMPLAINTS = "complaints"
    FUNDS = "funds"
    FILINGS = "filings"
    SAFETY = "safety"
    OTHER = "other"
