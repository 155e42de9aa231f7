"""Answering: rows are saved as far as they are, a sheet is pasted in, everything right is handed in.

A cell that cannot be read stays as it was typed and is named until it is put right. A cell with a person's number is
refused before anything is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from cixi_oversight.errors import Message, Problems, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services import deadlines
from institutions.enums.collections import OWED, CollectionState, PartVerb, Shape
from institutions.errors.collections import AnswerFinding, NotOpenForAnswers, SheetFault
from institutions.models import CollectionAnswer, CollectionPart, CollectionRow
from institutions.rules.collections.columns import ROWS_MAX, Fault
from institutions.rules.collections.sheet import PERSON, Form, Read, has_person, read_sheet
from institutions.services.collections.common import PART_SUBJECT, form_of, move_part
from institutions.services.words import day_of


@transaction.atomic
def save_rows(
    *,
    part: CollectionPart,
    typed: Mapping[int, Mapping[str, str]],
    removed: Sequence[int] = (),
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> CollectionPart:
    """Keep what was typed: by row number, by column. A new number is a new row, where rows are free; an empty new row
    is none. Raises NotOpenForAnswers, StaleVersion, and Problems of SheetFault: then nothing is kept.
    """
    row = _locked(part, expected_version)
    form = form_of(row.collection)
    _refuse_persons(form, typed)
    kept = {one.number: one for one in row.rows.all()}
    is_free = row.collection.shape == Shape.FREE
    for number, cells in sorted(typed.items()):
        values = {key: form.read(key, text) for key, text in cells.items() if key in form.columns}
        if number in kept:
            kept[number].values = {**kept[number].values, **values}
        elif is_free and any(value is not None for value in values.values()):
            kept[number] = CollectionRow(part=row, number=number, values=values)
    if is_free:
        kept = {number: one for number, one in kept.items() if number not in set(removed)}
    for one in kept.values():
        one.values = {key: value for key, value in one.values.items() if value is not None}
    _rewrite(row, form, list(kept.values()), by, at)
    return row


@transaction.atomic
def paste(
    *,
    part: CollectionPart,
    cells: Iterable[Sequence[str]],
    adds: bool,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> Read:
    """Take a sheet in. Rows by institution fill in what is asked for; free rows replace those there, or with `adds`
    come after them. Raises NotOpenForAnswers, StaleVersion, and Problems of SheetFault: then nothing is kept.
    """
    row = _locked(part, expected_version)
    form = form_of(row.collection)
    before = list(row.rows.select_related("institution"))
    by_institution = row.collection.shape == Shape.INSTITUTIONS
    read = read_sheet(form, cells, _known(before) if by_institution else None)
    if not read.faults and not by_institution and adds and len(before) + len(read.rows) > ROWS_MAX:
        too_long = Message(
            "The sheet has %(count)s rows; at most %(most)s fit.",
            {"count": len(before) + len(read.rows), "most": ROWS_MAX},
        )
        read.faults.append(Fault(too_long))
    if read.faults:
        raise Problems([SheetFault(fault=one.message, field="text", row=one.number) for one in read.faults])
    if by_institution:
        mine = {one.institution_id: one for one in before}
        for found in read.rows:
            mine[found.institution].values = {**mine[found.institution].values, **found.values}
        kept = before
    else:
        start = max((one.number for one in before), default=0) if adds else 0
        fresh = [
            CollectionRow(part=row, number=number, values=found.values)
            for number, found in enumerate(read.rows, start + 1)
        ]
        kept = [*before, *fresh] if adds else fresh
    _rewrite(row, form, kept, by, at)
    return read


def findings(part: CollectionPart, form: Form, *, most: int | None = None) -> list[AnswerFinding]:
    """What must be put right before the part can be handed in, by row and column; the first `most`."""
    found: list[AnswerFinding] = []
    for row in part.rows.all():
        for key, finding in form.findings(row.values):
            found.append(
                AnswerFinding(
                    field=f"r{row.number}-{key}",
                    row=row.number,
                    row_number=row.number,
                    name=form.columns[key].name,
                    finding=finding,
                )
            )
            if len(found) == most:
                return found
    return found


@transaction.atomic
def submit(*, part: CollectionPart, expected_version: int, by: Viewer, at: dt.datetime) -> CollectionPart:
    """Hand in what is there; the deadline stops, the answer is kept as it was.

    Raises NotOpenForAnswers, StaleVersion, Forbidden, and Problems of AnswerFinding.
    """
    row = _locked(part, expected_version)
    wrong = findings(row, form_of(row.collection))
    if wrong:
        raise Problems(wrong)
    CollectionAnswer.objects.create(
        part=row,
        number=row.answers.count() + 1,
        rows=[
            {"number": one.number, "institution": one.institution_id, "values": one.values} for one in row.rows.all()
        ],
        recorded_at=at,
        actor_id=by.actor_id,
    )
    move_part(row, PartVerb.SUBMIT, by=by, at=at, submitted_at=at, note="")
    deadlines.stop_deadline(
        subject=(PART_SUBJECT, row.pk),
        kind=DeadlineCode.COLLECTION_DUE,
        on=day_of(at),
        why="已报送",
        by=by,
        at=at,
    )
    return row


def is_open(part: CollectionPart) -> bool:
    return part.state in OWED and part.collection.state == CollectionState.SENT


def _locked(part: CollectionPart, expected_version: int) -> CollectionPart:
    rows = CollectionPart.objects.select_for_update(of=("self",)).select_related("collection")
    row: CollectionPart = rows.get(pk=part.pk)
    if not is_open(row):
        raise NotOpenForAnswers
    if row.version != expected_version:
        raise StaleVersion
    return row


def _refuse_persons(form: Form, typed: Mapping[int, Mapping[str, str]]) -> None:
    wrong = [
        SheetFault(
            field=f"r{number}-{key}",
            row=number,
            fault=Message(PERSON.id, {"row": number, "name": form.columns[key].name}),
        )
        for number, cells in sorted(typed.items())
        for key, text in cells.items()
        if key in form.columns and has_person(text)
    ]
    if wrong:
        raise Problems(wrong)


def _known(rows: Iterable[Any]) -> dict[str, int]:
    """By which words a sheet may name the institutions of a part."""
    found: dict[str, int] = {}
    for one in rows:
        if one.institution is not None:
            for word in (one.institution.name, one.institution.uscc, *one.institution.former_names):
                if word:
                    found.setdefault(word, one.institution_id)
    return found


def _rewrite(row: CollectionPart, form: Form, rows: Sequence[CollectionRow], by: Viewer, at: dt.datetime) -> None:
    """The rows as they are now, numbered from 1."""
    row.rows.all().delete()
    fresh = [
        CollectionRow(part=row, number=number, institution_id=one.institution_id, values=one.values)
        for number, one in enumerate(sorted(rows, key=lambda one: one.number), 1)
    ]
    CollectionRow.objects.bulk_create(fresh, batch_size=2000)
    row.rows_count = len(fresh)
    row.rows_done = sum(not form.findings(one.values) for one in fresh)
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["rows_count", "rows_done"])
