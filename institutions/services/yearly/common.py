"""What every step of an annual inspection shares: locking, moving by the table, the audit, deadlines, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.errors import Forbidden, ReasonMissing, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import deadlines
from cixi_oversight.transitions import apply
from cixi_oversight.workflows import may
from institutions.enums.yearly import BatchState, YearlyVerb
from institutions.errors.yearly import BatchClosed
from institutions.models import AnnualInspection, AnnualInspectionTransition
from institutions.rules.yearly.workflow import YEARLY
from institutions.services.words import clean, day_of

SUBJECT: Final = "annual_inspection"
BATCH_SUBJECT: Final = "annual_batch"
_DAY: Final = dt.timedelta(days=1)


def locked(inspection: AnnualInspection, *, expected_version: int | None = None) -> AnnualInspection:
    """The row, locked, with its batch and institution. Raises BatchClosed, StaleVersion."""
    rows = AnnualInspection.objects.select_for_update(of=("self",))
    row: AnnualInspection = rows.select_related("batch__county", "institution", "notice").get(pk=inspection.pk)
    if row.batch.state == BatchState.CANCELLED:
        raise BatchClosed
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    return row


def allowed(row: AnnualInspection, verb: YearlyVerb, by: Viewer) -> None:
    """Before anything is written. Raises WrongState, Forbidden."""
    if not may(YEARLY.move(row.state, verb), by):
        raise Forbidden


def a_text(text: str, field: str, *, needed: bool = True) -> str:
    """Raises ReasonMissing, NumberInText."""
    cleaned = without_numbers(clean(text), field=field)
    if needed and not cleaned:
        raise ReasonMissing(field=field)
    return cleaned


def move(
    row: AnnualInspection,
    verb: YearlyVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
) -> None:
    """By the table, with `also` written in the same statement. Raises WrongState, Forbidden, ReasonMissing."""
    apply(
        row,
        verb,
        workflow=YEARLY,
        history=AnnualInspectionTransition,
        owner="inspection",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    audit(row, by=by, at=at, why=why, data={"verb": verb, "state": row.state})


def move_many(
    rows: Sequence[AnnualInspection],
    verb: YearlyVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    also: Mapping[str, Any],
    why: str = "",
) -> None:
    """The same for rows that are locked already, by a fixed number of statements and one audit line a row."""
    records = []
    for row in rows:
        allowed(row, verb, by)
        source, target = row.state, YEARLY.move(row.state, verb).target
        for name, value in {"state": target, **also}.items():
            setattr(row, name, value)
        row.version, row.changed_at, row.changed_by_id = row.version + 1, at, by.actor_id
        records.append(
            AnnualInspectionTransition(
                inspection=row,
                verb=verb,
                source=source,
                target=target,
                why=why,
                effective_on=day_of(at),
                recorded_at=at,
                actor_id=by.actor_id,
            )
        )
    written = ["state", "version", "changed_at", "changed_by", *also]
    AnnualInspection.objects.bulk_update(rows, written, batch_size=500)
    AnnualInspectionTransition.objects.bulk_create(records, batch_size=1000)
    for row in rows:
        audit(row, by=by, at=at, why=why, data={"verb": verb, "state": row.state, "many": len(rows)})


def audit(row: AnnualInspection, *, by: Viewer, at: dt.datetime, data: Mapping[str, Any], why: str = "") -> None:
    record(
        "institutions.move_annual",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data=data,
        at=at,
    )


def run_until(row: AnnualInspection, kind: DeadlineCode, day: dt.date, *, by: Viewer, at: dt.datetime) -> None:
    """A deadline of this row until a day that is set by hand; one that was stopped before runs again."""
    started_on = min(day_of(at), day)
    if Deadline.objects.filter(subject_kind=SUBJECT, subject_id=row.pk, kind=kind).exists():
        deadlines.start_again(subject=(SUBJECT, row.pk), kind=kind, due_on=day, why="", by=by, at=at)
        return
    deadlines.start_deadline(
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        kind=kind,
        started_on=started_on,
        amount=(day - started_on).days,
        span=Span.CALENDAR_DAYS,
        by=by,
        at=at,
    )


def stop(row: AnnualInspection, *kinds: DeadlineCode, by: Viewer, at: dt.datetime, why: str = "") -> None:
    stop_of([row.pk], *kinds, by=by, at=at, why=why)


def stop_of(ids: Collection[int], *kinds: DeadlineCode, by: Viewer, at: dt.datetime, why: str = "") -> None:
    for kind in kinds:
        deadlines.stop_many(subject_kind=SUBJECT, ids=ids, kind=kind, on=day_of(at), why=why, by=by)


def tell(row: AnnualInspection, template: str, at: dt.datetime, **figures: Any) -> None:
    """The institution's owners, once a step."""
    messages.notify(
        template=template,
        to=recipients.members(row.institution_id),
        data={"title": row.batch.title, **figures},
        subject=(SUBJECT, row.pk),
        dedupe=f"{template}:{row.pk}:{row.version}",
        at=at,
        institution_id=row.institution_id,
    )
