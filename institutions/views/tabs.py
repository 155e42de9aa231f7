"""The register's own tabs of the file: facts, licences, filings, changes."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.rules.access import EDIT_CONTACTS
from cixi_oversight.personal.services.reading import contacts_of
from cixi_oversight.users.models import Actor, Department, Town
from cixi_oversight.web.context import business_time
from cixi_oversight.web.words import worded
from institutions.enums import FilingKind
from institutions.models import Filing, Institution
from institutions.models.institution import AUTHORITIES
from institutions.rules import access, labels
from institutions.rules.access.filings import VIEW_FILINGS
from institutions.rules.labels.periods import period_words
from institutions.rules.periods import last_ended
from institutions.services.copies import copies_of
from institutions.services.extensions import FileTab
from institutions.services.filings.coming import coming
from institutions.services.filings.naming import name_of, name_of_filing
from institutions.services.reading import Change, changes, owed
from institutions.views import kinds
from institutions.views.words import field_label, in_words, month, quarter, shown

_FILED_MAX: Final = 20
_STATEMENTS_MAX: Final = 8
_RETURNS_MAX: Final = 12


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]
    return found


def _render(request: HttpRequest, name: str, **context: Any) -> SafeString:
    return render_to_string(f"institutions/{name}.html", context, request=request)


def overview(request: HttpRequest, row: Institution) -> SafeString:
    viewer = _viewer(request)
    edit = access.EDIT_REGISTER.allows(viewer)
    facts = [
        ("name", row.name),
        ("uscc", row.uscc),
        ("former_names", "、".join(row.former_names)),
        ("trade_name", row.trade_name),
        ("brand", row.brand),
        ("town", row.town),
        ("category", in_words(labels.CATEGORY, row.category)),
        ("legal_form", in_words(labels.LEGAL_FORM, row.legal_form)),
        ("stage", in_words(labels.STAGE, row.stage)),
        *((f"{name}_authority", getattr(row, f"{name}_authority")) for name in AUTHORITIES),
    ]
    gaps = [worded(labels.GAP[gap]) for gap in labels.GAP if getattr(row, gap.value) is None]
    return _render(
        request,
        "tab_overview",
        institution=row,
        facts=[(field_label(name), value) for name, value in facts],
        gaps=gaps,
        sites=row.sites.select_related("town").order_by("-is_main", "pk"),
        category_rows=[
            (r, in_words(labels.CATEGORY, r.category))
            for r in row.category_rows.standing().select_related("recorded_by").order_by("-from_on", "-pk")
        ],
        legal_form_rows=[
            (r, in_words(labels.LEGAL_FORM, r.legal_form))
            for r in row.legal_form_rows.standing().select_related("recorded_by").order_by("-from_on", "-pk")
        ],
        contacts=contacts_of("institution", row.pk, viewer),
        may_edit_contacts=EDIT_CONTACTS.allows(viewer),
        may_edit=edit,
        may_edit_sites=access.EDIT_SITES.allows(viewer),
        may_override=access.OVERRIDE_USCC.allows(viewer) and (row.uscc is None or bool(row.uscc_override_reason)),
    )


def licences(request: HttpRequest, row: Institution) -> SafeString:
    permits = row.permits.standing().select_related("authority").order_by("-issued_on", "-pk")
    registrations = row.registrations.standing().order_by("-registered_on", "-pk")
    return _render(
        request,
        "tab_licences",
        institution=row,
        on=business_time(request).date(),
        permits=[(permit, _record_url(kinds.PERMIT, permit), kinds.permit_end(permit)) for permit in permits],
        registrations=[
            (r, _record_url(kinds.REGISTRATION, r), in_words(labels.REGISTRATION_KIND, r.kind)) for r in registrations
        ],
        copies=_copies(row),
        may_record=access.RECORD_LICENCES.allows(_viewer(request)),
    )


def _copies(row: Institution) -> list[Any]:
    """Of the standing records, each with the record's name."""
    found: list[Any] = []
    for record, files in copies_of(row):
        for file in files:
            file.caption = kinds.title_of(record)
        found += files
    return found


def _filed(request: HttpRequest, row: Institution) -> list[tuple[Filing, str]]:
    """What the institution has handed in, the latest first."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if not VIEW_FILINGS.allows(viewer):
        return []
    rows: Any = (
        Filing.objects.all().visible_to(viewer).filter(institution=row).with_title().order_by("-submitted_at", "-pk")
    )
    return [(one, name_of_filing(one)) for one in rows[:_FILED_MAX]]


def filings(request: HttpRequest, row: Institution) -> SafeString:
    on = business_time(request).date()
    statements = row.statements.standing().order_by("-quarter")[:_STATEMENTS_MAX]
    returns = row.enrolment_returns.standing().order_by("-month")[:_RETURNS_MAX]
    policies = row.insurance_policies.standing().order_by("-to_on", "-pk")
    return _render(
        request,
        "tab_filings",
        institution=row,
        on=on,
        filed=_filed(request, row),
        owed=[
            (one, worded(labels.FILING_KIND[one.kind]), worded(period_words(FilingKind(one.kind), one.period)))
            for one in owed(row, on)
        ],
        coming=[(name_of(one.kind, one.period), one) for one in coming(row, on=on)],
        statements=[(r, _record_url(kinds.STATEMENT, r), quarter(r.quarter)) for r in statements],
        returns=[(r, _record_url(kinds.ENROLMENT, r), month(r.month)) for r in returns],
        policies=[(r, _record_url(kinds.INSURANCE, r), kinds.insurance_kind(r)) for r in policies],
        asked_quarter=quarter(last_ended(FilingKind.FINANCIAL_STATEMENT, on)),
        may_record=access.RECORD_FILINGS.allows(_viewer(request)),
    )


def history(request: HttpRequest, row: Institution) -> SafeString:
    found = changes(row)
    actors = dict(Actor.objects.filter(pk__in={one.actor_id for one in found}).values_list("pk", "label"))
    places = {
        "town": dict(Town.objects.filter(county_id=row.county_id).values_list("pk", "name")),
        "authority": dict(Department.objects.filter(county_id=row.county_id).values_list("pk", "name")),
    }
    transitions = row.transitions.select_related("actor").order_by("-recorded_at", "-pk")
    return _render(
        request,
        "tab_changes",
        institution=row,
        changes=[_worded(one, actors, places) for one in found],
        transitions=[
            (one, in_words(labels.VERB, one.verb), in_words(labels.STATUS, one.target)) for one in transitions
        ],
    )


def _worded(change: Change, actors: dict[int, str], places: dict[str, dict[int, str]]) -> dict[str, Any]:
    return {
        "at": change.at,
        "who": actors.get(change.actor_id or 0, ""),
        "why": change.why,
        "site": "" if change.what == "institution" else change.what,
        "fields": [
            (field_label(one.field), shown(one.field, one.before, places), shown(one.field, one.after, places))
            for one in change.fields
        ],
    }


def _record_url(kind: kinds.Kind, record: Any) -> str:
    return reverse(f"institutions:{kind.key}", args=[record.public_id])


OVERVIEW: Final = FileTab("overview", msg("Overview"), access.VIEW_REGISTER, overview)
LICENCES: Final = FileTab("licences", msg("Permit and registration"), access.VIEW_REGISTER, licences)
FILINGS: Final = FileTab("filings", msg("Statements and filings"), access.VIEW_REGISTER, filings)
CHANGES: Final = FileTab("changes", msg("Changes"), access.VIEW_REGISTER, history)
