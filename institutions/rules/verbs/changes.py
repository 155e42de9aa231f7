"""What the audit calls acts on register changes."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "institutions.receive_changes": msg("Handed in register changes"),
    "institutions.move_change": msg("Dealt with a register change"),
}
