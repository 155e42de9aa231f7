"""What is owed by when (应报), and that it was met."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.policy.services.backfill import bounds_of, without_deadline
from cixi_oversight.policy.services.extensions import Missing
from cixi_oversight.users.models import County
from institutions.enums import FilingKind, Status
from institutions.models import Filing, FilingDue, FilingMet, Institution
from institutions.models.filing import FILING_SUBJECT
from institutions.rules.filings.kinds import FORMS
from institutions.rules.periods import ASKED, DUE_DAYS, DUE_MONTHS, last_ended, next_period, period_of
from institutions.services.words import day_of

OWING: Final = (Status.OPERATING, Status.SUSPENDED, Status.CLOSING)
_DUE_KEY: Final = {
    FilingKind.FINANCIAL_STATEMENT: Key.STATEMENT_DUE,
    FilingKind.ENROLMENT_RETURN: Key.ENROLMENT_DUE,
    FilingKind.STAFF: Key.STAFF_CHECK_DUE,
    FilingKind.ANNUAL_REPORT: Key.ANNUAL_REPORT_DUE,
}
KIND: Final = {
    FilingKind.FINANCIAL_STATEMENT: DeadlineCode.STATEMENT_DUE,
    FilingKind.ENROLMENT_RETURN: DeadlineCode.ENROLMENT_DUE,
    FilingKind.STAFF: DeadlineCode.STAFF_CHECK_DUE,
    FilingKind.ANNUAL_REPORT: DeadlineCode.ANNUAL_REPORT_DUE,
}
# what is owed by a calendar, as far as it can be filed here
OWED: Final = tuple(kind for kind in KIND if kind in FORMS)
SUBJECT: Final = FILING_SUBJECT
# what meets a filing: id, institution_id, period, when it came in, since when it is known
_RECORDS: Final = {
    FilingKind.FINANCIAL_STATEMENT: (
        "select id, institution_id, quarter as period, submitted_at as came_in, recorded_at"
        " from institutions_financialstatement"
    ),
    FilingKind.ENROLMENT_RETURN: (
        "select id, institution_id, month as period, recorded_at as came_in, recorded_at"
        " from institutions_enrolmentreturn"
    ),
    FilingKind.ANNUAL_REPORT: (
        "select id, institution_id, year as period, recorded_at as came_in, recorded_at from institutions_annualreport"
    ),
    FilingKind.STAFF: (
        "select id, institution_id,"
        " date_trunc('year', submitted_at at time zone 'Asia/Shanghai')::date as period,"
        " submitted_at as came_in, decided_at as recorded_at"
        " from institutions_filing where kind = 'staff' and state in ('accepted', 'superseded')"
    ),
}


@transaction.atomic
def plan_filings(*, county: County, on: dt.date, by: Viewer, at: dt.datetime) -> int:
    """Enter what every living institution of the county owes for the quarter and the month that ended last before
    `on`, and what was filed early counts as met. Answers how many were entered; a second call enters none.

    An institution that opened after the period owes nothing for it. Who is asked only after the due day (entered late,
    or the portal stood still) has the same number of days from then: nobody is overdue with what was never asked for.
    """
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)  # two clicks take turns
    entered = 0
    for kind in OWED:
        entered += _enter(kind, county_id=county.pk, period=last_ended(kind, on), on=on, by=by, at=at)
    record(
        "institutions.plan_filings",
        by=by,
        subject=("county", county.pk),
        data={"on": on.isoformat(), "entered": entered},
        at=at,
    )
    return entered


def due_on(kind: FilingKind, period: dt.date, *, county_id: int) -> dt.date:
    """The day by which the filing of a period is due: the county's parameter, moved to a workday."""
    return _after(kind, next_period(kind, period) - dt.timedelta(days=1), period, county_id)


def due_days(kind: FilingKind, period: dt.date, *, county_id: int) -> int:
    """Days, or months (`span_of`), after the period: the county's parameter, or the bureau's usual number."""
    try:
        return int(parameters.value(_DUE_KEY[kind], on=next_period(kind, period), county=county_id))
    except ParameterNotSet:
        return (DUE_DAYS | DUE_MONTHS)[kind]


