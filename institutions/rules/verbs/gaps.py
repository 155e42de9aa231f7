"""What the audit calls the acts of "first receive, then manage"."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.open_gap_list": msg("Opened a gap list"),
    "institutions.end_gap_list": msg("Ended a gap list"),
    "institutions.move_gap": msg("Moved a gap on"),
    "institutions.record_standard": msg("Recorded an entry standard"),
    "institutions.set_authorities": msg("Set the responsible authorities"),
}
