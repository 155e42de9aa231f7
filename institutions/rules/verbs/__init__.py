"""What the audit calls the acts of institutions, one subject a file, one line a subject."""

from typing import Final

from cixi_oversight.errors import Message
from institutions.rules.verbs.filings import VERBS as FILINGS
from institutions.rules.verbs.gaps import VERBS as GAPS
from institutions.rules.verbs.register import VERBS as REGISTER
from institutions.rules.verbs.settlement import VERBS as SETTLEMENT
from institutions.rules.verbs.teaching import VERBS as TEACHING
from institutions.rules.verbs.zeroing import VERBS as ZEROING

VERBS: Final[dict[str, Message]] = {
    **REGISTER,
    **FILINGS,
    **GAPS,
    **SETTLEMENT,
    **TEACHING,
    **ZEROING,
}
from institutions.rules.verbs import filings, register, yearly

VERBS: Final[dict[str, Message]] = {**register.VERBS, **filings.VERBS, **yearly.VERBS}

__all__ = ["VERBS"]
