"""Closed sets, one subject a file. Values are stored and travel in the API; labels are worded at the door."""

from institutions.enums.filings import FilingKind
from institutions.enums.register import (
    ACTIVE,
    ENDED,
    Category,
    Gap,
    InsuranceKind,
    LegalForm,
    Occasion,
    RegistrationKind,
    Stage,
    Status,
    TalkState,
    TalkVerb,
    Verb,
)

__all__ = [
    "ACTIVE",
    "ENDED",
    "Category",
    "FilingKind",
    "Gap",
    "InsuranceKind",
    "LegalForm",
    "Occasion",
    "RegistrationKind",
    "Stage",
    "Status",
    "TalkState",
    "TalkVerb",
    "Verb",
]
