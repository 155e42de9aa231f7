"""The table of a closing: opened, declared, checked. The moves are `rules.settlement`."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import Problems
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.transitions import apply
from institutions.enums.settlement import SettlementState, SettlementVerb
from institutions.errors.settlement import NotSettled
from institutions.models import CourseSettlement, Institution, SettlementTransition, UnfinishedCourse
from institutions.rules.settlement import SETTLEMENT, Course, all_missing
from institutions.services.words import clean, day_of, lock

SUBJECT: Final = "course_settlement"
COURSE: Final = "unfinished_course"


@transaction.atomic
def open_settlement(
    *, institution: Institution, by: Viewer, at: dt.datetime, case_id: int | None = None
) -> CourseSettlement:
    """Begin the table of a closing; the one that stands already is answered, and learns of its case."""
    row = lock(institution)
    known = CourseSettlement.objects.filter(institution=row).exclude(state=SettlementState.ABANDONED).first()
    if known is not None:
        if case_id is not None and known.case_id is None:
            known.case_id = case_id
            known.save_version(expected=known.version, by=by.actor_id, at=at, fields=["case_id"])
        return known
    made = CourseSettlement.objects.create(
        institution=row,
        case_id=case_id,
        opened_on=day_of(at),
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    SettlementTransition.objects.create(
        settlement=made,
        verb=SettlementVerb.OPEN,
        source="",
        target=SettlementState.OPEN,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    audit("open_settlement", made, by=by, at=at, data={"case": case_id})
    return made


@transaction.atomic
def move_settlement(
    *, settlement: CourseSettlement, verb: SettlementVerb, why: str, by: Viewer, at: dt.datetime
) -> CourseSettlement:
    """Declare that the rows are all there is and settled (none: that nothing was unfinished), check, return or drop.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, Problems of NotSettled.
    """
    row = CourseSettlement.objects.select_for_update(of=("self",)).get(pk=settlement.pk)
    SETTLEMENT.move(row.state, verb)
    reason = without_numbers(clean(why), field="why")
    if verb in (SettlementVerb.DECLARE, SettlementVerb.CONFIRM):
        lacking = all_missing(courses_of([row.pk]).get(row.pk, []))
        if lacking:
            raise Problems([NotSettled(what=one) for one in lacking])
    apply(
        row,
        verb,
        workflow=SETTLEMENT,
        history=SettlementTransition,
        owner="settlement",
        by=by,
        why=reason,
        at=at,
        state_field="state",
        also={"courses_complete": verb in (SettlementVerb.DECLARE, SettlementVerb.CONFIRM)},
    )
    audit("move_settlement", row, by=by, at=at, why=reason, data={"verb": verb, "state": row.state})
    return row


def courses_of(ids: list[int]) -> dict[int, list[Course]]:
    """The rows of many tables as the rule reads them: two queries."""
    rows = list(UnfinishedCourse.objects.filter(settlement__in=ids).order_by("pk"))
    files = uploads.of_many(COURSE, [row.pk for row in rows])
    found: dict[int, list[Course]] = {}
    for row in rows:
        found.setdefault(row.settlement_id, []).append(as_course(row, has_consents=bool(files.get(row.pk))))
    return found


def as_course(row: UnfinishedCourse, *, has_consents: bool) -> Course:
    return Course(
        name=row.course,
        students=row.students,
        unconsumed_fen=row.unconsumed_fen,
        method=row.method,
        is_settled=row.settled_on is not None,
        settled_fen=row.settled_fen or 0,
        has_receiver=row.receiver_id is not None,
        consents=row.consents,
        has_consents=has_consents,
    )


def audit(
    verb: str, row: CourseSettlement, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = ""
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )
