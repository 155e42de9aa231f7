"""Receiving a complaint, judging whether it is valid (认定有效), and closing it. Judgements are insert-only."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Length

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.outbox import emit
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.services import people
from cixi_oversight.personal.services.people import Values
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Key, Span, Unit
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.policy.services.backfill import bounds_of, without_deadline
from cixi_oversight.policy.services.extensions import Missing
from cixi_oversight.users.models import County
from inspections.enums import Channel, Matter, Outcome
from inspections.errors import (
    AmountNotPositive,
    BeforeReceipt,
    ChangedMeanwhile,
    ComplaintSetAside,
    DecidedInFuture,
    NotJudgedYet,
    ReceivedInFuture,
    ReferenceTaken,
    SameDecision,
)
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from inspections.rules.deadlines import ANSWER_DAYS, number_of, serial_of
from inspections.rules.decisions import contradicts, needs_judgement
from inspections.services.telling import tell_received
from institutions.models import Institution
from institutions.services.words import day_of


@transaction.atomic
def receive_complaint(
    *,
    institution: Institution,
    channel: Channel,
    matter: Matter,
    received_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    amount_fen: int | None = None,
    summary: str = "",
    complainant: Values | None = None,
    reference: str = "",
    machine: bool = False,
) -> Complaint:
    """Enter a complaint under the county's next number of the year; the numbers have no gaps. Who complained goes into
    the vault of personal data; the summary is written without names and phones. `reference` is the sender's own
    number, once for each sender; `machine` takes a person's values in their plain form only.

    Raises ReceivedInFuture, AmountNotPositive, NumberInText, ReferenceTaken, and what `people.enter_person` raises, at
    `complainant_…`.
    """
    if received_on > day_of(at):
        raise ReceivedInFuture(field="received_on", day=received_on.isoformat())
    if amount_fen is not None and amount_fen <= 0:
        raise AmountNotPositive(field="amount_fen")
    number = _next_number(institution.county_id, received_on.year)  # locks the county: two senders take turns
    _check_reference(reference, by)
    person = _complainant(institution, complainant, received_on, by=by, at=at, strict=machine)
    amount, span = _reply_time(received_on, institution.county_id)
    due = deadlines.reckon(DeadlineCode.COMPLAINT_REPLY, received_on, amount=amount, span=span)
    row = Complaint.objects.create(
        institution=institution,
        number=number,
        channel=channel,
        matter=matter,
        received_on=received_on,
        due_on=due.day,
        amount_fen=amount_fen,
        summary=without_numbers(clean(summary), field="summary"),
        complainant=person,
        reference=reference,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    if person is not None:
        people.belongs_to(person, row.pk)
    deadlines.start_deadline(
        subject=("complaint", row.pk),
        institution_id=institution.pk,
        kind=DeadlineCode.COMPLAINT_REPLY,
        started_on=received_on,
        amount=amount,
        span=span,
        due=due,
        by=by,
        at=at,
    )
    _audit("receive_complaint", row, by=by, at=at, data={"number": row.number})
    tell_received(row, at=at)
    _tell(EventKind.COMPLAINT_RECEIVED, row, at=at, number=row.number, matter=matter, due_on=row.due_on.isoformat())
    return row


@transaction.atomic
def judge_validity(
    *,
    complaint: Complaint,
    is_valid: bool,
    reason: str,
    by: Viewer,
    at: dt.datetime,
    decided_on: dt.date | None = None,
    supersedes: ComplaintValidity | None = None,
) -> ComplaintValidity:
    """Decide whether the complaint is valid. A changed judgement names the standing one in `supersedes`.

    Raises ReasonMissing, NumberInText, DecidedInFuture, BeforeReceipt, ChangedMeanwhile, SameDecision.
    """
    why, day = _checked(complaint, reason, decided_on, at, "decided_on")
    lock(complaint)
    standing = ComplaintValidity.objects.standing().filter(complaint=complaint).first()
    _check_standing(standing, supersedes)
    if standing is not None and standing.is_valid == is_valid:
        raise SameDecision(field="judgement")
    row: ComplaintValidity = _insert(
        ComplaintValidity, complaint, by, at, supersedes=supersedes, is_valid=is_valid, decided_on=day, reason=why
    )
    _audit("judge_validity", complaint, by=by, at=at, why=why, data={"row": row.pk, "is_valid": is_valid})
    _tell(EventKind.COMPLAINT_JUDGED, complaint, at=at, number=complaint.number, is_valid=is_valid)
    return row


@transaction.atomic
def resolve_complaint(
    *,
    complaint: Complaint,
    outcome: Outcome,
    reason: str,
    by: Viewer,
    at: dt.datetime,
    resolved_on: dt.date | None = None,
    supersedes: ComplaintResolution | None = None,
) -> ComplaintResolution:
    """Close the complaint. A corrected outcome names the standing one in `supersedes`.

    Raises ReasonMissing, NumberInText, DecidedInFuture, BeforeReceipt, ChangedMeanwhile, SameDecision, NotJudgedYet,
    ComplaintSetAside.
    """
    why, day = _checked(complaint, reason, resolved_on, at, "resolved_on")
    lock(complaint)
    standing = ComplaintResolution.objects.standing().filter(complaint=complaint).first()
    _check_standing(standing, supersedes)
    if standing is not None and (standing.outcome, standing.resolved_on) == (outcome, day):
        raise SameDecision(field="outcome")
    judged = ComplaintValidity.objects.standing().filter(complaint=complaint).first()
    if judged is None and needs_judgement(outcome):
        raise NotJudgedYet
    if contradicts(outcome, is_valid=judged.is_valid if judged else None):
        raise ComplaintSetAside(field="outcome")
    row: ComplaintResolution = _insert(
        ComplaintResolution, complaint, by, at, supersedes=supersedes, outcome=outcome, resolved_on=day, reason=why
    )
    deadlines.stop_deadline(
        subject=("complaint", complaint.pk), kind=DeadlineCode.COMPLAINT_REPLY, on=day, why=why, by=by, at=at
    )
    _audit("resolve_complaint", complaint, by=by, at=at, why=why, data={"row": row.pk, "outcome": outcome})
    _tell(EventKind.COMPLAINT_CLOSED, complaint, at=at, number=complaint.number, outcome=outcome)
    return row


def _check_reference(reference: str, by: Viewer) -> None:
    sent = Complaint.objects.filter(recorded_by_id=by.actor_id, reference=reference) if reference else None
    number = sent.values_list("number", flat=True).first() if sent is not None else None
    if number is not None:
        raise ReferenceTaken(field="reference", number=number)


def _complainant(
    institution: Institution, values: Values | None, received_on: dt.date, *, by: Viewer, at: dt.datetime, strict: bool
) -> Person | None:
    if not values or not any(values.values()):
        return None
    until = people.kept_until(Kind.COMPLAINANT, Field.PHONE, since=received_on, county_id=institution.county_id)
    return people.enter_person(
        kind=Kind.COMPLAINANT,
        subject_kind="complaint",
        subject_id=None,
        institution_id=institution.pk,
        values=values,
        retain_until=until,
        by=by,
        at=at,
        prefix="complainant_",
        strict=strict,
    )


def _reply_time(received_on: dt.date, county_id: int) -> tuple[int, Span]:
    """The county's time to answer; where none is in force, 15 calendar days."""
    try:
        row = parameters.in_force(Key.COMPLAINT_REPLY, on=received_on, county=county_id)
    except ParameterNotSet:
        return ANSWER_DAYS, Span.CALENDAR_DAYS
    return int(row.value), Span.WORKDAYS if row.unit == Unit.WORKDAYS else Span.CALENDAR_DAYS


