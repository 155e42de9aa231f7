"""Due days as the portal itself would have set them, with the calendar and the parameters read once."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property

from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.rules.calendar import WorkCalendar
from cixi_oversight.policy.services import calendar, parameters
from institutions.enums import FilingKind
from institutions.services.filings import due_on


class Deadlines:
    """Of one county."""

    def __init__(self, county_id: int) -> None:
        self.county_id = county_id
        self.of_filing = cache(self._of_filing)
        self.of_complaint = cache(self._of_complaint)

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return calendar.load()

    def _of_filing(self, kind: FilingKind, period: dt.date) -> dt.date:
        return due_on(kind, period, county_id=self.county_id)

    def _of_complaint(self, received_on: dt.date) -> dt.date:
        days = parameters.value(Key.COMPLAINT_REPLY, on=received_on, county=self.county_id)
        return self._calendar.add_workdays(received_on, days)
