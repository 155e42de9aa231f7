"""Moves a row by its workflow table (decision 8, `workflows`).

`apply` locks the row, decides by the pure table, writes the noun's own `<Noun>Transition` and calls the `on_move`
handlers, all in the caller's or its own transaction. The transition rows are the legal record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.db import models, transaction

from cixi_oversight.clock import SHANGHAI
from cixi_oversight.errors import Forbidden, ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.workflows import MoveMade, Workflow, may


class Transition(models.Model):
    """Abstract: the noun's own table adds a foreign key to it. Insert-only."""

    verb = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    why = models.TextField(blank=True)
    cause_kind = models.CharField(max_length=40, blank=True)  # what brought it about: a case, a penalty, an import
    cause_id = models.BigIntegerField(null=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True


T = TypeVar("T", bound=Transition)


@transaction.atomic
def apply(
    row: Any,
    verb: str,
    *,
    workflow: Workflow,
    history: type[T],
    owner: str,
    by: Viewer,
    why: str,
    at: dt.datetime,
    effective_on: dt.date | None = None,
    cause: tuple[str, int] | None = None,
    state_field: str = "status",
    also: Mapping[str, Any] | None = None,
) -> T:
    """Move `row` by `verb`; returns the record. `owner` names the record's foreign key to the row, `also` columns that
    are written in the same statement.

    Raises WrongState (409), Forbidden (403) or ReasonMissing (400) where the move needs one.
    """
    model = type(row)
    locked = model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    source = getattr(locked, state_field)
    move = workflow.move(source, verb)
    if not may(move, by):
        raise Forbidden
    if move.needs_reason and not why.strip():
        raise ReasonMissing(field="why")
    changes: dict[str, Any] = {state_field: move.target, **(also or {})}
    if hasattr(locked, "version"):
        changes |= {"version": locked.version + 1, "changed_at": at, "changed_by_id": by.actor_id}
    for name, value in changes.items():
        setattr(row, name, value)
    model._default_manager.filter(pk=row.pk).update(**changes)
    cause_kind, cause_id = cause or ("", None)
    record = history(
        verb=verb,
        source=source,
        target=move.target,
        why=why,
        cause_kind=cause_kind,
        cause_id=cause_id,
        effective_on=effective_on or at.astimezone(SHANGHAI).date(),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    setattr(record, owner, row)
    record.save(force_insert=True)
    made = MoveMade(row=row, move=move, source=source, by=by, why=why, at=at, record=record)
    for handler in workflow.on_move:
        handler(made)
    return record
