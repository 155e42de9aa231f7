"""What the audit calls the acts of institutions, one subject a file."""

from typing import Final

from cixi_oversight.errors import Message
from institutions.rules.verbs import filings, register, teaching

VERBS: Final[dict[str, Message]] = {**register.VERBS, **filings.VERBS, **teaching.VERBS}

__all__ = ["VERBS"]
