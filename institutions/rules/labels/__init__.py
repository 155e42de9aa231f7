"""Every closed set in words, one subject a file. Views word them in the reader's language."""

from institutions.rules.labels.filings import FILING_KIND
from institutions.rules.labels.register import (
    CATEGORY,
    GAP,
    INSURANCE_KIND,
    LEGAL_FORM,
    OCCASION,
    REGISTRATION_KIND,
    STAGE,
    STATUS,
    TALK_STATE,
    TALK_VERB,
    VERB,
)

__all__ = [
    "CATEGORY",
    "FILING_KIND",
    "GAP",
    "INSURANCE_KIND",
    "LEGAL_FORM",
    "OCCASION",
    "REGISTRATION_KIND",
    "STAGE",
    "STATUS",
    "TALK_STATE",
    "TALK_VERB",
    "VERB",
]
