"""Who may file a kind, and whose a filing is to decide."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from cixi_oversight.errors import DomainError, Forbidden
from cixi_oversight.permissions import Viewer, ViewerKind
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import Filing
from institutions.rules.filings.kinds import FORMS
from institutions.rules.filings.schema import FilingForm
from institutions.services.filings.acceptors import DECIDERS
from institutions.services.filings.catalogue import form_of
from institutions.services.teaching.waiting import materials_to_review


def may_file(form: FilingForm, by: Viewer) -> bool:
    """Whether somebody of the institution files this kind."""
    return by.kind is ViewerKind.SYSTEM or bool(by.roles & form.filers)


def may_review(form: FilingForm, by: Viewer) -> bool:
    return by.kind is ViewerKind.SYSTEM or bool(by.roles & form.reviewers)


def may_decide(filing: Filing, by: Viewer) -> bool:
    """Whether this very filing is the viewer's to accept or return, by kind and by what it says."""
    if not may_review(form_of(filing.kind), by):
        return False
    try:
        decides(filing, by)
    except DomainError:
        return False
    return True


def decides(filing: Filing, by: Viewer) -> None:
    """Raises what the kind's decider raises: the filing is another authority's to decide."""
    decider = DECIDERS.get(FilingKind(filing.kind))
    if decider is not None:
        decider(filing, by)


def check_files(form: FilingForm, by: Viewer) -> None:
    if not may_file(form, by):
        raise Forbidden


def check_reviews(form: FilingForm, by: Viewer) -> None:
    if not may_review(form, by):
        raise Forbidden


def to_review(viewer: Viewer) -> QuerySet[Any]:
    """What waits for this viewer's decision; of training material that which is not another authority's."""
    kinds = [kind for kind, form in FORMS.items() if may_review(form, viewer)]
    rows: Any = Filing.objects.visible_to(viewer)
    rows = rows.filter(state=FilingState.SUBMITTED, kind__in=kinds)
    others = Q(kind=FilingKind.TRAINING_MATERIAL) & ~Q(pk__in=materials_to_review(viewer).values("pk"))
    found: QuerySet[Any] = rows.exclude(others)
    return found
