"""A person decides about a row that no rule could place: the same record, another site of it, a new one, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
from django.db import connection, transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Message, NotFound
from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.errors import AlreadyDecided, DecisionNotPossible, RowNotClean
from cixi_oversight.imports.models import OpenMatch, StagedRow
from cixi_oversight.imports.models.staging import cell_column
from cixi_oversight.imports.rules.faults import FAULTS
from cixi_oversight.imports.services.check import decide_rows, take_turns
from cixi_oversight.imports.services.prepare import prepare
from cixi_oversight.imports.services.profiles import target_and_profile
from cixi_oversight.imports.services.targets import Forced, ImportTarget, Side, Work, target_of
from cixi_oversight.permissions import Viewer

SUBJECT_KIND = "open_match"


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the row beside what the candidates hold."""

    label: Message
    row: str
    sides: tuple[str, ...]
    titles: tuple[str, ...] = ()

    @property
    def titled(self) -> list[tuple[str, str]]:
        """Each candidate's title with its value."""
        return list(zip(self.titles, self.sides, strict=True))

    @property
    def differs(self) -> bool:
        return bool(self.row) and any(side != self.row for side in self.sides)


def both_sides(item: OpenMatch, viewer: Viewer) -> tuple[list[Side], list[Line]]:
    """The row and the records it may belong to, field by field, as far as the viewer may see them."""
    target = target_of(item.target)
    sides = target.sides(item.subject_ids, viewer)
    cells = row_contents(item, viewer)
    titles = tuple(side.title for side in sides)
    lines = [
        Line(target.fields[key].label, cells.get(key, ""), tuple(side.values.get(key, "") for side in sides), titles)
        for key in target.fields
        if cells.get(key) or any(side.values.get(key) for side in sides)
    ]
    return sides, lines


@transaction.atomic
def row_contents(item: OpenMatch, viewer: Viewer) -> Mapping[str, str]:
    """The row's cells as they are understood, in words; as in the sheet where one of them no longer is. Empty once it
    is decided."""
    row = StagedRow.objects.filter(batch_id=item.batch_id, row_no=item.row_no).first()
    if row is None:
        return {}
    target, profile = target_and_profile(item.target, item.batch.profile)
    with connection.cursor() as cursor:
        work = Work(
            cursor=cursor,
            batch=item.batch,
            by=viewer,
            at=item.raised_at,
            on=item.raised_at.date(),
            row_nos=[item.row_no],
        )
        prepare(work, target, profile)
        typed = work.rows(f"select {', '.join(f'{key}::text' for key in target.fields)} from import_typed")
    if typed:
        values = zip(target.fields, typed[0], strict=True)
        return {key: target.word_of(key, value) for key, value in values if value is not None}
    keys: list[str] = item.batch.reading["fields"]
    return {key: getattr(row, cell_column(n)) or "" for n, key in enumerate(keys)}


@transaction.atomic
def decide(
    *,
    item: OpenMatch,
    decision: Decision,
    by: Viewer,
    why: str,
    at: dt.datetime,
    on: dt.date,
    subject_id: int | None = None,
) -> OpenMatch:
    """Carry the decision out and forget the row's contents. `subject_id` is needed for SAME and SITE.

    Raises AlreadyDecided, DecisionNotPossible, RowNotClean, NotFound.
    """
    locked = OpenMatch.objects.select_for_update(of=("self",)).select_related("batch").get(pk=item.pk)
    if locked.decision:
        raise AlreadyDecided
    target = target_of(locked.target)
    if decision in {Decision.SAME, Decision.SITE}:
        _check_subject(target, locked, subject_id, by)
    if decision is not Decision.SKIP:
        locked.result_id = _carry_out(locked, target, Forced(decision, subject_id), by=by, at=at, on=on, why=why)
    locked.decision, locked.decided_at, locked.decided_by_id, locked.why = decision, at, by.actor_id, why
    locked.save(update_fields=["decision", "decided_at", "decided_by", "why", "result_id"])
    StagedRow.objects.filter(batch_id=locked.batch_id, row_no=locked.row_no).delete()
    record(
        "imports.decide",
        by=by,
        subject=(SUBJECT_KIND, locked.pk),
        institution_id=locked.result_id,
        why=why,
        data={"decision": decision, "batch": locked.batch_id, "row": locked.row_no, "result": locked.result_id},
        at=at,
    )
    return locked


def _check_subject(target: ImportTarget, item: OpenMatch, subject_id: int | None, by: Viewer) -> None:
    if subject_id is None:
        raise DecisionNotPossible(field="subject")
    if subject_id not in item.subject_ids or not target.sides([subject_id], by):
        raise NotFound


def _carry_out(
    item: OpenMatch, target: ImportTarget, forced: Forced, *, by: Viewer, at: dt.datetime, on: dt.date, why: str
) -> int:
    with connection.cursor() as cursor:
        work = Work(
            cursor=cursor, batch=item.batch, by=by, at=at, on=on, row_nos=[item.row_no], forced=forced, writing=True
        )
        take_turns(work)
        decide_rows(work)
        faults = work.rows("select field, code, figures from import_fault order by 1, 2 limit 1")
        if faults:
            field, code, figures = faults[0]
            raise RowNotClean(problem=Message(_sentence(target, code).id, figures or {}), name=field)
        with pghistory.context(actor=by.actor_id, why=why or f"import {item.batch_id}"):
            target.merge(work)
        result = work.rows("select subject_id from import_match")[0][0]
    target.follow_up(slot=f"import:{item.batch_id}:{item.row_no}", by=by)
    return int(result)


def _sentence(target: ImportTarget, code: str) -> Message:
    return FAULTS.get(code) or target.faults[code]
