"""Category and legal form: a dated row is the record, the institution's column a copy of the latest (decision 8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.db import transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from institutions.enums import Category, LegalForm
from institutions.errors import NothingChanged, NotStanding, OtherRecord
from institutions.models import CategoryRow, Institution, LegalFormRow
from institutions.services.feed import announce
from institutions.services.words import a_reason, key_of, lock, not_in_future


@transaction.atomic
def set_category(
    *,
    institution: Institution,
    category: Category,
    from_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    why: str,
    supersedes: CategoryRow | None = None,
) -> CategoryRow:
    """What is taught from a day on. With `supersedes` it corrects that row, otherwise it is a change.

    Raises ReasonMissing, DateInFuture, NothingChanged, NotStanding, OtherRecord.
    """
    row: CategoryRow = _set(
        institution, CategoryRow, "category", category, from_on=from_on, by=by, at=at, why=why, supersedes=supersedes
    )
    return row


@transaction.atomic
def set_legal_form(
    *,
    institution: Institution,
    legal_form: LegalForm,
    from_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    why: str,
    supersedes: LegalFormRow | None = None,
) -> LegalFormRow:
    """Its legal form from a day on. With `supersedes` it corrects that row, otherwise it is a change.

    Raises ReasonMissing, DateInFuture, NothingChanged, NotStanding, OtherRecord.
    """
    row: LegalFormRow = _set(
        institution,
        LegalFormRow,
        "legal_form",
        legal_form,
        from_on=from_on,
        by=by,
        at=at,
        why=why,
        supersedes=supersedes,
    )
    return row


def _set(
    institution: Institution,
    model: type[CategoryRow | LegalFormRow],
    column: str,
    value: Category | LegalForm,
    *,
    from_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    why: str,
    supersedes: CategoryRow | LegalFormRow | None,
) -> Any:
    reason = a_reason(why)
    not_in_future(from_on, at, "from_on")
    locked = lock(institution)
    standing = model.objects.standing().filter(institution=locked).order_by("from_on", "recorded_at", "pk")
    _check_superseded(locked, model, supersedes)
    before = [row for row in standing if row.from_on <= from_on and row.pk != key_of(supersedes)]
    if supersedes is None and before and getattr(before[-1], column) == value:
        raise NothingChanged(field=column)
    made = model.objects.create(
        institution=locked,
        from_on=from_on,
        why=reason,
        supersedes_id=key_of(supersedes),
        recorded_at=at,
        recorded_by_id=by.actor_id,
        **{column: value},
    )
    latest = standing.all().last()
    if latest is not None and getattr(locked, column) != getattr(latest, column):
        setattr(locked, column, getattr(latest, column))
        with pghistory.context(actor=by.actor_id, why=reason):
            locked.save_version(expected=locked.version, by=by.actor_id, at=at, fields=[column])
    record(
        f"institutions.set_{column}",
        by=by,
        subject=("institution", locked.pk),
        institution_id=locked.pk,
        why=reason,
        data={column: value, "from_on": from_on.isoformat(), "supersedes": key_of(supersedes)},
        at=at,
    )
    announce(EventKind.INSTITUTION_CHANGED, locked, at=at, fields=[column])
    setattr(institution, column, getattr(locked, column))
    institution.version = locked.version
    return made


def _check_superseded(locked: Institution, model: Any, supersedes: CategoryRow | LegalFormRow | None) -> None:
    if supersedes is None:
        return
    if supersedes.institution_id != locked.pk:
        raise OtherRecord
    if not model.objects.standing().filter(pk=supersedes.pk).exists():
        raise NotStanding
