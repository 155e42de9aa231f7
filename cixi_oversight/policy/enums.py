"""Closed sets of policy."""

from enum import StrEnum


class Unit(StrEnum):
    """What a parameter's figure counts."""

    WORKDAYS = "workdays"
    CALENDAR_DAYS = "calendar_days"
    FEN = "fen"
    MONTHS = "months"
    CLASS_HOURS = "class_hours"
    TIMES = "times"
    MEGABYTES = "megabytes"
    MEGAPIXELS = "megapixels"
    PAGES = "pages"
    PERCENT = "percent"
    PERSONS = "persons"
    MINUTES = "minutes"
    TIME_OF_DAY = "time_of_day"  # minutes after midnight
    YES_NO = "yes_no"  # 1 or 0


class Party(StrEnum):
    """Whose period it is: only a party's last day is moved where the law is silent."""

    PARTY = "party"
    AGENCY = "agency"


class Span(StrEnum):
    """What a period is counted in."""

    WORKDAYS = "workdays"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


class Ends(StrEnum):
    """From the start on, or back from an event: with whole days between (七日前), or simply that many days before."""

    AFTER = "after"
    WHOLE_DAYS_BEFORE = "whole_days_before"
    DAYS_BEFORE = "days_before"


class DeadlineCode(StrEnum):
    """The periods that the portal reckons. Articles, figures and roll-over: `rules/deadlines.py`."""

    COMPLAINT_REPLY = "complaint_reply"
    STATEMENT_DUE = "statement_due"
    ENROLMENT_DUE = "enrolment_due"
    ANNUAL_REPORT_DUE = "annual_report_due"
    STAFF_CHECK_DUE = "staff_check_due"
    ASSIGNMENT_DUE = "assignment_due"
    REGULATORY_TALK = "regulatory_talk"
    SUSPECTED_CHECK = "suspected_check"
    PENALTY_DECISION = "penalty_decision"
    PENALTY_SERVICE = "penalty_service"
    EVIDENCE_KEPT = "evidence_kept"
    HEARING_REQUEST = "hearing_request"
    HEARING_NOTICE = "hearing_notice"
    FINE_PAYMENT = "fine_payment"
    PENALTY_LIMITATION = "penalty_limitation"
    PENALTY_LIMITATION_LONG = "penalty_limitation_long"
    LICENCE_SUPPLEMENT = "licence_supplement"
    LICENCE_DECISION = "licence_decision"
    LICENCE_HEARING_REQUEST = "licence_hearing_request"
    LICENCE_HEARING = "licence_hearing"
    LICENCE_HEARING_NOTICE = "licence_hearing_notice"
    LICENCE_RENEWAL = "licence_renewal"
    PREPARATION_DECISION = "preparation_decision"
    SCHOOL_DECISION = "school_decision"
    REVIEW_APPLICATION = "review_application"
    REVIEW_DECISION = "review_decision"
    REFUND_PAYMENT = "refund_payment"
    COOLING_OFF = "cooling_off"
    CASE_CORRECTION = "case_correction"
    CASE_STEP = "case_step"
    BUSINESS_CHANGE = "business_change"
    CIVIL_REGISTRATION = "civil_registration"
    CIVIL_DEREGISTRATION = "civil_deregistration"
    GAP_TRANSITION = "gap_transition"
    PERSUASION_STEP = "persuasion_step"
    RECTIFICATION_ORDER = "rectification_order"
    ANNUAL_REPORT = "annual_report_due"
    ANNUAL_CHECK = "annual_check"
    ANNUAL_DECISION = "annual_decision"
    ANNUAL_RECTIFICATION = "annual_rectification"
    NONPROFIT_SUPERVISOR = "nonprofit_supervisor"
    NONPROFIT_REGISTRAR = "nonprofit_registrar"
    STAR_REVIEW = "star_review"
    COLLECTION_DUE = "collection_due"
    LETTER_RECEIPT = "letter_receipt"


class AlarmStage(StrEnum):
    """How far a deadline has come when people are told."""

    SOON = "soon"  # three workdays before the day on which the office should be done
    BEFORE = "before"  # the workday before the last day; of a period counted back, its safe day
    TODAY = "today"  # the last day
    OVERDUE = "overdue"  # from the workday after it


class Mode(StrEnum):
    """How an institution's prepaid money is kept (资金监管方式)."""

    CUSTODY = "custody"  # 银行托管
    DEPOSIT = "deposit"  # 风险保证金


