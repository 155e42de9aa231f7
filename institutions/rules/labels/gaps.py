"""First receive, then manage, in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.gaps import GapListState, GapState, GapVerb, StandardKey, StandardUnit

STANDARD_KEY: Final[dict[StrEnum, Message]] = {
    StandardKey.AREA: msg("Area of the premises"),
    StandardKey.PREMISES: msg("Use and lease of the premises"),
    StandardKey.FIRE: msg("Fire safety"),
    StandardKey.TEACHERS: msg("Teaching staff"),
    StandardKey.CAPITAL: msg("Starting capital"),
    StandardKey.MATERIALS: msg("Training materials"),
}
STANDARD_UNIT: Final[dict[StrEnum, Message]] = {
    StandardUnit.AREA_PER_STUDENT: msg("m² a student"),
    StandardUnit.FEN: msg("yuan"),
    StandardUnit.PERCENT: msg("percent"),
    StandardUnit.YEARS: msg("years"),
}
GAP_LIST_STATE: Final[dict[StrEnum, Message]] = {
    GapListState.OPEN: msg("In transition"),
    GapListState.CLOSED: msg("All gaps closed"),
    GapListState.ENDED: msg("Transition ended"),
}
GAP_STATE: Final[dict[StrEnum, Message]] = {
    GapState.OPEN: msg("Gap open"),
    GapState.HANDED_IN: msg("Evidence handed in"),
    GapState.CLOSED: msg("Gap closed"),
}
GAP_VERB: Final[dict[StrEnum, Message]] = {
    GapVerb.OPEN: msg("List the gap"),
    GapVerb.HAND_IN: msg("Hand in evidence"),
    GapVerb.RETURN: msg("Return the evidence"),
    GapVerb.CLOSE: msg("Close the gap"),
    GapVerb.REOPEN: msg("Open the gap again"),
}
