"""What the audit calls the acts around suspected sites."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.report_site": msg("Reported a suspected site"),
    "institutions.place_site": msg("Placed a suspected site in a town"),
    "institutions.move_site": msg("Moved a suspected site on"),
}
