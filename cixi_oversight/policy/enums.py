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


class Key(StrEnum):
    """The figures that the code asks for. Their values, dates and sources are rows (decision 9)."""

    COMPLAINT_REPLY = "complaints.reply_workdays"
    REFUND_COMPLAINT = "complaints.refund_days"
    STATEMENT_DUE = "filings.statement_due_days"
    ENROLMENT_DUE = "filings.enrolment_due_days"
    PREPAID_CAP = "prepaid.cap_fen"
    PREPAID_MONTHS = "prepaid.span_months"
    PREPAID_HOURS = "prepaid.span_class_hours"
    CONTACT_KEPT = "personal.contact_kept_days"
    COMPLAINANT_KEPT = "personal.complainant_kept_days"
    FAMILY_KEPT = "personal.family_kept_days"
    REVEALS_AN_HOUR = "personal.reveals_an_hour"
