"""What files, deadlines and messages say of filings, permits and registrations, and who sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.words import worded
from institutions.enums import FilingKind, RegistrationKind
from institutions.models import FilingDue, Institution, Permit, Registration
from institutions.rules import labels
from institutions.rules.labels.periods import filing_words


def filings_seen(viewer: Viewer) -> QuerySet[Any]:
    rows = FilingDue.objects.filter(institution__in=Institution.objects.visible_to(viewer))
    return rows.select_related("institution")


def filing_title(row: Any) -> str:
    """The filing and its period: 2026年第3季度财务报表."""
    return worded(filing_words(FilingKind(row.kind), row.period))


def permits_seen(viewer: Viewer) -> QuerySet[Any]:
    return Permit.objects.filter(institution__in=Institution.objects.visible_to(viewer)).select_related("institution")


def registrations_seen(viewer: Viewer) -> QuerySet[Any]:
    rows = Registration.objects.filter(institution__in=Institution.objects.visible_to(viewer))
    return rows.select_related("institution")


def record_title(row: Any) -> str:
    """The institution and the paper: 青禾艺术培训 · 办学许可证 教民…号."""
    is_permit = isinstance(row, Permit)
    words = msg("Permit") if is_permit else labels.REGISTRATION_KIND[RegistrationKind(row.kind)]
    return f"{row.institution.name} · {worded(words)} {row.number}"


def record_url(row: Any) -> str:
    name = "institutions:permit" if isinstance(row, Permit) else "institutions:registration"
    return reverse(name, args=[row.public_id])