def span_of(kind: FilingKind) -> Span:
    """What `due_days` counts."""
    return Span.MONTHS if kind in DUE_MONTHS else Span.CALENDAR_DAYS


def _after(kind: FilingKind, started_on: dt.date, period: dt.date, county_id: int) -> dt.date:
    amount = due_days(kind, period, county_id=county_id)
    return deadlines.reckon(KIND[kind], started_on, amount=amount, span=span_of(kind)).day


def _due_if_asked(kind: FilingKind, period: dt.date, *, county_id: int, on: dt.date) -> dt.date:
    started_on = _started_on(kind, period, county_id=county_id, on=on)
    return _after(kind, started_on, period, county_id)


def _started_on(kind: FilingKind, period: dt.date, *, county_id: int, on: dt.date) -> dt.date:
    """The day that is not counted: the period's last, or `on` where it is asked for too late to be met."""
    late = on > due_on(kind, period, county_id=county_id)
    return on if late else next_period(kind, period) - dt.timedelta(days=1)


def _enter(kind: FilingKind, *, county_id: int, period: dt.date, on: dt.date, by: Viewer, at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into institutions_filingdue (institution_id, kind, period, due_on, recorded_at, recorded_by_id)
            select i.id, %(kind)s, %(period)s, %(due_on)s, %(at)s, %(by)s
              from institutions_institution i
             where i.county_id = %(county)s and i.status = any(%(owing)s)
               and (%(category)s is null or i.category = %(category)s)
               and not exists (select from institutions_filingdue d
                                where d.institution_id = i.id and d.kind = %(kind)s and d.period = %(period)s)
               and coalesce((select min(t.effective_on) from institutions_institutiontransition t
                              where t.institution_id = i.id and t.target = %(operating)s) < %(over)s, true)
            """,
            {
                "kind": kind,
                "period": period,
                "due_on": _due_if_asked(kind, period, county_id=county_id, on=on),
                "at": at,
                "by": by.actor_id,
                "county": county_id,
                "owing": list(OWING),
                "category": ASKED.get(kind),
                "operating": Status.OPERATING,
                "over": next_period(kind, period),
            },
        )
        entered = int(cursor.rowcount)
        _note_early(cursor, kind, county_id=county_id, period=period, by=by, at=at)
    if entered:
        _start_deadlines(kind, county_id=county_id, period=period, on=on, by=by, at=at)
    return entered


def _start_deadlines(
    kind: FilingKind, *, county_id: int, period: dt.date, on: dt.date, by: Viewer, at: dt.datetime
) -> None:
    """One for each filing entered now; what was filed early has ended its own."""
    met = FilingMet.objects.standing().filter(due=OuterRef("pk")).order_by("met_on").values("met_on")[:1]
    dues = FilingDue.objects.standing().filter(institution__county=county_id, kind=kind, period=period)
    entered = dues.filter(due_on=_due_if_asked(kind, period, county_id=county_id, on=on))
    rows = entered.annotate(came_on=Subquery(met)).values_list("pk", "institution_id", "came_on")
    deadlines.start_many(
        subject_kind=SUBJECT,
        kind=KIND[kind],
        started_on=_started_on(kind, period, county_id=county_id, on=on),
        amount=due_days(kind, period, county_id=county_id),
        span=span_of(kind),
        starts=[deadlines.Start(pk, institution_id, came_on) for pk, institution_id, came_on in rows],
        by=by,
        at=at,
    )


def _note_early(
    cursor: object, kind: FilingKind, *, county_id: int, period: dt.date, by: Viewer, at: dt.datetime
) -> None:
    """Filed before it was asked for: met on the day it came in."""
    cursor.execute(  # type: ignore[attr-defined]
        f"""
        insert into institutions_filingmet (due_id, institution_id, record_id, met_on, recorded_at, recorded_by_id)
        select distinct on (d.id) d.id, d.institution_id, r.id,
               (r.came_in at time zone 'Asia/Shanghai')::date, %(at)s, %(by)s
          from institutions_filingdue d
          join institutions_institution i on i.id = d.institution_id and i.county_id = %(county)s
          join ({_RECORDS[kind]}) r on r.institution_id = d.institution_id and r.period = d.period
         where d.kind = %(kind)s and d.period = %(period)s and r.recorded_at <= %(at)s
           and not exists (select from institutions_filingmet m where m.due_id = d.id)
         order by d.id, r.recorded_at, r.id
        """,  # noqa: S608 - names come from the table above
        {"at": at, "by": by.actor_id, "county": county_id, "kind": kind, "period": period},
    )


def note_met(
    *,
    institution: Institution,
    kind: FilingKind,
    period: dt.date,
    record_id: int,
    met_on: dt.date,
    by: Viewer,
    at: dt.datetime,
) -> None:
    """The first accepted record meets the due filing; a later correction does not meet it again."""
    dues = FilingDue.objects.standing().filter(institution=institution, kind=kind, period=period)
    for due in dues.exclude(pk__in=FilingMet.objects.standing().filter(institution=institution).values("due_id")):
        FilingMet.objects.create(
            due=due,
            institution=institution,
            record_id=record_id,
            met_on=met_on,
            recorded_at=at,
            recorded_by_id=by.actor_id,
        )
        deadlines.stop_deadline(subject=(SUBJECT, due.pk), kind=KIND[kind], on=met_on, why="", by=by, at=at)


def meet(*, filing: Filing, record_id: int, by: Viewer, at: dt.datetime) -> None:
    """An accepted filing meets what was due for its period; one without a period (people, checked every year) all that
    its kind still owes up to the year in which it was handed in."""
    kind = FilingKind(filing.kind)
    if kind not in KIND or filing.submitted_at is None:
        return
    met_on = day_of(filing.submitted_at)
    owed = FilingDue.objects.filter(institution=filing.institution_id, kind=kind).unmet()
    periods = owed.filter(period__lte=period_of(kind, met_on)).values_list("period", flat=True)
    for period in [filing.period] if filing.period else sorted(periods):
        note_met(
            institution=filing.institution,
            kind=kind,
            period=period,
            record_id=record_id,
            met_on=met_on,
            by=by,
            at=at,
        )


# --- for policy: filings that entered before there were deadlines ---


def lowest_and_highest_without() -> tuple[int, int] | None:
    """Bounds of the ids of filings without a deadline."""
    return bounds_of(without_deadline(FilingDue.objects.standing(), SUBJECT))


def without(low: int, high: int) -> list[Missing]:
    """Filings without a deadline with ids from `low` to `high`. One that was asked for late keeps its own beginning:
    its due day is later than the period's."""
    met = FilingMet.objects.standing().filter(due=OuterRef("pk")).order_by("met_on").values("met_on")[:1]
    rows = without_deadline(FilingDue.objects.standing().filter(pk__gte=low, pk__lte=high), SUBJECT)
    period_of = cache(_period_of)
    found = []
    for row in rows.annotate(came_on=Subquery(met), county_id=F("institution__county_id")):
        kind = FilingKind(row.kind)
        days, started_on, due = period_of(kind, row.period, row.county_id)
        asked_late = row.due_on > due
        found.append(
            Missing(
                subject_id=row.pk,
                institution_id=row.institution_id,
                kind=KIND[kind],
                started_on=day_of(row.recorded_at) if asked_late else started_on,
                amount=days,
                span=span_of(kind),
                due_on=row.due_on,
                stopped_on=row.came_on,
            )
        )
    return found


def _period_of(kind: FilingKind, period: dt.date, county_id: int) -> tuple[int, dt.date, dt.date]:
    """Days, the day that is not counted, and the due day of a filing that was asked for in time."""
    days = due_days(kind, period, county_id=county_id)
    return days, next_period(kind, period) - dt.timedelta(days=1), due_on(kind, period, county_id=county_id)
