"""The complainant's link: made once and handed over, what it shows, the one remark that it takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Message, NotFound
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Key
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import parameters
from cixi_oversight.users.models import SignedLink
from cixi_oversight.users.services import links
from inspections.enums import Matter, Outcome, Stage
from inspections.errors import RemarkGiven, RemarkMissing
from inspections.models import Complaint, ComplaintRemark
from inspections.models.remark import REMARK_MAX
from inspections.rules import labels, tracking
from inspections.services.complaints import clean, lock

PURPOSE: Final = "track_complaint"
REPLACED: Final = "replaced by a new link"


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the link's page shows, and no more."""

    number: str
    institution: str
    matter: Message
    received_on: dt.date
    due_on: dt.date
    stage: Stage
    stands: Message
    next: Message
    ended: Message | None
    ended_on: dt.date | None
    remark: str
    remarked_at: dt.datetime | None


@transaction.atomic
def issue_link(*, complaint: Complaint, by: Viewer, at: dt.datetime) -> tuple[SignedLink, str]:
    """A new link and its token, told once. Links that were given out before open nothing from now on."""
    lock(complaint)
    subject = ("complaint", complaint.pk)
    links.revoke_all(subject=subject, purpose=PURPOSE, by=by, why=REPLACED, at=at)
    days = int(parameters.value(Key.TRACKING_DAYS, on=at.date(), county=complaint.institution.county_id))
    return links.make(
        subject=subject,
        purpose=PURPOSE,
        expires_at=clock.real_now() + dt.timedelta(days=days),
        institution_id=complaint.institution_id,
        by=by,
        at=at,
    )


def links_of(complaint: Complaint) -> list[SignedLink]:
    """Those given out, the newest first."""
    return list(SignedLink.objects.of("complaint", complaint.pk, purpose=PURPOSE))


def tracked(holder: Viewer, *, on: dt.date) -> Tracking:
    """What the holder's complaint looks like on a day. Raises NotFound for another kind of viewer or thing."""
    row = complaint_of(holder)
    due_on = (
        Deadline.objects.filter(subject_kind="complaint", subject_id=row.pk, kind=DeadlineCode.COMPLAINT_REPLY)
        .values_list("due_on", flat=True)
        .first()
    ) or row.due_on
    outcome = Outcome(row.outcome) if row.outcome else None
    stage = tracking.stage(is_valid=row.is_valid, outcome=outcome, is_late=due_on < on)
    remark = ComplaintRemark.objects.filter(recorded_by=holder.actor_id).first()
    return Tracking(
        number=row.number,
        institution=row.institution.name,
        matter=labels.MATTER[Matter(row.matter)],
        received_on=row.received_on,
        due_on=due_on,
        stage=stage,
        stands=tracking.STANDS[stage],
        next=tracking.NEXT[stage],
        ended=tracking.ENDED[outcome] if outcome else None,
        ended_on=row.resolved_on,
        remark=remark.text if remark else "",
        remarked_at=remark.recorded_at if remark else None,
    )


def complaint_of(holder: Viewer) -> Any:
    """Raises NotFound."""
    rows: Any = Complaint.objects.visible_to(holder) if holder.kind is ViewerKind.LINK else Complaint.objects.none()
    found = rows.with_decisions().select_related("institution").first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def add_remark(*, holder: Viewer, text: str, at: dt.datetime) -> ComplaintRemark:
    """What the complainant adds, once a link. Raises NotFound, RemarkMissing, NumberInText, RemarkGiven."""
    row = complaint_of(holder)
    said = clean(text)[:REMARK_MAX]
    if not said:
        raise RemarkMissing(field="text")
    without_numbers(said, field="text")
    try:
        with transaction.atomic():
            made: ComplaintRemark = ComplaintRemark.objects.create(
                complaint_id=row.pk,
                institution_id=row.institution_id,
                text=said,
                recorded_at=at,
                recorded_by_id=holder.actor_id,
            )
    except IntegrityError as error:
        if "complaint_remark_once_a_link" in str(error):
            raise RemarkGiven from error
        raise
    record(
        "inspections.add_remark",
        by=holder,
        subject=("complaint", row.pk),
        institution_id=row.institution_id,
        data={"row": made.pk},
        at=at,
    )
    return made
