"""What the audit calls the acts of imports."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {
    "imports.apply": msg("Applied an import"),
    "imports.cancel": msg("Put an import away"),
    "imports.decide": msg("Decided on a row of an import"),
}
