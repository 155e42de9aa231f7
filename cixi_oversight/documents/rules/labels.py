"""What the closed sets of documents are called."""

from typing import Final

from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.errors import Message, msg

PAPER_KIND: Final[dict[PaperKind, Message]] = {
    PaperKind.POSTING_BOARD: msg("Posting board"),
    PaperKind.TALK_NOTICE: msg("Notice of a regulatory talk"),
    PaperKind.LICENCE_GRANT: msg("Decision: licence granted"),
    PaperKind.LICENCE_REFUSAL: msg("Decision: licence refused"),
    PaperKind.LICENCE_NOT_ACCEPTED: msg("Notice: application not accepted"),
    PaperKind.LICENCE_CANCELLED: msg("Decision: licence cancelled"),
    PaperKind.CONVERSION_NOTICE: msg("Notice of the result of a reregistration"),
    PaperKind.ANNUAL_RESULT: msg("Result of the annual inspection"),
    PaperKind.ANNUAL_ANNOUNCEMENT: msg("Announcement of the annual inspection"),
    PaperKind.STAR_CERTIFICATE: msg("Star rating certificate"),
}
PAPER_STATE: Final[dict[PaperState, Message]] = {
    PaperState.IN_FORCE: msg("In force"),
    PaperState.VOID: msg("Void"),
    PaperState.LAPSED: msg("No longer valid"),
}
