"""What the audit calls the acts of documents."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "documents.issue_paper": msg("Issued a paper"),
    "documents.void_paper": msg("Declared a paper void"),
    "documents.set_series": msg("Set how papers are numbered"),
}