def lowest_and_highest_without() -> tuple[int, int] | None:
    """Bounds of the ids of complaints without a deadline (they entered before there were any)."""
    return bounds_of(without_deadline(Complaint.objects.all(), "complaint"))


def without(low: int, high: int) -> list[Missing]:
    """Complaints without a deadline with ids from `low` to `high`; a closed one's has ended with it."""
    rows: Any = Complaint.objects.filter(pk__gte=low, pk__lte=high)
    rows = without_deadline(rows, "complaint").with_decisions().annotate(county_id=F("institution__county_id"))
    why = ComplaintResolution.objects.standing().filter(complaint=OuterRef("pk")).values("reason")[:1]
    reply_time = cache(_reply_time)
    found = []
    for row in rows.annotate(why=Subquery(why)):
        amount, span = reply_time(row.received_on, row.county_id)
        found.append(
            Missing(
                subject_id=row.pk,
                institution_id=row.institution_id,
                kind=DeadlineCode.COMPLAINT_REPLY,
                started_on=row.received_on,
                amount=amount,
                span=span,
                due_on=row.due_on,
                stopped_on=row.resolved_on,
                stopped_why=row.why or "",
            )
        )
    return found


def _next_number(county_id: int, year: int) -> str:
    county = County.objects.select_for_update(of=("self",)).get(pk=county_id)
    prefix = number_of(county.code, year, 0)[:-5]
    last = (
        Complaint.objects.filter(number__startswith=prefix)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return number_of(county.code, year, (serial_of(last) or 0 if last else 0) + 1)


def _checked(
    complaint: Complaint, reason: str, day: dt.date | None, at: dt.datetime, field: str
) -> tuple[str, dt.date]:
    why = clean(reason)
    if not why:
        raise ReasonMissing(field="reason")
    without_numbers(why, field="reason")
    decided = day or day_of(at)
    if decided > day_of(at):
        raise DecidedInFuture(field=field, day=decided.isoformat())
    if decided < complaint.received_on:
        raise BeforeReceipt(field=field, day=complaint.received_on.isoformat())
    return why, decided


def lock(complaint: Complaint) -> None:
    """Judgements of one complaint take turns at its institution: the complaint's own row is never locked or changed."""
    Institution.objects.select_for_update(of=("self",)).get(pk=complaint.institution_id)


def _check_standing(standing: Any, supersedes: Any) -> None:
    if (standing.pk if standing else None) != (supersedes.pk if supersedes else None):
        raise ChangedMeanwhile


def _insert(model: type[Any], complaint: Complaint, by: Viewer, at: dt.datetime, **values: Any) -> Any:
    try:
        with transaction.atomic():
            return model.objects.create(
                complaint=complaint,
                institution_id=complaint.institution_id,
                recorded_at=at,
                recorded_by_id=by.actor_id,
                **values,
            )
    except IntegrityError as error:
        if "superseded_once" in str(error):
            raise ChangedMeanwhile from error
        raise


def clean(text: str) -> str:
    """NFC, no control or direction characters, no blanks around."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return kept.strip()


def _tell(kind: EventKind, row: Complaint, *, at: dt.datetime, **data: Any) -> None:
    emit(
        kind,
        subject=("complaint", row.pk),
        public_id=row.public_id,
        institution_id=row.institution_id,
        county_id=row.institution.county_id,
        data=data,
        at=at,
    )


def _audit(
    verb: str, complaint: Complaint, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = ""
) -> None:
    record(
        f"inspections.{verb}",
        by=by,
        subject=("complaint", complaint.pk),
        institution_id=complaint.institution_id,
        why=why,
        data=data,
        at=at,
    )
