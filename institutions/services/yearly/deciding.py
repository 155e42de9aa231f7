"""The bureau's part: conclusion, rectification, re-check; to decide anew, to take an institution out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.yearly import BatchState, Conclusion, YearlyState, YearlyVerb
from institutions.errors.yearly import FaultsFound, NotYetLate, RectifyInPast
from institutions.models import AnnualInspection
from institutions.rules.labels.yearly import CONCLUSION
from institutions.rules.yearly.papers import LEGAL_BASIS
from institutions.rules.yearly.workflow import NEVER_REPORTED
from institutions.services.words import day_of
from institutions.services.yearly import common, results
from institutions.services.yearly.checking import locked_many

VERB_OF: Final = {
    Conclusion.PASS: YearlyVerb.PASS,
    Conclusion.BASIC: YearlyVerb.BASIC,
    Conclusion.FAIL: YearlyVerb.FAIL,
}
_OPEN: Final = (DeadlineCode.ANNUAL_REPORT, DeadlineCode.ANNUAL_CHECK, DeadlineCode.ANNUAL_DECISION)
_NO_RECHECK: Final[dict[str, Any]] = {"recheck": "", "recheck_record": "", "rechecked_on": None}


@transaction.atomic
def decide(
    *,
    inspection: AnnualInspection,
    conclusion: Conclusion,
    grounds: str,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
    legal_basis: str = LEGAL_BASIS,
    demands: str = "",
    rectify_by: dt.date | None = None,
) -> AnnualInspection:
    """合格 (with grounds only where the first check found something); the other two with what to rectify by when.

    Raises WrongState, Forbidden, StaleVersion, ReasonMissing, NumberInText, FaultsFound, RectifyInPast, and NotYetLate
    for an institution that still has time to report.
    """
    row = common.locked(inspection, expected_version=expected_version)
    on, passes = day_of(at), conclusion is Conclusion.PASS
    verb = VERB_OF[conclusion]
    common.allowed(row, verb, by)
    text = common.a_text(grounds, "grounds", needed=not passes)
    if passes and row.faults and not text:
        raise FaultsFound(field="grounds")
    if row.state in NEVER_REPORTED and on <= row.batch.report_by:
        raise NotYetLate(day=row.batch.report_by.isoformat())
    also: dict[str, Any] = {
        "conclusion": conclusion.value,
        "grounds": text,
        "legal_basis": common.a_text(legal_basis, "legal_basis"),
        "decided_on": on,
        "demands": "",
        "rectify_by": None,
        **_NO_RECHECK,
    }
    if not passes:
        also |= {"demands": common.a_text(demands, "demands"), "rectify_by": _ahead(rectify_by, on)}
    common.move(row, verb, by=by, at=at, why=text, also=also)
    common.stop(row, *_OPEN, by=by, at=at)
    if row.rectify_by is not None:
        common.run_until(row, DeadlineCode.ANNUAL_RECTIFICATION, row.rectify_by, by=by, at=at)
    common.tell(row, "annual.decided", at, conclusion=CONCLUSION[conclusion])
    _published(row, by, at)
    return row


def passable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these, who waits for the decision without findings and doubts: what `pass_many` does at once."""
    return rows.filter(state=YearlyState.CHECKED, faults=[], doubts=[])


@transaction.atomic
def pass_many(*, ids: Collection[int], by: Viewer, at: dt.datetime) -> tuple[int, int]:
    """合格 for the ticked rows that wait for the decision without findings and without doubts.

    Answers how many were done and how many were left for a look one by one. Raises NothingTicked, Forbidden.
    """
    rows = locked_many(ids)
    done = [row for row in rows if row.state == YearlyState.CHECKED and not row.faults and not row.doubts]
    also = {
        "conclusion": Conclusion.PASS.value,
        "grounds": "",
        "legal_basis": LEGAL_BASIS,
        "decided_on": day_of(at),
        "demands": "",
        "rectify_by": None,
        **_NO_RECHECK,
    }
    common.move_many(done, YearlyVerb.PASS, by=by, at=at, also=also)
    common.stop_of([row.pk for row in done], *_OPEN, by=by, at=at)
    published = [row for row in done if row.batch.state == BatchState.PUBLISHED]
    if published:
        results.put_down(published, on=day_of(at), by=by, at=at)
    return len(done), len(rows) - len(done)


