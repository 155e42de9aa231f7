"""The white list in words. What an unmet criterion is called is for the bureau; the public reads one sentence."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.whitelist import Change, Criterion

CRITERION: Final[dict[StrEnum, Message]] = {
    Criterion.OPERATING: msg("Operates"),
    Criterion.PERMIT_VALID: msg("Permit in force"),
    Criterion.REGISTERED_RIGHT: msg("Registered as its category asks"),
    Criterion.FEES_POSTED: msg("Fees posted"),
    Criterion.TEACHERS_POSTED: msg("Teachers posted"),
    Criterion.ENROLMENT_OPEN: msg("Enrolment not suspended"),
    Criterion.ACCOUNT_OPEN: msg("Supervised account open"),
    Criterion.NO_MAJOR_CASE: msg("No open major case"),
    Criterion.CODE_NOT_RED: msg("Adopted code not red"),
    Criterion.ANNUAL_NOT_FAILED: msg("Last annual inspection not failed"),
}
UNMET: Final[dict[StrEnum, Message]] = {
    Criterion.OPERATING: msg("does not operate"),
    Criterion.PERMIT_VALID: msg("no permit in force"),
    Criterion.REGISTERED_RIGHT: msg("not registered as its category asks"),
    Criterion.FEES_POSTED: msg("fees not posted"),
    Criterion.TEACHERS_POSTED: msg("teachers not posted"),
    Criterion.ENROLMENT_OPEN: msg("enrolment is suspended"),
    Criterion.ACCOUNT_OPEN: msg("no supervised account open"),
    Criterion.NO_MAJOR_CASE: msg("an open major case"),
    Criterion.CODE_NOT_RED: msg("adopted code is red"),
    Criterion.ANNUAL_NOT_FAILED: msg("failed its last annual inspection"),
}
CHANGE: Final[dict[StrEnum, Message]] = {Change.ENTRY: msg("Entry"), Change.EXIT: msg("Exit")}
