"""Persuasion and the ladder of guidance in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.guidance import Outcome, PersuasionWay, Rung, Stance

PERSUASION_WAY: Final[dict[StrEnum, Message]] = {
    PersuasionWay.VISIT: msg("Visit on the spot"),
    PersuasionWay.OFFICE: msg("Talk at the office"),
    PersuasionWay.PHONE: msg("By telephone"),
    PersuasionWay.MEETING: msg("Meeting of several institutions"),
}
STANCE: Final[dict[StrEnum, Message]] = {
    Stance.UNDECIDED: msg("Waits and sees"),
    Stance.HOPES: msg("Hopes to be overlooked"),
    Stance.AGREED: msg("Agrees"),
    Stance.REFUSES: msg("Refuses"),
    Stance.UNREACHABLE: msg("Cannot be reached"),
}
RUNG: Final[dict[StrEnum, Message]] = {
    Rung.REMINDER: msg("Reminder"),
    Rung.TALK: msg("Regulatory talk"),
    Rung.RECTIFY: msg("Order to rectify"),
    Rung.CIRCULATE: msg("Circulated notice"),
    Rung.REFER: msg("Referral"),
}
WRITTEN_RUNG: Final[dict[StrEnum, Message]] = {rung: words for rung, words in RUNG.items() if rung is not Rung.TALK}
OUTCOME: Final[dict[StrEnum, Message]] = {
    Outcome.RECTIFIED: msg("Rectified"),
    Outcome.NOT_RECTIFIED: msg("Not rectified"),
    Outcome.RECEIPT: msg("Receipt of the referral"),
    Outcome.DECIDED: msg("Result of the authority"),
}
