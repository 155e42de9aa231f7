"""What the audit calls the settling of unfinished courses."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.open_settlement": msg("Opened a table of unfinished courses"),
    "institutions.put_course": msg("Entered or changed an unfinished course"),
    "institutions.drop_course": msg("Took an unfinished course out"),
    "institutions.add_consents": msg("Handed in consents of parents"),
    "institutions.move_settlement": msg("Moved a settlement of courses on"),
}
