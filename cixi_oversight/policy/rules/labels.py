"""What the closed sets of policy are called."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.policy.enums import Key, Unit

UNITS: Final[dict[Unit, Message]] = {
    Unit.WORKDAYS: msg("workdays"),
    Unit.CALENDAR_DAYS: msg("calendar days"),
    Unit.FEN: msg("fen"),
    Unit.MONTHS: msg("months"),
    Unit.CLASS_HOURS: msg("class hours"),
    Unit.TIMES: msg("times"),
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
    Key.REVEALS_AN_HOUR: msg("Personal data: values that one officer may look at within an hour"),
}
