"""Under 14 or not: from then on a child's data are no longer sensitive by age alone (Personal Information Protection
Law, art. 28). The birthday itself counts to the older age (民法典 200, 201): 14 on the fourteenth birthday."""

from __future__ import annotations

import datetime as dt

GROWN = 14


def is_under_14(born_on: dt.date, on: dt.date) -> bool:
    """On a day of Asia/Shanghai. Somebody born on 29 February turns 14 on 28 February of a common year."""
    return on < _anniversary(born_on, GROWN)


def _anniversary(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 2, 28)