class SchoolPeriodKind(StrEnum):
    TERM = "term"
    VACATION = "vacation"


class MoveCause(StrEnum):
    """Why a due day became another one."""

    CALENDAR = "calendar"
    SUSPENSION = "suspension"
    EXTENSION = "extension"
    REOPENED = "reopened"


class Key(StrEnum):
    """The figures that the code asks for. Their values, dates and sources are rows (decision 9)."""

    COMPLAINT_REPLY = "complaints.reply_workdays"
    REFUND_COMPLAINT = "complaints.refund_days"
    STATEMENT_DUE = "filings.statement_due_days"
    ENROLMENT_DUE = "filings.enrolment_due_days"
    ANNUAL_REPORT_DUE = "filings.annual_report_due_months"
    STAFF_CHECK_DUE = "filings.staff_check_due_days"
    FILING_SAMPLE = "filings.sampled_percent"
    PREPAID_CAP = "prepaid.cap_fen"
    PREPAID_MONTHS = "prepaid.span_months"
    PREPAID_HOURS = "prepaid.span_class_hours"
    CONTACT_KEPT = "personal.contact_kept_days"
    COMPLAINANT_KEPT = "personal.complainant_kept_days"
    FAMILY_KEPT = "personal.family_kept_days"
    REVEALS_AN_HOUR = "personal.reveals_an_hour"
    LISTED_AN_HOUR = "personal.listed_an_hour"
    TRACKING_DAYS = "links.complaint_tracking_days"
    TRACKING_TEXTS = "links.tracking_texts_a_day"
    QUIET_FROM = "messages.quiet_from"
    QUIET_TO = "messages.quiet_to"
    BUNDLE = "messages.bundle_minutes"
    RED_FOLLOW_UP = "assignments.red_follow_up_workdays"
    FILE_SIZE = "documents.file_megabytes"
    FILE_PAGES = "documents.file_pages"
    FILE_PIXELS = "documents.file_megapixels"
    FILE_UNPACKED = "documents.file_unpacked_megabytes"
    FILES_A_DAY = "documents.day_megabytes"
    PERMIT_MONTHS = "cases.permit_months"
    TEACHING_END_OFFLINE = "teaching.end_offline"
    TEACHING_END_ONLINE = "teaching.end_online"
    SCHOOL_BEGINS = "teaching.school_begins"
    SCHOOL_ENDS = "teaching.school_ends"
    NO_HOLIDAYS = "teaching.no_public_holidays"
    NO_REST_DAYS = "teaching.no_rest_days"
    NO_VACATIONS = "teaching.no_vacations"
    HIGH_SCHOOL_ALIKE = "teaching.high_school_as_compulsory"
    HOUR_OFFLINE = "teaching.class_hour_offline"
    HOUR_ONLINE = "teaching.class_hour_online"
    ONLINE_LESSON = "teaching.online_lesson_minutes"
    ONLINE_BREAK = "teaching.online_break_minutes"
    SMALL_CLASS = "fees.small_class_most"
    LARGE_CLASS = "fees.large_class_least"
    PRICE_SMALL = "fees.guidance_small_fen"
    PRICE_MEDIUM = "fees.guidance_medium_fen"
    PRICE_LARGE = "fees.guidance_large_fen"
    PRICE_UP = "fees.guidance_up_percent"
    TEACHING_SHARE = "staff.teaching_share_percent"
    CLASS_RATIO = "staff.full_time_ratio_percent"
    CLASS_RATIO_PRESCHOOL = "staff.full_time_ratio_preschool"
    RECORD_CHECK = "staff.record_check_months"
    MATERIAL_KEPT = "materials.kept_months"
    GAP_TRANSITION = "gaps.transition_months"
    GAP_FOLLOW_UP = "gaps.follow_up_workdays"
    SUSPECTED_CHECK = "suspected.check_workdays"
    CODE_PUBLIC = "disclosure.risk_code_public"
    ANNUAL_REPORT = "annual_inspection.report_days"
    ANNUAL_CHECK = "annual_inspection.check_days"
    ANNUAL_DECISION = "annual_inspection.decision_days"
    ANNUAL_RECTIFICATION = "annual_inspection.rectification_days"
    STAR_VALID = "stars.valid_months"
    STAR_REVIEW = "stars.review_workdays"
    LETTER_RECEIPT = "notices.receipt_workdays"
    LETTER_LINK = "links.letter_days"
