"""Deadlines as rows: begun, ended, resting, moved with the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import DomainError, ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy import errors
from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.enums import MoveCause, Span
from cixi_oversight.policy.models import Deadline, DeadlineMove
from cixi_oversight.policy.services import calendar, deadlines
from cixi_oversight.users.services.viewer import system_viewer

pytestmark = pytest.mark.django_db
D = dt.date
AT = clock.at(D(2026, 11, 23), 9)
LAW = "行政处罚法第六十条"


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


def stop(by: Viewer, number: int, kind: Code, on: dt.date, why: str = "") -> bool:
    return deadlines.stop_deadline(subject=("complaint", number), kind=kind, on=on, why=why, by=by, at=AT)


def begin(by: Viewer, kind: Code, started_on: dt.date, number: int = 1, **more: Any) -> Deadline:
    return deadlines.start_deadline(
        subject=("complaint", number), institution_id=None, kind=kind, started_on=started_on, by=by, at=AT, **more
    )


def test_on_the_last_day_nothing_is_overdue(by: Viewer) -> None:
    row = begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))
    assert row.due_on == D(2026, 11, 17)
    for on, late in ((D(2026, 11, 16), False), (D(2026, 11, 17), False), (D(2026, 11, 18), True)):
        assert Deadline.objects.overdue(on).exists() is late
    assert deadlines.stop_deadline(
        subject=("complaint", 1), kind=Code.FINE_PAYMENT, on=D(2026, 11, 20), why="已缴", by=by, at=AT
    )
    assert not Deadline.objects.overdue(D(2026, 11, 30)).exists()
    row.refresh_from_db()
    assert (row.stopped_on, row.stopped_by_id, row.stopped_why) == (D(2026, 11, 20), by.actor_id, "已缴")


def test_a_second_start_answers_the_first_and_a_missing_one_is_not_stopped(by: Viewer) -> None:
    first = begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))
    assert begin(by, Code.FINE_PAYMENT, D(2026, 11, 9)) == first
    assert begin(by, Code.HEARING_REQUEST, D(2026, 11, 9)) != first
    assert not deadlines.stop_deadline(
        subject=("complaint", 9), kind=Code.FINE_PAYMENT, on=D(2026, 11, 20), why="", by=by, at=AT
    )


def test_many_are_begun_at_once_and_only_once(by: Viewer) -> None:
    def start() -> None:
        deadlines.start_many(
            subject_kind="filing_due",
            kind=Code.STATEMENT_DUE,
            started_on=D(2026, 9, 30),
            starts=[deadlines.Start(n, None, D(2026, 10, 9) if n == 3 else None) for n in range(1, 6)],
            amount=17,
            by=by,
            at=AT,
        )

    start()
    start()
    assert set(Deadline.objects.values_list("due_on", flat=True)) == {D(2026, 10, 19)}  # the 17th is a Saturday
    assert Deadline.objects.count() == 5
    assert Deadline.objects.open().count() == 4


def test_a_suspension_across_new_year_lengthens_the_period(by: Viewer) -> None:
    row = begin(by, Code.PENALTY_DECISION, D(2026, 11, 2))
    assert row.due_on == D(2027, 1, 31)
    deadlines.suspend(deadline=row, from_on=D(2026, 12, 25), reason="送检", law=LAW, by=by, at=AT)
    assert not Deadline.objects.overdue(D(2027, 3, 1)).exists(), "it rests"
    row = deadlines.resume(deadline=row, to_on=D(2027, 1, 10), why="检测报告已出", by=by, at=AT)
    assert row.due_on == D(2027, 2, 17)
    move = DeadlineMove.objects.get()
    assert (move.before_on, move.after_on, move.cause) == (D(2027, 1, 31), D(2027, 2, 17), MoveCause.SUSPENSION)
    assert set(Event.objects.values_list("verb", flat=True)) == {"policy.suspend_deadline", "policy.resume_deadline"}


def test_what_a_suspension_needs(by: Viewer) -> None:
    row = begin(by, Code.PENALTY_DECISION, D(2026, 11, 2))

    def refused(kind: type[DomainError], **change: Any) -> None:
        facts: dict[str, Any] = {"deadline": row, "from_on": D(2026, 11, 20), "reason": "送检", "law": LAW} | change
        with pytest.raises(kind):
            deadlines.suspend(by=by, at=AT, **facts)

    refused(ReasonMissing, reason=" ")
    refused(errors.LawMissing, law="")
    refused(errors.SuspensionDates, from_on=D(2026, 11, 2))
    refused(errors.PeriodOver, from_on=D(2027, 2, 1))
    refused(errors.NotSuspendable, deadline=begin(by, Code.HEARING_NOTICE, D(2026, 12, 20)))
    with pytest.raises(errors.NotSuspended):
        deadlines.resume(deadline=row, to_on=D(2026, 11, 25), why="", by=by, at=AT)
    deadlines.suspend(deadline=row, from_on=D(2027, 1, 31), reason="送检", law=LAW, by=by, at=AT)
    refused(errors.AlreadySuspended)
    with pytest.raises(errors.SuspensionDates):
        deadlines.resume(deadline=row, to_on=D(2027, 1, 30), why="", by=by, at=AT)
    deadlines.stop_deadline(
        subject=("complaint", 1), kind=Code.PENALTY_DECISION, on=D(2027, 2, 2), why="", by=by, at=AT
    )
    refused(errors.AlreadyStopped)
    assert row.suspensions.get().to_on == D(2027, 2, 2)


def test_an_extension_counts_with_its_period_as_one_and_only_once(by: Viewer) -> None:
    row = begin(by, Code.LICENCE_DECISION, D(2026, 3, 2))
    row = deadlines.extend(deadline=row, on=D(2026, 3, 30), why="情况复杂", by=by, at=AT)
    assert (row.due_on, row.amount) == (D(2026, 4, 14), 30)
    with pytest.raises(errors.NotExtendable):
        deadlines.extend(deadline=row, on=D(2026, 3, 30), why="再延", by=by, at=AT)
    late = begin(by, Code.LICENCE_DECISION, D(2026, 3, 2), number=2)
    with pytest.raises(errors.PeriodOver):
        deadlines.extend(deadline=late, on=D(2026, 3, 31), why="迟了", by=by, at=AT)
    with pytest.raises(errors.NotExtendable):
        deadlines.extend(deadline=begin(by, Code.FINE_PAYMENT, D(2026, 3, 2)), on=D(2026, 3, 3), why="x", by=by, at=AT)


def test_deadlines_follow_the_calendar_of_a_year_that_is_published(by: Viewer) -> None:
    reply = begin(by, Code.COMPLAINT_REPLY, D(2026, 12, 30), amount=5, span=Span.WORKDAYS)
    party = begin(by, Code.FINE_PAYMENT, D(2027, 1, 22))
    within = begin(by, Code.COMPLAINT_REPLY, D(2026, 11, 23), number=2, amount=5, span=Span.WORKDAYS)
    ended = begin(by, Code.COMPLAINT_REPLY, D(2026, 12, 30), number=3, amount=5, span=Span.WORKDAYS)
    deadlines.stop_deadline(
        subject=("complaint", 3), kind=Code.COMPLAINT_REPLY, on=D(2026, 12, 31), why="", by=by, at=AT
    )
    assert (reply.due_on, reply.provisional) == (D(2027, 1, 7), True)
    assert (party.due_on, party.provisional) == (D(2027, 2, 9), True)
    calendar.set_day(day=D(2027, 1, 2), is_workday=True, name="调休上班", why="通知", by=by, at=AT)
    calendar.set_day(day=D(2027, 2, 9), is_workday=False, name="春节", why="通知", by=by, at=AT)
    calendar.set_day(day=D(2027, 2, 10), is_workday=False, name="春节", why="通知", by=by, at=AT)
    calendar.publish_year(year=2027, source="国办通知", why="已公布", by=by, at=AT)
    rows = {row.pk: (row.due_on, row.provisional) for row in Deadline.objects.all()}
    assert rows[reply.pk] == (D(2027, 1, 6), False), "the agency has a day less"
    assert rows[party.pk] == (D(2027, 2, 11), False)
    assert rows[within.pk] == (D(2026, 11, 30), False)
    assert rows[ended.pk] == (D(2027, 1, 7), True), "what has ended stays as it was"
    moved = DeadlineMove.objects.order_by("pk").values_list("deadline", "before_on", "after_on", "cause", "why")
    assert list(moved) == [
        (reply.pk, D(2027, 1, 7), D(2027, 1, 6), MoveCause.CALENDAR, "通知"),
        (party.pk, D(2027, 2, 9), D(2027, 2, 10), MoveCause.CALENDAR, "通知"),
        (party.pk, D(2027, 2, 10), D(2027, 2, 11), MoveCause.CALENDAR, "通知"),
    ]
    assert [e.data["moved"] for e in Event.objects.filter(verb="policy.recompute_deadlines")] == [1, 1, 1]


def test_a_party_s_right_is_never_ended_earlier_than_it_was_told(by: Viewer) -> None:
    row = begin(by, Code.HEARING_REQUEST, D(2026, 12, 30))  # five workdays: 31, 4, 5, 6, 7
    assert row.due_on == D(2027, 1, 7)
    calendar.set_day(day=D(2027, 1, 2), is_workday=True, name="调休上班", why="通知", by=by, at=AT)
    row.refresh_from_db()
    assert row.due_on == D(2027, 1, 7)
    assert not DeadlineMove.objects.exists()


def test_the_database_keeps_one_deadline_a_kind_and_who_ended_it(by: Viewer) -> None:
    row = begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(stopped_on=D(2026, 11, 3))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_day_set_by_hand_moves_as_often_as_it_is_granted_and_runs_again_when_reopened(by: Viewer) -> None:
    amount, due = deadlines.by_hand(Code.ASSIGNMENT_DUE, D(2026, 11, 23), D(2026, 12, 5))  # a Saturday stays
    row = begin(by, Code.ASSIGNMENT_DUE, D(2026, 11, 23), amount=amount, span=Span.CALENDAR_DAYS, due=due)
    assert (row.due_on, row.safe_on, row.amount) == (D(2026, 12, 5), D(2026, 12, 4), 12)
    for until in (D(2026, 12, 8), D(2026, 12, 11)):
        deadlines.extend(deadline=row, on=D(2026, 12, 7), until=until, why="材料未齐", by=by, at=AT)
    for until in (None, D(2026, 12, 11), D(2026, 12, 1)):
        with pytest.raises(errors.NotExtendable):
            deadlines.extend(deadline=row, on=D(2026, 12, 7), until=until, why="再延", by=by, at=AT)
    with pytest.raises(errors.NotSuspendable):
        deadlines.suspend(deadline=row, from_on=D(2026, 12, 1), reason="等待", law=LAW, by=by, at=AT)
    stop(by, 1, Code.ASSIGNMENT_DUE, D(2026, 12, 10))
    deadlines.start_again(
        subject=("complaint", 1), kind=Code.ASSIGNMENT_DUE, due_on=D(2026, 12, 20), why="复核不实", by=by, at=AT
    )
    row.refresh_from_db()
    assert (row.due_on, row.amount, row.stopped_on, row.extended) == (D(2026, 12, 20), 27, None, True)
    assert [(m.after_on, m.cause) for m in DeadlineMove.objects.order_by("pk")] == [
        (D(2026, 12, 8), MoveCause.EXTENSION),
        (D(2026, 12, 11), MoveCause.EXTENSION),
        (D(2026, 12, 20), MoveCause.REOPENED),
    ]
