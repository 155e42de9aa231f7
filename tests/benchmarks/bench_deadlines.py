"""500,000 open items reckoned by the working calendar: at least a tenth of the rate of a bare datetime loop that knows
no calendar, and the same days as the calendar walked day by day. The rate itself is printed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from chinese_calendar import constants

from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.rules.day_table import DayTable
from cixi_oversight.policy.rules.deadline_kinds import KINDS
from cixi_oversight.policy.rules.deadlines import due_on
from tests.benchmarks.harness import at_least, report, scaled, seconds

ITEMS: Final = scaled(500_000, least=5_000)
FIRST: Final = dt.date(2025, 6, 1)
ON: Final = dt.date(2026, 11, 23)
CODES: Final = (Code.COMPLAINT_REPLY, Code.STATEMENT_DUE, Code.LICENCE_DECISION, Code.PENALTY_DECISION)


def items() -> list[tuple[Code, dt.date]]:
    return [(CODES[n % len(CODES)], FIRST + dt.timedelta(days=n * 7 % 530)) for n in range(ITEMS)]


def by_calendar(rows: list[tuple[Code, dt.date]], days: DayTable) -> tuple[int, int]:
    """How many are overdue, and the workdays left of the others."""
    late = left = 0
    for code, start in rows:
        due = due_on(start, KINDS[code], days)
        if due.day < ON:
            late += 1
        else:
            left += days.workdays_between(ON, due.day)
    return late, left


def bare(rows: list[tuple[Code, dt.date]]) -> tuple[int, int]:
    late = left = 0
    for code, start in rows:
        due = start + dt.timedelta(days=KINDS[code].amount)
        if due < ON:
            late += 1
        else:
            left += (due - ON).days
    return late, left


def test_deadlines_of_half_a_million_open_items() -> None:
    days = dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
    work = WorkCalendar(days=days, published=frozenset(range(2004, 2027)))
    rows = items()
    table = DayTable(work, first=2025, last=2028)
    assert all(due_on(s, KINDS[c], table) == due_on(s, KINDS[c], work) for c, s in rows[:2_500])
    ours = min(seconds(lambda: by_calendar(rows, table)) for _ in range(3))
    floor = min(seconds(lambda: bare(rows)) for _ in range(3))
    report(
        f"{ITEMS} deadlines",
        [at_least("items a second", product=ITEMS / ours, floor=ITEMS / floor, limit=0.1)],
        [f"the table of four years is made in {seconds(lambda: DayTable(work, first=2025, last=2028)):.3f} s"],
    )
