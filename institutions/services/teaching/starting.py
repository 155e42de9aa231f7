"""The way into a filing of teaching. Plans and material are filed one by one, each under a number of its own."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Max

from cixi_oversight.permissions import Viewer
from institutions.enums.filings import OPEN, FilingKind, FilingState
from institutions.errors.filings import FilingOpen, NoSuchFiling
from institutions.models import Filing, Institution, TrainingMaterial
from institutions.services.filings import engine
from institutions.services.words import lock

NUMBERED: Final = frozenset({FilingKind.TEACHING_PLAN, FilingKind.TRAINING_MATERIAL})
KINDS: Final = NUMBERED | {FilingKind.STAFF, FilingKind.COURSES, FilingKind.CLASS_GROUPS}


@transaction.atomic
def start(
    *, institution: Institution, kind: FilingKind, by: Viewer, at: dt.datetime, number: int | None = None
) -> Filing:
    """A new draft, or the one that is open already. `number` is that of a plan or material; None is a new
    one.

    Raises NoSuchFiling (not a kind of teaching, or no such number), Forbidden.
    """
    if kind not in KINDS:
        raise NoSuchFiling
    row = lock(institution)
    subject = None
    if kind in NUMBERED:
        last = _last(row, kind)
        if number is not None and not 1 <= number <= last:
            raise NoSuchFiling
        unused = _unused(row, kind) if number is None else None
        if unused is not None:
            return unused
        subject = (kind.value, number or last + 1)
    try:
        return engine.start_draft(institution=row, kind=kind, subject=subject, by=by, at=at)
    except FilingOpen:
        rows = Filing.objects.filter(institution=row, kind=kind, state__in=sorted(OPEN))
        return rows.get(subject_kind=subject[0] if subject else "", subject_id=subject[1] if subject else None)


def _unused(institution: Institution, kind: FilingKind) -> Filing | None:
    """A draft that was begun and left empty: whoever begins again goes on with it."""
    rows = Filing.objects.filter(institution=institution, kind=kind, state=FilingState.DRAFT, submissions=0, payload={})
    return rows.order_by("pk").first()


def _last(institution: Institution, kind: FilingKind) -> int:
    """The highest number used so far; material that came with the register counts by its code."""
    filed = Filing.objects.filter(institution=institution, kind=kind).aggregate(n=Max("subject_id"))["n"] or 0
    if kind is not FilingKind.TRAINING_MATERIAL:
        return int(filed)
    codes = TrainingMaterial.objects.filter(institution=institution).values_list("code", flat=True)
    numbers = [int(code[2:]) for code in codes if code.startswith("CL") and code[2:].isdigit()]
    return max([int(filed), *numbers])
