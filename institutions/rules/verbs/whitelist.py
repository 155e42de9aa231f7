"""What the audit calls the acts around the white list."""

from typing import Final

from cixi_oversight.errors import Message, msg

VERBS: Final[dict[str, Message]] = {"institutions.publish_whitelist": msg("Published the white list")}
