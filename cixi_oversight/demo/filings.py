"""What was due and what came in: monthly returns of students, quarterly statements, each when it was entered."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.demo.deadlines import stopped
from cixi_oversight.demo.figures import accounts_of, prepaid_in, students_in
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.register import Writer, entered_on
from cixi_oversight.demo.sizes import add_months
from cixi_oversight.demo.troubles import Kind, Noise
from cixi_oversight.policy.models import Deadline
from institutions.enums import FilingKind
from institutions.models import EnrolmentReturn, FilingDue, FilingMet, FinancialStatement
from institutions.rules.periods import next_period
from institutions.services.filings.dues import SUBJECT

FUNDS_OFFICER: Final = "funds"
_DAY: Final = dt.timedelta(days=1)
BASELINE: Final = 4  # returns that an institution brings along when its facts come at last


def write_filings(writer: Writer, profile: Profile) -> None:
    draw = writer.chance.stream("filings", profile.number)
    for month in writer.plan.months():
        _write_return(writer, draw, profile, month)
    for quarter in writer.plan.quarters():
        _write_statement(writer, draw, profile, quarter)


def _write_return(writer: Writer, draw: random.Random, profile: Profile, month: dt.date) -> None:
    usual = _return_came_on(draw, profile, month)
    students = students_in(profile, month, draw)
    prepaid_fen = prepaid_in(profile, month, students, draw)
    came, owed = _since_received(writer, profile, FilingKind.ENROLMENT_RETURN, month, usual)
    due_id = _write_due(writer, profile, FilingKind.ENROLMENT_RETURN, month, came) if owed else None
    if came is None or came > writer.plan.last_day:
        return
    recorded = writer.record(FUNDS_OFFICER, came, draw.randint(9, 16), draw.randint(0, 59))
    record_id = writer.sheets.add(
        EnrolmentReturn,
        institution_id=profile.pk,
        month=month,
        students=students,
        prepaid_balance_fen=prepaid_fen,
        **recorded,
    )
    if due_id is not None:
        _write_met(writer, due_id, record_id, came, {"institution_id": profile.pk, **recorded})


def _return_came_on(draw: random.Random, profile: Profile, month: dt.date) -> dt.date:
    """In the first half of the next month; on the very day where a trouble begins or ends with it."""
    came = add_months(month, 1).replace(day=draw.randint(2, 9))
    came += _a_little_late(draw, profile)
    for kind in (Kind.ENROLMENT_FALL, Kind.HOARDING):
        trouble = profile.trouble(kind)
        for day in (trouble.start, trouble.end) if trouble else ():
            if day is not None and add_months(month, 1) == day.replace(day=1):
                came = day
    return came


def _a_little_late(draw: random.Random, profile: Profile) -> dt.timedelta:
    share = 25 if profile.noise is Noise.LATE_FILER else 2
    return draw.randint(8, 17) * _DAY if draw.randint(1, 100) <= share else 0 * _DAY


def _write_statement(writer: Writer, draw: random.Random, profile: Profile, quarter: dt.date) -> None:
    due = writer.deadlines.of_filing(FilingKind.FINANCIAL_STATEMENT, quarter)
    usual = _statement_came_on(draw, profile, quarter)
    accounts = accounts_of(profile, quarter, usual, draw)
    late = profile.trouble(Kind.LATE_STATEMENT)
    came: dt.date | None = usual
    if late is not None and due >= _last_due_before(writer, late.start) and (late.end is None or due < late.end):
        came = late.end
    came, owed = _since_received(writer, profile, FilingKind.FINANCIAL_STATEMENT, quarter, came)
    due_id = _write_due(writer, profile, FilingKind.FINANCIAL_STATEMENT, quarter, came) if owed else None
    if came is None or came > writer.plan.last_day:
        return
    accepted_hour, accepted_minute = draw.randint(9, 16), draw.randint(0, 59)
    recorded = writer.record(FUNDS_OFFICER, came, accepted_hour, accepted_minute)
    record_id = writer.sheets.add(
        FinancialStatement,
        institution_id=profile.pk,
        quarter=quarter,
        current_assets_fen=accounts.current_assets_fen,
        current_liabilities_fen=accounts.current_liabilities_fen,
        contract_liabilities_fen=accounts.contract_liabilities_fen,
        net_assets_fen=accounts.net_assets_fen,
        revenue_fen=accounts.revenue_fen,
        net_profit_fen=accounts.net_profit_fen,
        submitted_at=clock.at(came - draw.randint(0, 2) * _DAY, 8, draw.randint(0, 59)),
        accepted_at=clock.at(came, accepted_hour, accepted_minute),
        **recorded,
    )
    if due_id is not None:
        _write_met(writer, due_id, record_id, came, {"institution_id": profile.pk, **recorded})


def _statement_came_on(draw: random.Random, profile: Profile, quarter: dt.date) -> dt.date:
    came = next_period(FilingKind.FINANCIAL_STATEMENT, quarter).replace(day=draw.randint(4, 13))
    came += _a_little_late(draw, profile)
    for kind in (Kind.ILLIQUID, Kind.INSOLVENT):
        trouble = profile.trouble(kind)
        if trouble and next_period(FilingKind.FINANCIAL_STATEMENT, quarter) == trouble.start.replace(day=1):
            came = trouble.start
    return came


def _last_due_before(writer: Writer, day: dt.date) -> dt.date:
    dues = [writer.deadlines.of_filing(FilingKind.FINANCIAL_STATEMENT, each) for each in writer.plan.quarters()]
    return max((due for due in dues if due <= day), default=dues[0])


def _since_received(
    writer: Writer, profile: Profile, kind: FilingKind, period: dt.date, came: dt.date | None
) -> tuple[dt.date | None, bool]:
    """When it came and whether it was owed. An institution taken over late owes what falls due after its facts came;
    of the time before it brings the last figures along."""
    received = profile.trouble(Kind.NO_FACTS)
    if received is None:
        return came, next_period(kind, period) > entered_on(profile)
    end = received.end
    if end is None:
        return None, False
    owed = next_period(kind, period) > end
    back = BASELINE if kind is FilingKind.ENROLMENT_RETURN else 1
    periods = writer.plan.months() if kind is FilingKind.ENROLMENT_RETURN else writer.plan.quarters()
    known = [each for each in periods if next_period(kind, each) <= end]
    if owed:
        return came, True
    return (end if period in known[-back:] else None), False


def _write_due(writer: Writer, profile: Profile, kind: FilingKind, period: dt.date, came: dt.date | None) -> int:
    """Planned on the first day after the period, with its deadline, which ends on the day the filing `came`."""
    due = writer.deadlines.of_filing(kind, period)
    planned = writer.record(FUNDS_OFFICER, next_period(kind, period), 1)
    due_id = writer.sheets.add(FilingDue, institution_id=profile.pk, kind=kind, period=period, due_on=due, **planned)
    writer.sheets.add(
        Deadline,
        subject_kind=SUBJECT,
        subject_id=due_id,
        institution_id=profile.pk,
        **writer.deadlines.columns_of_filing(kind, period),
        **stopped(came if came and came <= writer.plan.last_day else None, writer.actors[FUNDS_OFFICER]),
        **planned,
    )
    return due_id


def _write_met(writer: Writer, due_id: int, record_id: int, came: dt.date, recorded: dict[str, Any]) -> None:
    writer.sheets.add(FilingMet, due_id=due_id, record_id=record_id, met_on=came, **recorded)
