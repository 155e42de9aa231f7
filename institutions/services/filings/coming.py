"""The filing calendar of an institution: what will be asked for next of each kind, from when and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cixi_oversight.policy.services import calendar, deadlines
from institutions.enums import FilingKind
from institutions.models import Institution
from institutions.rules.periods import ASKED, next_period, period_of
from institutions.services.filings.dues import KIND, OWED, OWING, due_days, span_of


@dataclass(frozen=True, slots=True)
class Coming:
    """A period that still runs. `provisional`: its due day lies in a year whose calendar is not published yet."""

    kind: FilingKind
    period: dt.date
    opens_on: dt.date
    due_on: dt.date
    provisional: bool


def coming(institution: Institution, *, on: dt.date, kinds: Collection[FilingKind] = OWED) -> list[Coming]:
    """The next of each kind by the parameters in force, the first due day first; nothing where no filing is owed."""
    if institution.status not in OWING:
        return []
    work = calendar.load()
    found = []
    for kind in OWED:
        if kind not in kinds or (kind in ASKED and institution.category != ASKED[kind]):
            continue
        period = period_of(kind, on)
        opens_on = next_period(kind, period)
        days = due_days(kind, period, county_id=institution.county_id)
        last = opens_on - dt.timedelta(days=1)
        due = deadlines.reckon(KIND[kind], last, amount=days, span=span_of(kind), work=work)
        found.append(Coming(kind, period, opens_on, due.day, due.provisional))
    return sorted(found, key=lambda one: (one.due_on, one.kind))
