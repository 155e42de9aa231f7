"""What the audit calls the acts of the zeroing plan."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {"institutions.plan_zeroing": msg("Planned the zeroing of an institution")}
