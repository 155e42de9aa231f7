"""What the closed sets of policy are called."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.policy.enums import (
    AlarmStage,
    DeadlineCode,
    Ends,
    Key,
    Mode,
    MoveCause,
    Party,
    SchoolPeriodKind,
    Span,
    Unit,
)

UNITS: Final[dict[Unit, Message]] = {
    Unit.WORKDAYS: msg("workdays"),
    Unit.CALENDAR_DAYS: msg("calendar days"),
    Unit.FEN: msg("fen"),
    Unit.MONTHS: msg("months"),
    Unit.CLASS_HOURS: msg("class hours"),
    Unit.TIMES: msg("times"),
    Unit.MEGABYTES: msg("MB"),
    Unit.MEGAPIXELS: msg("million pixels"),
    Unit.PAGES: msg("pages"),
    Unit.PERCENT: msg("percent"),
    Unit.PERSONS: msg("persons"),
    Unit.MINUTES: msg("minutes"),
    Unit.TIME_OF_DAY: msg("minutes after midnight"),
    Unit.YES_NO: msg("(1 yes, 0 no)"),
}
KEYS: Final[dict[Key, Message]] = {
    Key.COMPLAINT_REPLY: msg("Time to answer a complaint"),
    Key.REFUND_COMPLAINT: msg("Time to pay back after a refund is demanded"),
    Key.STATEMENT_DUE: msg("Financial statement: due after the end of the quarter"),
    Key.ENROLMENT_DUE: msg("Enrolment return: due after the end of the month"),
    Key.PREPAID_CAP: msg("Prepaid fees: most at one time"),
    Key.PREPAID_MONTHS: msg("Prepaid fees: longest span in months"),
    Key.PREPAID_HOURS: msg("Prepaid fees: longest span in class hours"),
    Key.CONTACT_KEPT: msg("Personal data of contacts: kept after the contact has ended"),
    Key.COMPLAINANT_KEPT: msg("Personal data of complainants: kept after receipt"),
    Key.FAMILY_KEPT: msg("Personal data of families: kept after entry"),
    Key.RED_FOLLOW_UP: msg("Follow-up of a newly adopted red code"),
    Key.REVEALS_AN_HOUR: msg("Personal data: values that one officer may look at within an hour"),
    Key.FILE_SIZE: msg("Uploads: largest file"),
    Key.FILE_PAGES: msg("Uploads: most pages of a PDF"),
    Key.FILE_PIXELS: msg("Uploads: largest picture"),
    Key.FILE_UNPACKED: msg("Uploads: most that a file may unpack to"),
    Key.FILES_A_DAY: msg("Uploads: most that one account may hand in on a day"),
    Key.LISTED_AN_HOUR: msg("Personal data: persons whose numbers one officer may take from call lists within an hour"),
    Key.GAP_TRANSITION: msg("Institutions received before they meet the entry standards: length of the transition"),
    Key.SUSPECTED_CHECK: msg("Suspected unlicensed sites: time to look"),
    Key.CODE_PUBLIC: msg("Public page: shows the adopted risk code"),
    Key.TRACKING_DAYS: msg("Complaints: for how long the complainant's link is valid"),
    Key.TEACHING_END_OFFLINE: msg("Timetable: lessons end at the latest, on site"),
    Key.TEACHING_END_ONLINE: msg("Timetable: lessons end at the latest, online"),
    Key.SCHOOL_BEGINS: msg("Timetable: school hours begin"),
    Key.SCHOOL_ENDS: msg("Timetable: school hours end"),
    Key.NO_HOLIDAYS: msg("Timetable: no lessons on public holidays"),
    Key.NO_REST_DAYS: msg("Timetable: no lessons on rest days"),
    Key.NO_VACATIONS: msg("Timetable: no lessons in school vacations"),
    Key.HIGH_SCHOOL_ALIKE: msg("Timetable: high school as the compulsory stage"),
    Key.HOUR_OFFLINE: msg("Class hour: minutes on site"),
    Key.HOUR_ONLINE: msg("Class hour: minutes online"),
    Key.ONLINE_LESSON: msg("Online lesson: longest"),
    Key.SMALL_CLASS: msg("Guidance price: most students of a small class"),
    Key.LARGE_CLASS: msg("Guidance price: fewest students of a large class"),
    Key.PRICE_SMALL: msg("Guidance price of a class hour: small class"),
    Key.PRICE_MEDIUM: msg("Guidance price of a class hour: medium class"),
    Key.PRICE_LARGE: msg("Guidance price of a class hour: large class"),
    Key.PRICE_UP: msg("Guidance price: most that may be added"),
    Key.TEACHING_SHARE: msg("Staff: least share of teaching and research staff"),
    Key.CLASS_RATIO: msg("Staff: full-time teachers to students, school age"),
    Key.CLASS_RATIO_PRESCHOOL: msg("Staff: full-time teachers to children of 3 to 6"),
    Key.RECORD_CHECK: msg("Staff: check of criminal records every"),
    Key.MATERIAL_KEPT: msg("Training material: kept after the last day of use"),
}
SPANS: Final[dict[Span, Message]] = {
    Span.WORKDAYS: msg("workdays"),
    Span.CALENDAR_DAYS: msg("calendar days"),
    Span.MONTHS: msg("months"),
    Span.YEARS: msg("years"),
}
DEADLINES: Final[dict[DeadlineCode, Message]] = {
    DeadlineCode.COMPLAINT_REPLY: msg("Answer to a complaint"),
    DeadlineCode.STATEMENT_DUE: msg("Financial statement of a quarter"),
    DeadlineCode.ENROLMENT_DUE: msg("Enrolment return of a month"),
    DeadlineCode.ASSIGNMENT_DUE: msg("Assignment"),
    DeadlineCode.REGULATORY_TALK: msg("Regulatory talk after a yellow code"),
    DeadlineCode.SUSPECTED_CHECK: msg("Look at a suspected unlicensed site"),
    DeadlineCode.PENALTY_DECISION: msg("Decision on a penalty"),
    DeadlineCode.PENALTY_SERVICE: msg("Service of a penalty decision"),
    DeadlineCode.EVIDENCE_KEPT: msg("Decision on evidence registered and kept"),
    DeadlineCode.HEARING_REQUEST: msg("Request for a hearing on a penalty"),
    DeadlineCode.HEARING_NOTICE: msg("Notice of a hearing on a penalty"),
    DeadlineCode.FINE_PAYMENT: msg("Payment of a fine"),
    DeadlineCode.PENALTY_LIMITATION: msg("Limitation of a penalty: two years"),
    DeadlineCode.PENALTY_LIMITATION_LONG: msg("Limitation of a penalty: five years"),
    DeadlineCode.LICENCE_SUPPLEMENT: msg("Notice of what an application lacks"),
    DeadlineCode.LICENCE_DECISION: msg("Decision on a licence"),
    DeadlineCode.LICENCE_HEARING_REQUEST: msg("Request for a hearing on a licence"),
    DeadlineCode.LICENCE_HEARING: msg("Hearing on a licence"),
    DeadlineCode.LICENCE_HEARING_NOTICE: msg("Notice of a hearing on a licence"),
    DeadlineCode.LICENCE_RENEWAL: msg("Application to renew a licence"),
    DeadlineCode.PREPARATION_DECISION: msg("Decision on preparing a school"),
    DeadlineCode.SCHOOL_DECISION: msg("Decision on founding a school"),
    DeadlineCode.REVIEW_APPLICATION: msg("Application for administrative review"),
    DeadlineCode.REVIEW_DECISION: msg("Decision on administrative review"),
    DeadlineCode.REFUND_PAYMENT: msg("Payment of a refund after demand"),
    DeadlineCode.COOLING_OFF: msg("Refund without reason after payment"),
    DeadlineCode.CASE_CORRECTION: msg("Correction of an application"),
    DeadlineCode.CASE_STEP: msg("An authority's answer in an admission case"),
    DeadlineCode.BUSINESS_CHANGE: msg("Change of the business registration after a new permit"),
    DeadlineCode.CIVIL_REGISTRATION: msg("Registration as a private non-enterprise unit"),
    DeadlineCode.CIVIL_DEREGISTRATION: msg("Deregistration after liquidation"),
    DeadlineCode.GAP_TRANSITION: msg("Transition until the entry standards are met"),
    DeadlineCode.PERSUASION_STEP: msg("Next step agreed in a persuasion"),
    DeadlineCode.RECTIFICATION_ORDER: msg("Order to rectify"),
}
STAGES: Final[dict[AlarmStage, Message]] = {
    AlarmStage.SOON: msg("Told: the end is near"),
    AlarmStage.BEFORE: msg("Told: last workday before the end"),
    AlarmStage.TODAY: msg("Told: last day"),
    AlarmStage.OVERDUE: msg("Told: overdue"),
}
CAUSES: Final[dict[MoveCause, Message]] = {
    MoveCause.CALENDAR: msg("the calendar changed"),
    MoveCause.SUSPENSION: msg("it rested"),
    MoveCause.EXTENSION: msg("it was extended"),
    MoveCause.REOPENED: msg("the work was taken up again"),
}
PARTIES: Final[dict[Party, Message]] = {
    Party.PARTY: msg("the party's period"),
    Party.AGENCY: msg("the authority's own period"),
}
ENDS: Final[dict[Ends, Message]] = {
    Ends.AFTER: msg("runs from the event on; the day of the event is not counted"),
    Ends.WHOLE_DAYS_BEFORE: msg("counted back from the event, with whole days between"),
    Ends.DAYS_BEFORE: msg("counted back from the event"),
}
MODES: Final[dict[Mode, Message]] = {Mode.CUSTODY: msg("bank custody"), Mode.DEPOSIT: msg("risk deposit")}
PERIODS: Final[dict[StrEnum, Message]] = {
    SchoolPeriodKind.TERM: msg("Term"),
    SchoolPeriodKind.VACATION: msg("Vacation"),
}
