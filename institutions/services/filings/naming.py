"""How a filing is called: its kind, its period, and of what is filed one by one its title."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext

from cixi_oversight.web.words import worded
from institutions.enums.filings import FilingKind
from institutions.models import Filing
from institutions.rules.labels.periods import filing_words
from institutions.services.teaching import starting


def name_of(kind: FilingKind, period: dt.date | None) -> str:
    """2026年第3季度财务报表."""
    return worded(filing_words(kind, period))


def name_of_filing(row: Filing, title: str | None = None) -> str:
    """2026年第3季度财务报表; of what is filed one by one with its title: 培训材料《围棋启蒙讲义》. The title is that
    given, else the one read `with_title()`, else the payload's."""
    name = name_of(FilingKind(row.kind), row.period)
    if row.kind not in starting.NUMBERED:
        return name
    if title is None:
        title = row.payload_title if hasattr(row, "payload_title") else row.payload.get("title")
    text = title or ""
    if isinstance(text, str) and text:
        return gettext("%(kind)s “%(title)s”") % {"kind": name, "title": text}
    return gettext("%(kind)s no. %(number)s, without a title yet") % {"kind": name, "number": row.subject_id}