@transaction.atomic
def report_rectified(
    *, inspection: AnnualInspection, text: str, expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """The institution says what it has put right. Raises WrongState, Forbidden, ReasonMissing, NumberInText."""
    row = common.locked(inspection, expected_version=expected_version)
    also = {"rectification": common.a_text(text, "text"), "rectified_on": day_of(at)}
    common.move(row, YearlyVerb.REPORT_RECTIFIED, by=by, at=at, also=also)
    common.stop(row, DeadlineCode.ANNUAL_RECTIFICATION, by=by, at=at)
    return row


@transaction.atomic
def confirm(
    *,
    inspection: AnnualInspection,
    conclusion: Conclusion,
    record_text: str,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> AnnualInspection:
    """The re-check ends it: put right (合格 or 基本合格), or 不合格.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion, and NotYetLate where the institution still
    has time and has reported nothing.
    """
    row = common.locked(inspection, expected_version=expected_version)
    on = day_of(at)
    fails = conclusion is Conclusion.FAIL
    verb = YearlyVerb.FAIL_RECHECK if fails else YearlyVerb.CONFIRM
    common.allowed(row, verb, by)
    if row.state == YearlyState.RECTIFYING and row.rectify_by is not None and on <= row.rectify_by:
        raise NotYetLate(day=row.rectify_by.isoformat())
    text = common.a_text(record_text, "record_text")
    also = {"recheck": conclusion.value, "recheck_record": text, "rechecked_on": on}
    common.move(row, verb, by=by, at=at, why=text, also=also)
    common.stop(row, DeadlineCode.ANNUAL_RECTIFICATION, by=by, at=at)
    common.tell(row, "annual.decided", at, conclusion=CONCLUSION[conclusion])
    _published(row, by, at)
    return row


@transaction.atomic
def rectify_again(
    *,
    inspection: AnnualInspection,
    demands: str,
    rectify_by: dt.date,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> AnnualInspection:
    """The re-check found it not enough. Raises as `decide`."""
    row = common.locked(inspection, expected_version=expected_version)
    text = common.a_text(demands, "demands")
    also = {"demands": text, "rectify_by": _ahead(rectify_by, day_of(at))}
    common.move(row, YearlyVerb.AGAIN, by=by, at=at, why=text, also=also)
    common.run_until(row, DeadlineCode.ANNUAL_RECTIFICATION, rectify_by, by=by, at=at)
    common.tell(row, "annual.returned", at, why=text, due_on=rectify_by)
    return row


@transaction.atomic
def reopen(
    *, inspection: AnnualInspection, why: str, expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """The decision is to be taken anew, after an objection or a mistake; what was published stands until then.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion.
    """
    row = common.locked(inspection, expected_version=expected_version)
    reason = common.a_text(why, "why")
    common.move(row, YearlyVerb.REOPEN, by=by, at=at, why=reason)
    common.stop(row, DeadlineCode.ANNUAL_RECTIFICATION, by=by, at=at, why=reason)
    common.run_until(row, DeadlineCode.ANNUAL_DECISION, max(row.batch.decide_by, day_of(at)), by=by, at=at)
    return row


@transaction.atomic
def exempt(
    *, inspection: AnnualInspection, why: str, expected_version: int, by: Viewer, at: dt.datetime
) -> AnnualInspection:
    """Take it out: closed meanwhile, or another authority's. Raises as `reopen`."""
    row = common.locked(inspection, expected_version=expected_version)
    reason = common.a_text(why, "why")
    common.move(row, YearlyVerb.EXEMPT, by=by, at=at, why=reason)
    common.stop(
        row,
        *_OPEN,
        DeadlineCode.NONPROFIT_SUPERVISOR,
        DeadlineCode.NONPROFIT_REGISTRAR,
        by=by,
        at=at,
        why=reason,
    )
    return row


def _ahead(day: dt.date | None, on: dt.date) -> dt.date:
    if day is None or day <= on:
        raise RectifyInPast(field="rectify_by")
    return day


def _published(row: AnnualInspection, by: Viewer, at: dt.datetime) -> None:
    """What is decided after the publication is public at once."""
    if row.batch.state == BatchState.PUBLISHED:
        results.put_down([row], on=day_of(at), by=by, at=at)
