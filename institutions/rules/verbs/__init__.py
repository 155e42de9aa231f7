"""What the audit calls the acts of institutions, one subject a file, one line a subject."""

from typing import Final

from cixi_oversight.errors import Message
from institutions.rules.verbs.cases import VERBS as CASES
from institutions.rules.verbs.changes import VERBS as CHANGES
from institutions.rules.verbs.collections import VERBS as COLLECTIONS
from institutions.rules.verbs.filings import VERBS as FILINGS
from institutions.rules.verbs.gaps import VERBS as GAPS
from institutions.rules.verbs.guidance import VERBS as GUIDANCE
from institutions.rules.verbs.notices import VERBS as NOTICES
from institutions.rules.verbs.register import VERBS as REGISTER
from institutions.rules.verbs.settlement import VERBS as SETTLEMENT
from institutions.rules.verbs.stars import VERBS as STARS
from institutions.rules.verbs.suspected import VERBS as SUSPECTED
from institutions.rules.verbs.teaching import VERBS as TEACHING
from institutions.rules.verbs.whitelist import VERBS as WHITELIST
from institutions.rules.verbs.yearly import VERBS as YEARLY
from institutions.rules.verbs.zeroing import VERBS as ZEROING

VERBS: Final[dict[str, Message]] = {
    **REGISTER,
    **CHANGES,
    **COLLECTIONS,
    **FILINGS,
    **NOTICES,
    **GAPS,
    **GUIDANCE,
    **SETTLEMENT,
    **SUSPECTED,
    **TEACHING,
    **STARS,
    **YEARLY,
    **WHITELIST,
    **ZEROING,
    **CASES,
}

__all__ = ["VERBS"]
