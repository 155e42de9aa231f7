"""The annual inspection in words."""

from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.yearly import BatchState, BatchVerb, CheckItem, Conclusion, Doubt, YearlyState, YearlyVerb

BATCH_STATE: Final[dict[BatchState, Message]] = {
    BatchState.OPEN: msg("Under way"),
    BatchState.PUBLISHED: msg("Published"),
    BatchState.CANCELLED: msg("Cancelled"),
}
BATCH_VERB: Final[dict[BatchVerb, Message]] = {
    BatchVerb.OPEN: msg("Opened the annual inspection"),
    BatchVerb.PUBLISH: msg("Publish the results"),
    BatchVerb.CANCEL: msg("Cancel the batch"),
}
YEARLY_STATE: Final[dict[YearlyState, Message]] = {
    YearlyState.REPORTING: msg("Self-report awaited"),
    YearlyState.RETURNED: msg("Returned for correction"),
    YearlyState.REPORTED: msg("First check awaited"),
    YearlyState.CHECKED: msg("Decision awaited"),
    YearlyState.PASSED: msg("Decided"),
    YearlyState.RECTIFYING: msg("To be rectified"),
    YearlyState.RECTIFIED: msg("Re-check awaited"),
    YearlyState.CLOSED: msg("Re-checked"),
    YearlyState.EXEMPT: msg("Not inspected"),
}
YEARLY_VERB: Final[dict[YearlyVerb, Message]] = {
    YearlyVerb.OPEN: msg("Opened the inspection"),
    YearlyVerb.SUBMIT: msg("Send the self-report"),
    YearlyVerb.RETURN: msg("Return for correction"),
    YearlyVerb.CHECK: msg("Record the first check"),
    YearlyVerb.PASS: msg("Decide: pass"),
    YearlyVerb.BASIC: msg("Decide: basically pass"),
    YearlyVerb.FAIL: msg("Decide: fail"),
    YearlyVerb.REPORT_RECTIFIED: msg("Report the rectification"),
    YearlyVerb.CONFIRM: msg("Re-check: put right"),
    YearlyVerb.AGAIN: msg("Re-check: rectify again"),
    YearlyVerb.FAIL_RECHECK: msg("Re-check: fail"),
    YearlyVerb.REOPEN: msg("Decide anew"),
    YearlyVerb.EXEMPT: msg("Take out of the inspection"),
}
CONCLUSION: Final[dict[Conclusion, Message]] = {
    Conclusion.PASS: msg("Pass"),
    Conclusion.BASIC: msg("Basically pass"),
    Conclusion.FAIL: msg("Fail"),
}
CHECK_ITEM: Final[dict[CheckItem, Message]] = {
    CheckItem.PREMISES: msg("Premises"),
    CheckItem.FIRE: msg("Fire safety"),
    CheckItem.POSTING: msg("Posting of licences and teachers"),
    CheckItem.FEES: msg("Fees and contracts"),
    CheckItem.STAFF: msg("People and certificates"),
    CheckItem.MATERIALS: msg("Training materials"),
    CheckItem.CLASS_TIMES: msg("Class times"),
    CheckItem.FUNDS: msg("Supervised funds"),
    CheckItem.GOVERNANCE: msg("Organisation and accounts"),
}
DOUBT: Final[dict[Doubt, Message]] = {
    Doubt.NO_PERMIT: msg("No valid permit is on record"),
    Doubt.PERMIT_EXPIRES: msg("The permit expires within 30 days"),
    Doubt.NO_REGISTRATION: msg("No registration is on record"),
    Doubt.NO_INSURANCE: msg("No insurance is in force"),
    Doubt.STUDENTS_DIFFER: msg("Students differ by more than a fifth from the monthly return"),
    Doubt.TEACHERS_FEW: msg("Not every teacher has the certificate that is asked for"),
    Doubt.FILINGS_OVERDUE: msg("Filings are overdue"),
    Doubt.SAID_NO: msg("The institution itself says that a rule was not kept"),
}
