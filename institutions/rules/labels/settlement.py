"""What is asked before an institution ends, in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.settlement import ClearanceTopic, CourseMethod, SettlementState, SettlementVerb

CLEARANCE_TOPIC: Final[dict[StrEnum, Message]] = {
    ClearanceTopic.UNFINISHED_COURSES: msg("Unfinished courses settled or transferred"),
    ClearanceTopic.ESCROW_AT_ZERO: msg("Supervised account at zero"),
}
SETTLEMENT_STATE: Final[dict[StrEnum, Message]] = {
    SettlementState.OPEN: msg("Being settled"),
    SettlementState.DECLARED: msg("Declared settled, to be checked"),
    SettlementState.CONFIRMED: msg("Settlement confirmed"),
    SettlementState.ABANDONED: msg("Not pursued"),
}
SETTLEMENT_VERB: Final[dict[StrEnum, Message]] = {
    SettlementVerb.DECLARE: msg("Declare everything settled"),
    SettlementVerb.RETURN: msg("Return the settlement table"),
    SettlementVerb.CONFIRM: msg("Confirm the settlement"),
    SettlementVerb.OPEN: msg("Open a table of unfinished courses"),
    SettlementVerb.ABANDON: msg("Drop the settlement"),
}
COURSE_METHOD: Final[dict[StrEnum, Message]] = {
    CourseMethod.REFUND: msg("Fees paid back"),
    CourseMethod.TRANSFER: msg("Continued at another institution"),
}
