"""Due days as the portal itself would have set them, with the calendar and the parameters read once."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property
from typing import Any

from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.services import calendar, parameters
from cixi_oversight.policy.services.deadlines import reckon
from institutions.enums import FilingKind
from institutions.rules.periods import next_period
from institutions.services.filings.dues import KIND, due_days, due_on, span_of


class Deadlines:
    """Of one county."""

    def __init__(self, county_id: int) -> None:
        self.county_id = county_id
        self.of_filing = cache(self._of_filing)
        self.of_complaint = cache(self._of_complaint)
        self.columns_of_filing = cache(self._columns_of_filing)
        self.columns_of_complaint = cache(self._columns_of_complaint)

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return calendar.load()

    def _of_filing(self, kind: FilingKind, period: dt.date) -> dt.date:
        return due_on(kind, period, county_id=self.county_id)

    def _of_complaint(self, received_on: dt.date) -> dt.date:
        days = parameters.value(Key.COMPLAINT_REPLY, on=received_on, county=self.county_id)
        return self._calendar.add_workdays(received_on, days)

    def _columns_of_filing(self, kind: FilingKind, period: dt.date) -> dict[str, Any]:
        """What a deadline's row says of its period."""
        days = due_days(kind, period, county_id=self.county_id)
        started_on = next_period(kind, period) - dt.timedelta(days=1)
        return self._columns(KIND[kind], started_on, days, span_of(kind))

    def _columns_of_complaint(self, received_on: dt.date) -> dict[str, Any]:
        days = parameters.value(Key.COMPLAINT_REPLY, on=received_on, county=self.county_id)
        return self._columns(DeadlineCode.COMPLAINT_REPLY, received_on, days, Span.WORKDAYS)

    def _columns(self, kind: DeadlineCode, started_on: dt.date, amount: int, span: Span) -> dict[str, Any]:
        due = reckon(kind, started_on, amount=amount, span=span, work=self._calendar)
        return {
            "kind": kind,
            "amount": amount,
            "span": span,
            "started_on": started_on,
            "due_on": due.day,
            "safe_on": due.safe_day,
            "provisional": due.provisional,
        }


def stopped(on: dt.date | None, by: int, why: str = "") -> dict[str, Any]:
    """The columns that say how a deadline ended; of an open one they are empty."""
    return {"stopped_on": on, "stopped_by_id": by if on else None, "stopped_why": why if on else ""}
