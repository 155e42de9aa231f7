"""Monthly return of students and of prepaid fees not yet consumed (在读学员、预收未消费余额)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.permissions import Viewer
from institutions.enums import FilingKind
from institutions.errors import DateInFuture, NotAPeriod
from institutions.models import EnrolmentReturn, Institution
from institutions.rules.periods import is_period
from institutions.services.filings.dues import note_met
from institutions.services.records.common import check_same, check_supersedes, insert
from institutions.services.words import COUNT_MAX, clean, day_of, lock, within

KIND = FilingKind.ENROLMENT_RETURN


@transaction.atomic
def record_enrolment(
    *,
    institution: Institution,
    by: Viewer,
    at: dt.datetime,
    month: dt.date,
    students: int,
    prepaid_balance_fen: int | None = None,
    submitted_at: dt.datetime | None = None,
    supersedes: EnrolmentReturn | None = None,
    why: str = "",
) -> EnrolmentReturn:
    """`month` is its first day; the running month may be returned already. Meets the filing due for the month, on the
    day on which it was handed in.

    Raises NotAPeriod, DateInFuture, NegativeFigure, FigureTooLarge, AlreadyRecorded, NotStanding, OtherRecord.
    """
    if not is_period(KIND, month):
        raise NotAPeriod(field="month", day=month.isoformat())
    if month > day_of(at):
        raise DateInFuture(field="month", day=month.isoformat())
    within(students, "students", top=COUNT_MAX)
    within(prepaid_balance_fen, "prepaid_balance_fen")
    locked = lock(institution)
    check_supersedes(EnrolmentReturn, locked, supersedes, {"month": month})
    check_same(supersedes, {"month": month})
    row = insert(
        EnrolmentReturn,
        kind="enrolment",
        institution=locked,
        by=by,
        at=at,
        supersedes=supersedes,
        why=clean(why),
        values={"month": month, "students": students, "prepaid_balance_fen": prepaid_balance_fen},
    )
    note_met(
        institution=locked, kind=KIND, period=month, record_id=row.pk, met_on=day_of(submitted_at or at), by=by, at=at
    )
    return row
