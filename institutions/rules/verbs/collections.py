"""What the audit calls acts on collections."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.create_collection": msg("Made a collection"),
    "institutions.change_collection": msg("Changed a collection"),
    "institutions.move_collection": msg("Moved a collection on"),
    "institutions.move_collection_part": msg("Moved an answer to a collection on"),
    "institutions.remind_collection": msg("Reminded of a collection"),
    "institutions.take_collection_sheet": msg("Took the merged sheet of a collection"),
}
