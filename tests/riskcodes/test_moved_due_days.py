"""A due day that has moved counts everywhere by its new day, and a night of then agrees with itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import calendar, deadlines
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel, Matter
from inspections.models import Complaint
from inspections.services.complaints import judge_validity, receive_complaint
from institutions.enums import FilingKind
from institutions.models import FilingDue
from institutions.services.filings.dues import plan_filings
from riskcodes.services import facts_sql
from tests.people import World, make_world

pytestmark = pytest.mark.django_db
D = dt.date
EARLY = clock.at(D(2026, 11, 24), 9)
LATE = clock.at(D(2026, 11, 25), 9)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def complaint(world: World) -> Complaint:
    by = system_viewer()
    row = receive_complaint(
        institution=world.institution,
        channel=Channel.HOTLINE_12345,
        matter=Matter.REFUND,
        received_on=D(2026, 11, 23),
        by=by,
        at=clock.at(D(2026, 11, 23), 9),
    )
    judge_validity(complaint=row, is_valid=True, reason="属实", by=by, at=clock.at(D(2026, 11, 23), 10))
    return row


def read(world: World, part: str, on: dt.date, cutoff: dt.datetime) -> list[dt.date]:
    """The due days that a night as of `cutoff` reads."""
    from django.db import connection

    pk = world.institution.pk
    figures = facts_sql.parameters(county_id=world.county.pk, low=pk, high=pk, on=on, cutoff=cutoff, window_days=90)
    with connection.cursor() as cursor:
        cursor.execute(part, figures)
        columns = [column.name for column in cursor.description or ()]
        rows: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [dt.date.fromordinal(day) for row in rows for day in row["due"]]


def test_a_complaint_follows_its_deadline_on_pages_and_in_the_night(world: World) -> None:
    row, by = complaint(world), system_viewer()
    assert row.due_on == D(2026, 11, 30)
    calendar.set_day(day=D(2026, 11, 30), is_workday=False, name="暴雪停工", why="通知", by=by, at=LATE)
    (shown,) = Complaint.objects.with_decisions()  # type: ignore[attr-defined]
    assert (shown.due_on, shown.standing_due_on) == (D(2026, 11, 30), D(2026, 12, 1))
    assert not Complaint.objects.overdue(D(2026, 12, 1)).exists()  # type: ignore[attr-defined]
    assert Complaint.objects.overdue(D(2026, 12, 2)).exists()  # type: ignore[attr-defined]
    assert read(world, facts_sql.COMPLAINTS, D(2026, 12, 2), LATE) == [D(2026, 12, 1)]
    assert read(world, facts_sql.COMPLAINTS, D(2026, 12, 2), EARLY) == [D(2026, 11, 30)], "not known then"


def test_what_rests_is_not_late_while_it_rests_and_a_night_of_then_says_so_later_too(world: World) -> None:
    row, by = complaint(world), system_viewer()
    kept = Deadline.objects.get(subject_kind="complaint", subject_id=row.pk)
    deadlines.suspend(deadline=kept, from_on=D(2026, 11, 25), reason="送检", law="某规章", by=by, at=EARLY)
    assert not Complaint.objects.overdue(D(2026, 12, 30)).exists()  # type: ignore[attr-defined]
    resting = read(world, facts_sql.COMPLAINTS, D(2026, 12, 2), LATE)
    assert resting == [dt.date.max]
    deadlines.resume(deadline=kept, to_on=D(2026, 12, 4), why="已出", by=by, at=clock.at(D(2026, 12, 4), 9))
    assert read(world, facts_sql.COMPLAINTS, D(2026, 12, 2), LATE) == resting
    after = read(world, facts_sql.COMPLAINTS, D(2026, 12, 5), clock.at(D(2026, 12, 5)))
    kept.refresh_from_db()
    assert after == [kept.due_on]
    assert kept.due_on > D(2026, 12, 4)


def test_a_filing_follows_its_deadline(world: World) -> None:
    by = system_viewer()
    plan_filings(county=world.county, on=D(2026, 10, 2), by=by, at=clock.at(D(2026, 10, 2), 1))
    due = FilingDue.objects.get(institution=world.institution, kind=FilingKind.FINANCIAL_STATEMENT)
    assert due.due_on == D(2026, 10, 15)
    on, at = D(2026, 10, 16), clock.at(D(2026, 10, 14), 9)
    assert read(world, facts_sql.OVERDUE, on, clock.at(on)) == [D(2026, 10, 15)]
    calendar.set_day(day=D(2026, 10, 15), is_workday=False, name="台风停工", why="通知", by=by, at=at)
    assert read(world, facts_sql.OVERDUE, on, clock.at(on)) == []
    assert not FilingDue.objects.overdue(on).filter(pk=due.pk).exists()
    assert FilingDue.objects.overdue(D(2026, 10, 17)).filter(pk=due.pk).exists()
