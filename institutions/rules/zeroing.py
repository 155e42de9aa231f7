"""The zeroing of academic institutions: what is done, what is late. Plain Python.

An institution is done when it has ended, teaches nothing academic any more, or, where that was the route, has become
non-profit. The goal of the letter, none left, counts the first two alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from institutions.enums import ENDED, Category, LegalForm, Status
from institutions.enums.zeroing import ZeroingRoute, ZeroingState

NON_PROFIT: Final = frozenset({LegalForm.PRIVATE_NON_ENTERPRISE, LegalForm.PUBLIC_INSTITUTION})


def is_done(route: ZeroingRoute | None, *, status: str, category: str | None, legal_form: str | None) -> bool:
    if status in ENDED or category != Category.ACADEMIC:
        return True
    return route is ZeroingRoute.NONPROFIT and legal_form in NON_PROFIT


def state(
    route: ZeroingRoute | None,
    planned_on: dt.date | None,
    *,
    status: str | Status,
    category: str | None,
    legal_form: str | None,
    on: dt.date,
) -> ZeroingState:
    """Late from the day after the planned one."""
    if is_done(route, status=status, category=category, legal_form=legal_form):
        return ZeroingState.DONE
    if route is None or planned_on is None:
        return ZeroingState.UNPLANNED
    return ZeroingState.OVERDUE if planned_on < on else ZeroingState.PLANNED
