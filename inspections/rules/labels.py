"""Every closed set of complaints in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from inspections.enums import Channel, Matter, Outcome

CHANNEL: Final[dict[StrEnum, Message]] = {
    Channel.HOTLINE_12345: msg("12345 hotline"),
    Channel.PORTAL: msg("Portal"),
    Channel.VISIT: msg("In person"),
    Channel.TRANSFER: msg("Transferred by another department"),
    Channel.MEDIA: msg("Media and public opinion"),
}
MATTER: Final[dict[StrEnum, Message]] = {
    Matter.REFUND: msg("Refund"),
    Matter.FEES: msg("Fees"),
    Matter.TEACHING: msg("Teaching"),
    Matter.ADVERTISING: msg("Advertising"),
    Matter.SAFETY: msg("Safety"),
    Matter.TIME: msg("Teaching hours"),
    Matter.OTHER: msg("Other matter"),
}
OUTCOME: Final[dict[StrEnum, Message]] = {
    Outcome.SETTLED: msg("Settled by mediation"),
    Outcome.REFUNDED: msg("Refunded"),
    Outcome.NOT_UPHELD: msg("Not upheld"),
    Outcome.WITHDRAWN: msg("Withdrawn"),
    Outcome.REFERRED: msg("Referred to another authority"),
}
