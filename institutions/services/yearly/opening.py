"""Open an annual inspection: a row for every institution of the scope, its days, and word to its owners."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.services import messages
from cixi_oversight.desk.services.messages import Note
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.policy.services.deadlines import Start
from cixi_oversight.users.models import County
from institutions.enums import Category, LegalForm, Status
from institutions.enums.yearly import BatchState, BatchVerb, YearlyState, YearlyVerb
from institutions.errors.yearly import BatchEmpty, StagesReversed, YearNotOver
from institutions.models import (
    AnnualBatch,
    AnnualBatchTransition,
    AnnualInspection,
    AnnualInspectionTransition,
    Institution,
    InstitutionMembership,
    InstitutionTransition,
)
from institutions.rules.yearly.days import Stages, nonprofit_days, stages
from institutions.services.words import clean, day_of
from institutions.services.yearly.common import BATCH_SUBJECT, SUBJECT

_INSPECTED: Final = (Status.OPERATING, Status.SUSPENDED, Status.CLOSING)


def suggested(county: County, on: dt.date) -> Stages:
    """The days of the stages, by the county's parameters. Raises ParameterNotSet."""

    def days(key: Key) -> int:
        return int(parameters.value(key, on=on, county=county))

    return stages(
        on,
        report_days=days(Key.ANNUAL_REPORT),
        check_days=days(Key.ANNUAL_CHECK),
        decision_days=days(Key.ANNUAL_DECISION),
    )


def in_scope(
    county: County, year: int, categories: Sequence[Category], legal_forms: Sequence[LegalForm]
) -> QuerySet[Institution]:
    """Who opened before the year was over, still teaches, and is in no batch of that year."""
    taken = AnnualInspection.objects.filter(institution=OuterRef("pk"), year=year).exclude(state=YearlyState.EXEMPT)
    opened = InstitutionTransition.objects.filter(institution=OuterRef("pk"), target=Status.OPERATING)
    late = opened.values("institution").annotate(first=Min("effective_on")).filter(first__gt=dt.date(year, 12, 31))
    rows = Institution.objects.filter(~Exists(taken), ~Exists(late), county=county, status__in=_INSPECTED)
    if categories:
        rows = rows.filter(category__in=categories)
    return rows.filter(legal_form__in=legal_forms) if legal_forms else rows


@transaction.atomic
def open_batch(
    *,
    county: County,
    year: int,
    title: str,
    categories: Sequence[Category],
    legal_forms: Sequence[LegalForm],
    days: Stages,
    by: Viewer,
    at: dt.datetime,
) -> AnnualBatch:
    """`year` is the year inspected; empty categories or legal forms mean all.

    Raises YearNotOver, StagesReversed, BatchEmpty.
    """
    on = day_of(at)
    _check(year, days, on)
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)  # two clicks take turns
    found = list(in_scope(county, year, categories, legal_forms).order_by("pk").values_list("pk", "legal_form"))
    if not found:
        raise BatchEmpty
    batch = AnnualBatch.objects.create(
        county=county,
        year=year,
        title=clean(title)[:80],
        categories=[one for one in Category if one in categories],
        legal_forms=[one for one in LegalForm if one in legal_forms],
        opened_on=on,
        report_by=days.report_by,
        check_by=days.check_by,
        decide_by=days.decide_by,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    rows = _enter(batch, [pk for pk, _ in found], by, at)
    nonprofit = {pk for pk, form in found if form == LegalForm.PRIVATE_NON_ENTERPRISE}
    _start_days(batch, rows, nonprofit, by, at)
    _record(batch, len(rows), by, at)
    _tell(batch, rows, at)
    return batch


def _check(year: int, days: Stages, on: dt.date) -> None:
    if year >= on.year:
        raise YearNotOver(field="year", year=year)
    order = [("report_by", on), ("check_by", days.report_by), ("decide_by", days.check_by)]
    for field, before in order:
        if getattr(days, field) < before:
            raise StagesReversed(field=field)


def _enter(batch: AnnualBatch, ids: Sequence[int], by: Viewer, at: dt.datetime) -> list[AnnualInspection]:
    rows = AnnualInspection.objects.bulk_create(
        [
            AnnualInspection(
                batch=batch,
                institution_id=pk,
                year=batch.year,
                created_at=at,
                created_by_id=by.actor_id,
                changed_at=at,
                changed_by_id=by.actor_id,
            )
            for pk in ids
        ],
        batch_size=1000,
    )
    AnnualInspectionTransition.objects.bulk_create(
        [
            AnnualInspectionTransition(
                inspection=row,
                verb=YearlyVerb.OPEN,
                source="",
                target=YearlyState.REPORTING,
                effective_on=day_of(at),
                recorded_at=at,
                actor_id=by.actor_id,
            )
            for row in rows
        ],
        batch_size=1000,
    )
    return rows


def _start_days(
    batch: AnnualBatch, rows: Sequence[AnnualInspection], nonprofit: set[int], by: Viewer, at: dt.datetime
) -> None:
    """The self-report by the batch's day; for non-profits the two days of the law, as far as they lie ahead."""
    to_supervisor, to_registrar = nonprofit_days(batch.year)
    own = [row for row in rows if row.institution_id in nonprofit]
    wanted = [
        (DeadlineCode.ANNUAL_REPORT, batch.report_by, rows),
        (DeadlineCode.NONPROFIT_SUPERVISOR, to_supervisor, own),
        (DeadlineCode.NONPROFIT_REGISTRAR, to_registrar, own),
    ]
    for kind, day, those in wanted:
        if those and day >= batch.opened_on:
            deadlines.start_many(
                subject_kind=SUBJECT,
                kind=kind,
                started_on=batch.opened_on,
                amount=(day - batch.opened_on).days,
                span=Span.CALENDAR_DAYS,
                starts=[Start(row.pk, row.institution_id) for row in those],
                by=by,
                at=at,
            )


def _record(batch: AnnualBatch, rows: int, by: Viewer, at: dt.datetime) -> None:
    AnnualBatchTransition.objects.create(
        batch=batch,
        verb=BatchVerb.OPEN,
        source="",
        target=BatchState.OPEN,
        effective_on=batch.opened_on,
        recorded_at=at,
        actor_id=by.actor_id,
    )
    data = {"year": batch.year, "rows": rows}
    record("institutions.open_annual_batch", by=by, subject=(BATCH_SUBJECT, batch.pk), data=data, at=at)


def _tell(batch: AnnualBatch, rows: Sequence[AnnualInspection], at: dt.datetime) -> None:
    owners = _owners([row.institution_id for row in rows], batch.opened_on)
    figures: dict[str, Any] = {"title": batch.title, "due_on": batch.report_by}
    messages.notify_all(
        [
            Note(
                "annual.opened",
                frozenset(owners[row.institution_id]),
                figures,
                (SUBJECT, row.pk),
                f"annual.opened:{row.pk}",
                row.institution_id,
            )
            for row in rows
            if row.institution_id in owners
        ],
        at=at,
    )


def _owners(ids: Sequence[int], on: dt.date) -> dict[int, set[int]]:
    """Open accounts of the owners, by institution, in one query."""
    held = InstitutionMembership.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)
    held = held.filter(institution__in=ids, role=Role.INSTITUTION_OWNER, user__is_active=True)
    found: dict[int, set[int]] = defaultdict(set)
    for institution_id, user_id in held.values_list("institution_id", "user_id"):
        found[institution_id].add(user_id)
    return found
