"""The town's part: return a self-report, or record the first check, for one or for all that were ticked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.policy.services.deadlines import Start
from institutions.enums.yearly import BatchState, CheckItem, YearlyState, YearlyVerb
from institutions.errors.yearly import NothingTicked
from institutions.models import AnnualInspection
from institutions.services.words import day_of
from institutions.services.yearly import common

RETURN_DAYS = dt.timedelta(days=5)  # at least, to put a returned self-report right


@transaction.atomic
def return_report(
    *, inspection: AnnualInspection, why: str, expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """Back to the institution with what is to be put right; its time is at least five days.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion.
    """
    row = common.locked(inspection, expected_version=expected_version)
    reason = common.a_text(why, "why")
    common.move(row, YearlyVerb.RETURN, by=by, at=at, why=reason)
    due = max(row.batch.report_by, day_of(at) + RETURN_DAYS)
    common.stop(row, DeadlineCode.ANNUAL_CHECK, by=by, at=at, why=reason)
    common.run_until(row, DeadlineCode.ANNUAL_REPORT, due, by=by, at=at)
    common.tell(row, "annual.returned", at, why=reason, due_on=due)
    return row


@transaction.atomic
def check(
    *,
    inspection: AnnualInspection,
    faults: Collection[CheckItem],
    opinion: str,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> AnnualInspection:
    """What the town found wanting (nothing: passed) and its opinion, which is needed where something was.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion.
    """
    row = common.locked(inspection, expected_version=expected_version)
    text = common.a_text(opinion, "opinion", needed=bool(faults))
    found = [item.value for item in CheckItem if item in faults]
    also = {"faults": found, "opinion": text, "checked_on": day_of(at)}
    common.move(row, YearlyVerb.CHECK, by=by, at=at, why=text, also=also)
    common.stop(row, DeadlineCode.ANNUAL_CHECK, by=by, at=at)
    common.run_until(row, DeadlineCode.ANNUAL_DECISION, max(row.batch.decide_by, day_of(at)), by=by, at=at)
    return row


def checkable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, who waits for the first check and raises no doubt: what `check_many` does at once."""
    return rows.filter(state=YearlyState.REPORTED, doubts=[])


@transaction.atomic
def check_many(*, ids: Collection[int], opinion: str, by: Viewer, at: dt.datetime) -> tuple[int, int]:
    """First check passed, nothing wanting, for the ticked rows that wait for it and raise no doubt.

    Answers how many were done and how many were left for a look one by one. `ids` are within the viewer's scope.
    Raises NothingTicked, Forbidden, NumberInText.
    """
    text = common.a_text(opinion, "opinion", needed=False)
    rows = locked_many(ids)
    done = [row for row in rows if row.state == YearlyState.REPORTED and not row.doubts]
    also = {"faults": [], "opinion": text, "checked_on": day_of(at)}
    common.move_many(done, YearlyVerb.CHECK, by=by, at=at, why=text, also=also)
    common.stop_of([row.pk for row in done], DeadlineCode.ANNUAL_CHECK, by=by, at=at)
    _start_decisions(done, by, at)
    return len(done), len(rows) - len(done)


def locked_many(ids: Collection[int]) -> list[AnnualInspection]:
    """In one order for everybody. Raises NothingTicked."""
    if not ids:
        raise NothingTicked
    rows = AnnualInspection.objects.filter(pk__in=ids).exclude(batch__state=BatchState.CANCELLED)
    return list(rows.select_for_update(of=("self",)).select_related("batch").order_by("pk"))


def _start_decisions(rows: Sequence[AnnualInspection], by: Viewer, at: dt.datetime) -> None:
    on = day_of(at)
    for batch in {row.batch_id: row.batch for row in rows}.values():
        deadlines.start_many(
            subject_kind=common.SUBJECT,
            kind=DeadlineCode.ANNUAL_DECISION,
            started_on=on,
            amount=max((batch.decide_by - on).days, 0),
            span=Span.CALENDAR_DAYS,
            starts=[Start(row.pk, row.institution_id) for row in rows if row.batch_id == batch.pk],
            by=by,
            at=at,
        )
