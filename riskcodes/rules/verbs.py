"""What the audit calls the acts around the risk code."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "riskcodes.recompute": msg("Started a recomputation of risk codes"),
    "riskcodes.adopt_batch": msg("Adopted the codes of a night"),
    "riskcodes.adopt_single": msg("Adopted a single code"),
    "riskcodes.connect_source": msg("Connected a source"),
    "riskcodes.end_source": msg("Ended the connection of a source"),
}
