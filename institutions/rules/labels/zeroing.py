"""The zeroing plan in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.zeroing import ZeroingRoute, ZeroingState

ZEROING_ROUTE: Final[dict[StrEnum, Message]] = {
    ZeroingRoute.NONPROFIT: msg("To become non-profit"),
    ZeroingRoute.NONACADEMIC: msg("To turn non-academic"),
    ZeroingRoute.CLOSE: msg("To close"),
}
ZEROING_STATE: Final[dict[StrEnum, Message]] = {
    ZeroingState.UNPLANNED: msg("No plan yet"),
    ZeroingState.PLANNED: msg("Planned"),
    ZeroingState.OVERDUE: msg("Behind the plan"),
    ZeroingState.DONE: msg("Zeroed"),
}
