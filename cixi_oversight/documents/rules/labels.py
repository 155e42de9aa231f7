"""What the closed sets of documents are called."""

from typing import Final

from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.errors import Message, msg

PAPER_KIND: Final[dict[PaperKind, Message]] = {
    PaperKind.POSTING_BOARD: msg("Posting board"),
    PaperKind.TALK_NOTICE: msg("Notice of a regulatory talk"),
}
PAPER_STATE: Final[dict[PaperState, Message]] = {
    PaperState.IN_FORCE: msg("In force"),
    PaperState.VOID: msg("Void"),
    PaperState.LAPSED: msg("No longer valid"),
}
