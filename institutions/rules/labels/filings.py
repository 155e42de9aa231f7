"""Filings in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind, FilingState, FilingVerb

FILING_KIND: Final[dict[StrEnum, Message]] = {
    FilingKind.PROFILE: msg("Profile and sites"),
    FilingKind.STAFF: msg("People and posts"),
    FilingKind.COURSES: msg("Courses and fees"),
    FilingKind.CLASS_GROUPS: msg("Class groups and timetables"),
    FilingKind.TEACHING_PLAN: msg("Teaching plan"),
    FilingKind.TRAINING_MATERIAL: msg("Training material"),
    FilingKind.FINANCIAL_STATEMENT: msg("Financial statement"),
    FilingKind.ENROLMENT_RETURN: msg("Enrolment return"),
    FilingKind.INSURANCE: msg("Insurance"),
    FilingKind.ANNUAL_REPORT: msg("Annual report"),
}
FILING_STATE: Final[dict[StrEnum, Message]] = {
    FilingState.DRAFT: msg("Draft"),
    FilingState.SUBMITTED: msg("Waits for review"),
    FilingState.RETURNED: msg("Returned for correction"),
    FilingState.ACCEPTED: msg("Filing in force"),
    FilingState.SUPERSEDED: msg("Superseded"),
    FilingState.WITHDRAWN: msg("Withdrawn"),
}
FILING_VERB: Final[dict[StrEnum, Message]] = {
    FilingVerb.START: msg("Began the filing"),
    FilingVerb.SUBMIT: msg("Handed the filing in"),
    FilingVerb.RETURN: msg("Returned for correction"),
    FilingVerb.ACCEPT: msg("Accepted the filing"),
    FilingVerb.SUPERSEDE: msg("Replaced by a newer filing"),
    FilingVerb.WITHDRAW: msg("Withdrew the filing"),
}
