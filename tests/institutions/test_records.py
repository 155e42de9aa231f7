"""Permits, registrations, statements, returns, policies: insert-only, superseding, and what they refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Viewer
from institutions.enums import InsuranceKind, RegistrationKind
from institutions.errors import (
    AlreadyRecorded,
    DateInFuture,
    DatesReversed,
    FigureTooLarge,
    NegativeFigure,
    NotAPeriod,
    NotStanding,
    OtherRecord,
    PartAboveWhole,
    PeriodNotOver,
)
from institutions.models import FinancialStatement, Institution, Permit
from institutions.services.records import (
    record_enrolment,
    record_insurance,
    record_permit,
    record_registration,
    record_statement,
)

from .conftest import AT, ON

DAY = dt.timedelta(days=1)
Q3 = dt.date(2026, 7, 1)
Write = Callable[..., Any]


@pytest.fixture
def write(institution: Institution, by: Viewer) -> Callable[[Write], Write]:
    """A valid record of each kind; a test changes what it is about."""
    valid: dict[Write, dict[str, Any]] = {
        record_permit: {"number": "教民133028270001234号", "issued_on": dt.date(2024, 1, 5)},
        record_registration: {
            "kind": RegistrationKind.BUSINESS,
            "number": "9133",
            "registered_capital_fen": 50_000_000,
        },
        record_statement: {
            "quarter": Q3,
            "current_assets_fen": 100,
            "current_liabilities_fen": 80,
            "contract_liabilities_fen": 60,
            "net_assets_fen": -5,
            "revenue_fen": 30,
            "net_profit_fen": -1,
        },
        record_enrolment: {"month": dt.date(2026, 10, 1), "students": 65, "prepaid_balance_fen": 9_750_000},
        record_insurance: {
            "kind": InsuranceKind.PREMISES_LIABILITY,
            "from_on": dt.date(2026, 1, 1),
            "to_on": dt.date(2026, 12, 31),
            "number": "P1",
        },
    }

    def of(service: Write) -> Write:
        def record(**changed: Any) -> Any:
            return service(**({"institution": institution, "by": by, "at": AT} | valid[service] | changed))

        return record

    return of


KINDS = [record_permit, record_registration, record_statement, record_enrolment, record_insurance]


@pytest.mark.parametrize("service", KINDS)
def test_a_record_is_audited_and_stands(service: Write, write: Callable[[Write], Write]) -> None:
    row = write(service)()
    assert type(row).objects.standing().get() == row
    assert (row.recorded_at, row.public_id != "") == (AT, True)
    event = Event.objects.get(verb__startswith="institutions.record_")
    assert (event.subject_id, event.institution_id) == (row.pk, row.institution_id)


@pytest.mark.parametrize("service", KINDS)
def test_the_same_paper_twice_is_one_record(service: Write, write: Callable[[Write], Write]) -> None:
    first = write(service)()
    with pytest.raises(AlreadyRecorded):
        write(service)()
    second = write(service)(supersedes=first)
    assert list(type(first).objects.standing()) == [second]
    assert set(type(first).objects.as_of(AT)) == {second}
    third = write(service)(supersedes=second, at=AT + DAY)
    assert list(type(first).objects.as_of(AT)) == [second]
    assert list(type(first).objects.standing()) == [third]


@pytest.mark.parametrize("service", KINDS)
def test_only_the_standing_row_can_be_superseded(service: Write, write: Callable[[Write], Write]) -> None:
    first = write(service)()
    write(service)(supersedes=first)
    with pytest.raises(NotStanding):
        write(service)(supersedes=first)


@pytest.mark.parametrize("service", KINDS)
def test_a_row_of_another_institution_cannot_be_superseded(
    service: Write, write: Callable[[Write], Write], make: Callable[..., Institution]
) -> None:
    foreign = write(service)(institution=make("另一家"))
    with pytest.raises(OtherRecord):
        write(service)(supersedes=foreign)


@pytest.mark.parametrize(
    ("service", "other"),
    [
        (record_registration, {"kind": RegistrationKind.PRIVATE_NON_ENTERPRISE}),
        (record_statement, {"quarter": dt.date(2026, 4, 1)}),
        (record_enrolment, {"month": dt.date(2026, 9, 1)}),
        (record_insurance, {"kind": InsuranceKind.STUDENT_COVER}),
    ],
)
def test_a_correction_keeps_kind_and_period(
    service: Write, other: dict[str, Any], write: Callable[[Write], Write]
) -> None:
    first = write(service)()
    with pytest.raises(OtherRecord):
        write(service)(supersedes=first, **other)
    assert write(service)(**other).supersedes_id is None


@pytest.mark.parametrize(
    ("service", "changed", "refusal"),
    [
        (record_permit, {"issued_on": ON + DAY}, DateInFuture),
        (record_permit, {"expires_on": dt.date(2024, 1, 4)}, DatesReversed),
        (record_registration, {"registered_capital_fen": -1}, NegativeFigure),
        (record_registration, {"registered_capital_fen": 10**15 + 1}, FigureTooLarge),
        (record_registration, {"registered_on": ON + DAY}, DateInFuture),
        (record_statement, {"quarter": dt.date(2026, 8, 1)}, NotAPeriod),
        (record_statement, {"quarter": dt.date(2026, 10, 1)}, PeriodNotOver),
        (record_statement, {"contract_liabilities_fen": 81}, PartAboveWhole),
        (record_statement, {"revenue_fen": -1}, NegativeFigure),
        (record_statement, {"net_assets_fen": -(10**15) - 1}, FigureTooLarge),
        (record_statement, {"accepted_at": AT + DAY}, DatesReversed),
        (record_statement, {"submitted_at": AT, "accepted_at": AT - DAY}, DatesReversed),
        (record_enrolment, {"month": dt.date(2026, 10, 2)}, NotAPeriod),
        (record_enrolment, {"month": dt.date(2026, 12, 1)}, DateInFuture),
        (record_enrolment, {"students": -1}, NegativeFigure),
        (record_enrolment, {"students": 1_000_001}, FigureTooLarge),
        (record_enrolment, {"prepaid_balance_fen": -1}, NegativeFigure),
        (record_insurance, {"to_on": dt.date(2025, 12, 31)}, DatesReversed),
        (record_insurance, {"limit_fen": -1}, NegativeFigure),
    ],
)
def test_one_broken_condition_each(
    service: Write, changed: dict[str, Any], refusal: type[Exception], write: Callable[[Write], Write]
) -> None:
    with pytest.raises(refusal):
        write(service)(**changed)
    assert not Event.objects.filter(verb__startswith="institutions.record_").exists()


def test_at_the_limits_it_is_accepted(write: Callable[[Write], Write]) -> None:
    write(record_permit)(expires_on=dt.date(2024, 1, 5), issued_on=dt.date(2024, 1, 5))
    write(record_statement)(contract_liabilities_fen=80, net_assets_fen=-(10**15))
    write(record_enrolment)(month=dt.date(2026, 11, 1), students=0, prepaid_balance_fen=None)
    write(record_insurance)(to_on=dt.date(2026, 1, 1))
    write(record_registration)(registered_capital_fen=0)


def test_a_quarter_can_be_filed_from_the_day_it_is_over(write: Callable[[Write], Write]) -> None:
    q4, first_day = dt.date(2026, 10, 1), AT.replace(year=2027, month=1, day=1)
    with pytest.raises(PeriodNotOver):
        write(record_statement)(quarter=q4, at=first_day - DAY)
    assert write(record_statement)(quarter=q4, at=first_day).pk


def test_a_permit_without_end_has_no_end_date(write: Callable[[Write], Write]) -> None:
    row = write(record_permit)(is_open_ended=True, expires_on=dt.date(2030, 1, 1))
    assert (row.expires_on, row.is_open_ended) == (None, True)


def test_several_permits_have_different_numbers(write: Callable[[Write], Write]) -> None:
    write(record_permit)()
    second = write(record_permit)(number="教民133028270009999号")
    second.refresh_from_db()
    assert second.number_digits == "133028270009999"
    assert Permit.objects.standing().count() == 2


def test_the_application_cannot_change_or_delete_what_is_recorded(write: Callable[[Write], Write]) -> None:
    row = write(record_statement)()
    for sql in (
        "update institutions_financialstatement set revenue_fen = 0",
        "delete from institutions_financialstatement",
        "truncate institutions_financialstatement cascade",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)
    assert FinancialStatement.objects.get() == row


def test_the_database_too_refuses_a_second_successor(write: Callable[[Write], Write]) -> None:
    first = write(record_statement)()
    second = write(record_statement)(supersedes=first)
    second.pk, second.public_id = None, "another"
    with pytest.raises(IntegrityError, match="statement_superseded_once"), transaction.atomic():
        second.save(force_insert=True)
