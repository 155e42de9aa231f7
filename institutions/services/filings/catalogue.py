"""The form of a kind, for whoever has its name from outside."""

from __future__ import annotations

from institutions.enums.filings import FilingKind
from institutions.errors.filings import NoSuchFiling
from institutions.rules.filings.kinds import FORMS
from institutions.rules.filings.schema import FilingForm


def form_of(kind: FilingKind | str) -> FilingForm:
    """Raises NoSuchFiling for a kind that does not exist, or whose form is not filed here."""
    found = next((form for known, form in FORMS.items() if known == kind), None)
    if found is None:
        raise NoSuchFiling
    return found
