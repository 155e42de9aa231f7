"""What the audit calls the acts of admission cases."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.open_case": msg("Began an admission case"),
    "institutions.save_case": msg("Saved an application"),
    "institutions.add_case_document": msg("Added a document to an application"),
    "institutions.remove_case_document": msg("Took a document out of an application"),
    "institutions.move_case": msg("Moved an admission case on"),
    "institutions.move_case_step": msg("Moved a step of an admission case on"),
}
