"""Handing work over between departments (签收): delivered, accepted, answered. One receipt for each party.

What a party does through the pages counts as well: accepting or reporting an assignment is its receipt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, PartyRole, ReceiptState, ReceiptVerb
from cixi_oversight.desk.errors import NotTheOwner
from cixi_oversight.desk.models import Assignment, AssignmentParty, Receipt, ReceiptTransition
from cixi_oversight.desk.models.assignment import own_parties
from cixi_oversight.desk.rules.receipts import RECEIPT
from cixi_oversight.desk.services.assignments import a_text, audit, locked, move
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.transitions import apply
from cixi_oversight.workflows import MoveMade

_BY_PAGE: Final = {AssignmentVerb.ACCEPT: ReceiptVerb.ACCEPT, AssignmentVerb.REPORT: ReceiptVerb.ANSWER}
_AT: Final = {ReceiptVerb.ACCEPT: "accepted_at", ReceiptVerb.ANSWER: "answered_at"}


def deliver(ids: Sequence[int], *, by: Viewer, at: dt.datetime) -> int:
    """The viewer's department or town has these assignments before its eyes; the first time is kept. Returns for how
    many it was the first."""
    new = [party for party in _own(ids, by).select_related("assignment") if not hasattr(party, "receipt")]
    if not new:
        return 0
    with transaction.atomic():
        rows = [
            Receipt(assignment_id=party.assignment_id, party=party, delivered_at=at, delivered_to_id=by.actor_id)
            for party in new
        ]
        Receipt.objects.bulk_create(rows, ignore_conflicts=True)
        for party in new:
            audit("deliver", party.assignment, by=by, at=at, data={"party": party.pk})
    return len(new)


@transaction.atomic
def answer(*, assignment: Assignment, verb: ReceiptVerb, by: Viewer, at: dt.datetime, text: str = "") -> Receipt:
    """Accept or answer on behalf of the viewer's department or town. Where that is the owner, accepting the receipt
    accepts the assignment too; reporting it done stays a step of its own.

    Raises NotFound, NotTheOwner (no party), WrongState, Forbidden, TextMissing, NumberInText.
    """
    row = locked(assignment, by=by)
    words = a_text(text, "answer") if verb is ReceiptVerb.ANSWER else ""
    deliver([row.pk], by=by, at=at)
    party = min(_own([row.pk], by), key=lambda one: (one.role != PartyRole.OWNER, one.pk), default=None)
    if party is None:
        raise NotTheOwner
    receipt = _apply(party.receipt, verb, words, by=by, at=at)
    audit(f"{verb}_receipt", row, by=by, at=at, data={"party": party.pk})
    is_accepting = verb is ReceiptVerb.ACCEPT and party.role == PartyRole.OWNER
    if is_accepting and row.state == AssignmentState.ASSIGNED:
        move(assignment=row, verb=AssignmentVerb.ACCEPT, by=by, why="", at=at)
    return receipt


def receipts_of(assignment: Assignment) -> dict[int, Receipt]:
    """By the party's id."""
    rows = Receipt.objects.filter(assignment=assignment).select_related("delivered_to")
    return {row.party_id: row for row in rows}


def note_step(made: MoveMade) -> None:
    """Called in the transaction of every step of an assignment: the owner's own steps are its receipt."""
    verb = _BY_PAGE.get(AssignmentVerb(made.move.verb))
    if verb is None or made.by.kind is ViewerKind.SYSTEM:
        return
    deliver([made.row.pk], by=made.by, at=made.at)
    for party in _own([made.row.pk], made.by).filter(role=PartyRole.OWNER):
        if any(move.verb == verb for move in RECEIPT.open_to(party.receipt.state, made.by)):
            _apply(party.receipt, verb, made.why, by=made.by, at=made.at)


def _apply(receipt: Receipt, verb: ReceiptVerb, words: str, *, by: Viewer, at: dt.datetime) -> Receipt:
    also: dict[str, Any] = {_AT[verb]: at}
    if verb is ReceiptVerb.ANSWER:
        also["answer"] = words
        if receipt.state == ReceiptState.DELIVERED:
            also["accepted_at"] = at
    apply(
        receipt,
        verb,
        workflow=RECEIPT,
        history=ReceiptTransition,
        owner="receipt",
        by=by,
        why=words,
        at=at,
        state_field="state",
        also=also,
    )
    return receipt


def _own(ids: Sequence[int], by: Viewer) -> Any:
    """Parties on whose behalf the viewer has them: departments and towns, not institutions."""
    rows = AssignmentParty.objects.current().filter(own_parties(by), assignment_id__in=ids, institution_id=None)
    return rows.select_related("receipt", "department", "town")
