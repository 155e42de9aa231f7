"""What stands against a filing before it can be handed in or accepted."""

from __future__ import annotations

import datetime as dt

from institutions.models import Filing
from institutions.rules.filings.checking import findings
from institutions.rules.filings.schema import Finding
from institutions.services.filings import attachments
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.known import known_of


def review(filing: Filing, *, on: dt.date) -> list[Finding]:
    """Everything that must be put right before the filing can be submitted."""
    form = form_of(filing.kind)
    return findings(form, filing.payload, known_of(filing, on=on)) + attachments.findings(form, filing)
