"""Histories of institutions, from their dated rows in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from cixi_oversight.pages.letter.history import Dated, History
from cixi_oversight.permissions import Viewer
from institutions.enums import Category
from institutions.models import CategoryRow, Institution, InstitutionTransition, LegalFormRow

_READ: Final[ContextVar[dict[Viewer, list[History]] | None]] = ContextVar("letter_histories", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it the histories of a viewer are read once: a page asks for them a dozen times."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


def histories(viewer: Viewer) -> list[History]:
    """Of every institution within the viewer's scope that ever was academic."""
    known = _READ.get()
    if known is None:
        return _histories(viewer)
    if viewer not in known:
        known[viewer] = _histories(viewer)
    return known[viewer]


def _histories(viewer: Viewer) -> list[History]:
    once = CategoryRow.objects.standing().filter(category=Category.ACADEMIC)
    scope = Institution.objects.visible_to(viewer).filter(pk__in=once.values("institution_id"))
    stages = dict(scope.values_list("pk", "stage"))
    ids = list(stages)
    categories = _by_institution(
        CategoryRow.objects.standing()
        .filter(institution_id__in=ids)
        .order_by("from_on", "recorded_at", "pk")
        .values_list("institution_id", "from_on", "category")
    )
    forms = _by_institution(
        LegalFormRow.objects.standing()
        .filter(institution_id__in=ids)
        .order_by("from_on", "recorded_at", "pk")
        .values_list("institution_id", "from_on", "legal_form")
    )
    states = _by_institution(
        InstitutionTransition.objects.filter(institution_id__in=ids)
        .order_by("effective_on", "recorded_at", "pk")
        .values_list("institution_id", "effective_on", "target")
    )
    return [
        History(pk, stages[pk], states.get(pk, ()), categories.get(pk, ()), forms.get(pk, ())) for pk in sorted(ids)
    ]


def _by_institution(rows: Iterable[tuple[int, dt.date, str]]) -> dict[int, Dated]:
    found: defaultdict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    for institution_id, day, what in rows:
        found[institution_id].append((day, what))
    return {institution_id: tuple(dated) for institution_id, dated in found.items()}
