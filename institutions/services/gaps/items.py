"""One gap: evidence handed in, returned, closed, opened again. The table is `rules.gaps.workflow`."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import Purpose
from cixi_oversight.documents.services import uploads
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services import deadlines
from cixi_oversight.transitions import apply
from cixi_oversight.users.enums import DepartmentKind
from institutions.enums.gaps import GapListState, GapState, GapVerb
from institutions.errors.gaps import AnswerMissing, GapListNotOpen, NotTheReceiver
from institutions.models import GapItem, GapList, GapTransition
from institutions.rules.gaps.workflow import GAP
from institutions.services.gaps.lists import SUBJECT as LIST
from institutions.services.gaps.lists import finish
from institutions.services.words import a_reason, clean, day_of

SUBJECT: Final = "gap_item"


@transaction.atomic
def hand_in(*, item: GapItem, answer: str, files: list[UploadedFile[Any]], by: Viewer, at: dt.datetime) -> GapItem:
    """The institution says and shows how it meets the standard now; the receiver decides.

    Raises AnswerMissing, NumberInText, GapListNotOpen, WrongState, Forbidden, FileRefused and its kin.
    """
    row = _locked(item)
    GAP.move(row.state, GapVerb.HAND_IN)
    words = without_numbers(clean(answer), field="answer")
    if not words and not files:
        raise AnswerMissing(field="answer")
    for file in files:
        uploads.store(
            upload=file,
            purpose=Purpose.EVIDENCE,
            subject=(SUBJECT, row.pk),
            institution_id=row.institution_id,
            by=by,
            at=at,
            field="files",
        )
    _move(row, GapVerb.HAND_IN, why=words, by=by, at=at, also={"answer": words, "handed_in_on": day_of(at)})
    return row


@transaction.atomic
def close_gap(*, item: GapItem, why: str, by: Viewer, at: dt.datetime) -> GapItem:
    """The standard is met: `why` says what shows it. With the last gap the list is closed and the transition over.

    Raises ReasonMissing, NumberInText, GapListNotOpen, WrongState, Forbidden, NotTheReceiver.
    """
    row = _decided(item, GapVerb.CLOSE, why, by=by, at=at, also={"closed_on": day_of(at)})
    if not GapItem.objects.filter(gap_list=row.gap_list).exclude(state=GapState.CLOSED).exists():
        finish(row.gap_list, GapListState.CLOSED, why="", by=by, at=at)
    return row


@transaction.atomic
def return_gap(*, item: GapItem, why: str, by: Viewer, at: dt.datetime) -> GapItem:
    """What was handed in does not show it. Raises as `close_gap`."""
    return _decided(item, GapVerb.RETURN, why, by=by, at=at, also={})


@transaction.atomic
def reopen_gap(*, item: GapItem, why: str, by: Viewer, at: dt.datetime) -> GapItem:
    """It was closed by mistake, or the standard is not met any more; the transition ends on the day it always did.

    Raises as `close_gap`, but an institution whose list is closed may be asked again.
    """
    row = _locked(item, closed_too=True)
    listed = row.gap_list
    reason = _reason(why)
    _of_receiver(row, by)
    _move(row, GapVerb.REOPEN, why=reason, by=by, at=at, also={"closed_on": None})
    if listed.state == GapListState.CLOSED:
        listed.state, listed.ended_on = GapListState.OPEN, None
        listed.save_version(expected=listed.version, by=by.actor_id, at=at, fields=["state", "ended_on"])
        deadlines.start_again(
            subject=(LIST, listed.pk), kind=DeadlineCode.GAP_TRANSITION, due_on=listed.due_on, why=reason, by=by, at=at
        )
    return row


def may_decide(gap_list: GapList, viewer: Viewer) -> bool:
    """Whether the viewer's department received it. Of a list that nobody received, and of one that the education
    bureau received, the bureau's own decide; the roles are the table's matter."""
    if viewer.kind is ViewerKind.SYSTEM:
        return True
    receiver = gap_list.receiver
    if receiver is None or receiver.kind == DepartmentKind.EDUCATION:
        return bool(viewer.roles & {Role.SECTION_CHIEF, Role.REGISTRAR})
    return receiver.pk in viewer.department_ids and Role.DEPARTMENT_OFFICER in viewer.roles


def _decided(item: GapItem, verb: GapVerb, why: str, *, by: Viewer, at: dt.datetime, also: dict[str, Any]) -> GapItem:
    row = _locked(item)
    reason = _reason(why)
    GAP.move(row.state, verb)
    _of_receiver(row, by)
    _move(row, verb, why=reason, by=by, at=at, also=also)
    return row


def _of_receiver(row: GapItem, by: Viewer) -> None:
    if not may_decide(row.gap_list, by):
        receiver = row.gap_list.receiver
        raise NotTheReceiver(receiver=receiver.name if receiver else "")


def _reason(why: str) -> str:
    return without_numbers(a_reason(why), field="why")


def _locked(item: GapItem, *, closed_too: bool = False) -> GapItem:
    """The list first, then its item: two who close the last two gaps take turns."""
    listed = GapList.objects.select_for_update(of=("self",)).select_related("receiver").get(pk=item.gap_list_id)
    if listed.state != GapListState.OPEN and not (closed_too and listed.state == GapListState.CLOSED):
        raise GapListNotOpen
    row = GapItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    row.gap_list = listed
    return row


def _move(row: GapItem, verb: GapVerb, *, why: str, by: Viewer, at: dt.datetime, also: dict[str, Any]) -> None:
    apply(
        row,
        verb,
        workflow=GAP,
        history=GapTransition,
        owner="item",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    record(
        "institutions.move_gap",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"verb": verb, "key": row.key, "state": row.state, "list": row.gap_list_id},
        at=at,
    )
