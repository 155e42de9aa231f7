"""What is said about an assignment on its way: progress, reminders (催办), notices of the portal, more time (延期)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.desk.enums import AssignmentState, ExtensionState, NoteKind, Side, SourceKind
from cixi_oversight.desk.errors import ExtensionOpen, NoExtensionOpen, NotLater, NotRunning, NotTheOwner
from cixi_oversight.desk.models import Assignment, AssignmentExtension, AssignmentNote
from cixi_oversight.desk.models.assignment import NOTE_SUBJECT, SUBJECT, is_inside
from cixi_oversight.desk.rules.workflow import ENDED, OPEN
from cixi_oversight.desk.services import parties, telling
from cixi_oversight.desk.services.assignments import a_text, audit, locked
from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import deadlines

_WORKED_ON = frozenset({AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS})


@transaction.atomic
def note(
    *,
    assignment: Assignment,
    text: str,
    by: Viewer,
    at: dt.datetime,
    shown_outside: bool = False,
    file: UploadedFile[Any] | None = None,
) -> AssignmentNote:
    """How far it has come, by any party or the bureau, with a file. An institution's own note is always shown to it.

    Raises NotFound, NotRunning (closed or withdrawn), TextMissing, NumberInText, and what `uploads.store` raises, at
    `file`.
    """
    row = locked(assignment, by=by)
    if row.state in ENDED:
        raise NotRunning
    made = _write(row, NoteKind.PROGRESS, text, by=by, at=at, shown_outside=shown_outside or not is_inside(by))
    if file is not None:
        uploads.store(
            upload=file,
            purpose=Purpose.PROGRESS_NOTE,
            subject=(NOTE_SUBJECT, made.pk),
            institution_id=row.institution_id,
            by=by,
            at=at,
        )
    audit("note", row, by=by, at=at, data={"note": made.pk, "with_file": file is not None})
    return made


@transaction.atomic
def remind(*, assignment: Assignment, text: str, by: Viewer, at: dt.datetime) -> AssignmentNote:
    """Urge the owner and the co-owners. Raises NotFound, NotTheOwner, NotRunning, TextMissing, NumberInText."""
    row = locked(assignment, by=by)
    _on_behalf(Side.ISSUER, row, by)
    if row.state not in _WORKED_ON:
        raise NotRunning
    made = _write(row, NoteKind.REMINDER, text, by=by, at=at, shown_outside=True)
    audit("remind", row, by=by, at=at, data={"note": made.pk, "due_on": row.due_on.isoformat()})
    telling.reminded(row, made.pk, by=by, at=at)
    return made


@transaction.atomic
def ask_extension(
    *, assignment: Assignment, until: dt.date, why: str, by: Viewer, at: dt.datetime, version: int | None = None
) -> AssignmentExtension:
    """The owner asks for more time. Raises NotFound, StaleVersion, NotTheOwner, NotRunning, ExtensionOpen, NotLater,
    TextMissing, NumberInText."""
    row = locked(assignment, by=by, version=version)
    _on_behalf(Side.OWNER, row, by)
    if row.state not in _WORKED_ON:
        raise NotRunning
    if AssignmentExtension.objects.filter(assignment=row, state=ExtensionState.ASKED).exists():
        raise ExtensionOpen
    if until <= row.due_on:
        raise NotLater(field="until", day=row.due_on.isoformat())
    made = AssignmentExtension.objects.create(
        assignment=row,
        was_due_on=row.due_on,
        until=until,
        why=a_text(why, "why"),
        asked_at=at,
        asked_by_id=by.actor_id,
    )
    audit("ask_extension", row, by=by, at=at, why=made.why, data={"until": until.isoformat()})
    telling.asked_for_time(row, made, by=by, at=at)
    return made


@transaction.atomic
def decide_extension(
    *,
    assignment: Assignment,
    granted: bool,
    answer: str,
    by: Viewer,
    at: dt.datetime,
    version: int | None = None,
) -> AssignmentExtension:
    """The bureau grants what was asked, and the deadline moves; or refuses, with a reason.

    Raises NotFound, StaleVersion, NotTheOwner, NoExtensionOpen, ReasonMissing, NumberInText.
    """
    row = locked(assignment, by=by, version=version)
    _on_behalf(Side.ISSUER, row, by)
    asked = AssignmentExtension.objects.select_for_update().filter(assignment=row, state=ExtensionState.ASKED).first()
    if asked is None:
        raise NoExtensionOpen
    if not granted and not answer.strip():
        raise ReasonMissing(field="answer")
    said = a_text(answer, "answer") if answer.strip() else ""
    asked.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    asked.decided_at, asked.decided_by_id, asked.answer = at, by.actor_id, said
    asked.save(update_fields=["state", "decided_at", "decided_by", "answer"])
    if granted:
        _extend(row, asked, by=by, at=at)
    data = {"granted": granted, "until": asked.until.isoformat()}
    audit("decide_extension", row, by=by, at=at, why=said, data=data)
    if granted:
        telling.extended(row, why=asked.why, at=at)
    else:
        telling.refused_time(row, asked, by=by, at=at)
    return asked


def notice_about(*, source: SourceKind, institution_ids: Iterable[int], text: str, by: Viewer, at: dt.datetime) -> int:
    """The source of open assignments has changed: each gets a notice, in two statements. A person still closes them."""
    alive = sorted(OPEN | {AssignmentState.REPORTED})
    rows = Assignment.objects.filter(source_kind=source, institution_id__in=list(institution_ids), state__in=alive)
    notices = [
        AssignmentNote(assignment_id=pk, kind=NoteKind.NOTICE, text=text, recorded_at=at, recorded_by_id=by.actor_id)
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    ]
    AssignmentNote.objects.bulk_create(notices, batch_size=1_000)
    return len(notices)


def _extend(row: Assignment, asked: AssignmentExtension, *, by: Viewer, at: dt.datetime) -> None:
    deadline = Deadline.objects.get(subject_kind=SUBJECT, subject_id=row.pk, kind=DeadlineCode.ASSIGNMENT_DUE)
    deadlines.extend(deadline=deadline, on=at.date(), until=asked.until, why=asked.why, by=by, at=at)
    row.due_on = asked.until
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["due_on"])


def _on_behalf(side: Side, row: Assignment, by: Viewer) -> None:
    if side not in parties.sides(row, parties.current(row), by):
        raise NotTheOwner


def _write(
    row: Assignment, kind: NoteKind, text: str, *, by: Viewer, at: dt.datetime, shown_outside: bool
) -> AssignmentNote:
    return AssignmentNote.objects.create(
        assignment=row,
        kind=kind,
        text=a_text(text, "text"),
        shown_outside=shown_outside,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
