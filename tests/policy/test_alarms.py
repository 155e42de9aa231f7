"""Alarms of deadlines: which stage, once a stage, none for what rests; and deadlines for what has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import ANY_STAFF, Viewer
from cixi_oversight.policy.enums import AlarmStage as Stage
from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.enums import Ends
from cixi_oversight.policy.models import Deadline, DeadlineAlarm
from cixi_oversight.policy.rules.alarms import reach, stage_of
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.services import calendar, deadlines
from cixi_oversight.policy.services.alarms import raise_alarms
from cixi_oversight.policy.services.extensions import ALARMS, DUTIES, Alarm, Duty
from cixi_oversight.users.services.viewer import system_viewer

pytestmark = pytest.mark.django_db
D = dt.date
AT = clock.at(D(2026, 11, 23), 9)


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Alarm]]:
    found: list[Alarm] = []

    def tell(alarms: Sequence[Alarm], at: dt.datetime) -> None:
        found.extend(alarms)

    monkeypatch.setattr(ALARMS, "provider", tell)
    duties = [(100, Duty(kind, ANY_STAFF, ANY_STAFF)) for kind in Code]
    monkeypatch.setattr(DUTIES, "providers", duties)
    return found  # type: ignore[return-value]


def begin(by: Viewer, kind: Code, started_on: dt.date, number: int = 1) -> Deadline:
    return deadlines.start_deadline(
        subject=("complaint", number), institution_id=None, kind=kind, started_on=started_on, by=by, at=AT
    )


def night(on: dt.date) -> int:
    return raise_alarms(on=on, at=clock.at(on, 2))


def test_each_stage_is_told_once_and_nothing_on_days_off(by: Viewer, told: list[Alarm]) -> None:
    row = begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))
    assert row.due_on == D(2026, 11, 17)  # a Tuesday
    for n in range(1, 20):
        night(D(2026, 11, 3) + dt.timedelta(days=n))
    assert [(clock.at(alarm.due_on).date(), alarm.stage, alarm.days_left) for alarm in told] == [
        (D(2026, 11, 17), Stage.SOON, 5),  # Thursday the 12th: three workdays before
        (D(2026, 11, 17), Stage.BEFORE, 1),
        (D(2026, 11, 17), Stage.TODAY, 0),
        (D(2026, 11, 17), Stage.OVERDUE, -1),
    ]


def test_the_same_night_twice_tells_once(by: Viewer, told: list[Alarm]) -> None:
    begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))
    assert (night(D(2026, 11, 17)), night(D(2026, 11, 17))) == (1, 0)
    assert len(told) == DeadlineAlarm.objects.count() == 1


def test_what_the_teller_raises_leaves_nothing_told(
    by: Viewer, monkeypatch: pytest.MonkeyPatch, told: list[Alarm]
) -> None:
    begin(by, Code.FINE_PAYMENT, D(2026, 11, 2))

    def fail(alarms: Sequence[Alarm], at: dt.datetime) -> None:
        raise RuntimeError("the desk is away")

    with monkeypatch.context() as patch:
        patch.setattr(ALARMS, "provider", fail)
        with pytest.raises(RuntimeError):
            night(D(2026, 11, 17))
    assert not DeadlineAlarm.objects.exists()
    assert night(D(2026, 11, 17)) == 1


def test_a_period_counted_back_is_told_of_on_its_safe_day(by: Viewer, told: list[Alarm]) -> None:
    row = begin(by, Code.LICENCE_RENEWAL, D(2026, 12, 16))
    assert (row.due_on, row.safe_on) == (D(2026, 11, 16), D(2026, 11, 13))  # a Monday, the Friday before
    night(D(2026, 11, 12))
    night(D(2026, 11, 13))
    night(D(2026, 11, 14))
    assert [alarm.stage for alarm in told] == [Stage.SOON, Stage.BEFORE]


def test_what_rests_or_has_ended_is_not_told_of_and_a_moved_day_is_told_of_anew(by: Viewer, told: list[Alarm]) -> None:
    row = begin(by, Code.PENALTY_DECISION, D(2026, 11, 2))
    assert night(D(2027, 1, 29)) == 1
    deadlines.suspend(deadline=row, from_on=D(2027, 1, 30), reason="送检", law="行政处罚法", by=by, at=AT)
    assert night(D(2027, 2, 1)) == 0
    row = deadlines.resume(deadline=row, to_on=D(2027, 2, 18), why="检测报告已出", by=by, at=AT)
    assert row.due_on == D(2027, 2, 20)
    assert night(D(2027, 2, 19)) == 1
    assert [alarm.due_on for alarm in told] == [D(2027, 1, 31), D(2027, 2, 20)]
    deadlines.stop_deadline(
        subject=("complaint", 1), kind=Code.PENALTY_DECISION, on=D(2027, 2, 20), why="", by=by, at=AT
    )
    assert night(D(2027, 2, 22)) == 0


def test_the_statement_agrees_with_the_rule_on_every_day_and_kind(by: Viewer, told: list[Alarm]) -> None:
    rows = [
        begin(by, kind, D(2026, 9, 14) + dt.timedelta(days=7 * n), number=100 * n + i)
        for n in range(9)
        for i, kind in enumerate(Code)
    ]
    work = calendar.load()
    for on in (D(2026, 9, 30), D(2026, 10, 1), D(2026, 10, 10), D(2026, 11, 13), D(2026, 11, 14)):
        DeadlineAlarm.objects.all()
        far = reach(on, work)
        expected = {
            (row.pk, stage)
            for row in rows
            if (
                stage := stage_of(
                    due_on=row.due_on,
                    safe_on=row.safe_on,
                    counted_back=KINDS[Code(row.kind)].ends is not Ends.AFTER,
                    far=far,
                )
            )
        }
        before = {(alarm.deadline_id, alarm.stage) for alarm in told}
        night(on)
        after = {(alarm.deadline_id, alarm.stage) for alarm in told}
        assert after == before | expected
