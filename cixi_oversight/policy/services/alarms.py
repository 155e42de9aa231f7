"""Alarms of deadlines: found set-based, kept once for deadline, due day and stage, handed to whoever tells people."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

from cixi_oversight.policy.enums import AlarmStage, DeadlineCode
from cixi_oversight.policy.rules.alarms import COUNTED_BACK, reach
from cixi_oversight.policy.services import calendar
from cixi_oversight.policy.services.extensions import ALARMS, DUTIES, Alarm

# `stage_of` of rules/alarms.py in one statement; what rests is not told of, what was told is not told again
_RAISE: Final = """
    with near as (
      select d.id, d.kind, d.subject_kind, d.subject_id, d.institution_id, d.due_on, d.safe_on,
             case when d.due_on = %(on)s then 'today'
                  when not %(is_workday)s then null
                  when d.due_on < %(on)s then 'overdue'
                  when case when d.kind = any(%(counted_back)s) then d.safe_on <= %(on)s
                            else d.due_on <= %(before_until)s end then 'before'
                  when d.safe_on <= %(soon_until)s then 'soon' end as stage
        from policy_deadline d
       where d.stopped_on is null and d.due_on <= %(due_until)s and d.id between %(low)s and %(high)s
         and d.kind = any(%(kinds)s)
         and not exists (select from policy_deadlinesuspension s where s.deadline_id = d.id and s.to_on is null)),
    made as (
      insert into policy_deadlinealarm (deadline_id, stage, due_on, recorded_at)
      select id, stage, due_on, %(at)s from near
       where stage is not null
         and not exists (select from policy_deadlinealarm a
                          where a.deadline_id = near.id and a.stage = near.stage and a.due_on = near.due_on)
       order by id
          on conflict do nothing
      returning deadline_id, stage)
    select near.id, near.kind, near.subject_kind, near.subject_id, near.institution_id, near.due_on, near.safe_on,
           made.stage
      from made join near on near.id = made.deadline_id
     order by near.due_on, near.id
"""


@transaction.atomic
def raise_alarms(*, on: dt.date, at: dt.datetime, low: int = 0, high: int = 2**62) -> int:
    """Tell of open deadlines with ids from `low` to `high` that have come to a stage on `on`. Answers how many alarms
    are new; the same night once more finds none. What the teller raises undoes them: the next try tells again."""
    far = reach(on, calendar.load())
    figures: dict[str, Any] = {
        "on": far.on,
        "is_workday": far.is_workday,
        "before_until": far.before_until,
        "soon_until": far.soon_until,
        "due_until": far.due_until,
        "counted_back": list(COUNTED_BACK),
        "kinds": sorted({duty.kind.value for duty in DUTIES.all()}),
        "low": low,
        "high": high,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, figures)
        alarms = [_alarm(row, on) for row in cursor.fetchall()]
    tell = ALARMS.ask()
    if tell is not None and alarms:
        tell(alarms, at)
    return len(alarms)


def _alarm(row: tuple[int, str, str, int, int | None, dt.date, dt.date, str], on: dt.date) -> Alarm:
    pk, kind, subject_kind, subject_id, institution_id, due_on, safe_on, stage = row
    return Alarm(
        deadline_id=pk,
        kind=DeadlineCode(kind),
        subject_kind=subject_kind,
        subject_id=subject_id,
        institution_id=institution_id,
        due_on=due_on,
        safe_on=safe_on,
        days_left=(due_on - on).days,
        stage=AlarmStage(stage),
    )
