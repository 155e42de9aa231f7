"""Demo cities for tests of any app.

SMALL takes about two seconds: 30 institutions as of 2026-11-23 after 20 nights, one red, a few yellow, one without a
code. `kept` keeps a city for a whole class or module; what a test changes in it is rolled back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from cixi_oversight.demo.seeding import Seeded, seed
from cixi_oversight.demo.sizes import SIZES, Plan

AS_OF: Final = dt.date(2026, 11, 23)
SMALL: Final = Plan(SIZES["small"], seed=7, as_of=AS_OF)
CITY: Final = Plan(SIZES["city"], seed=7, as_of=AS_OF)
# The whole city with its archive, and of its facts only the newest; no nights.
LETTER: Final = Plan(replace(SIZES["city"], nights=0, quarters=2, months=4, complaint_weeks=2), seed=7, as_of=AS_OF)


@contextmanager
def kept(plan: Plan, blocker: Any) -> Iterator[Seeded]:
    """For a class- or module-scoped fixture that also asks for `django_db_setup` and `django_db_blocker`."""
    with blocker.unblock(), transaction.atomic():
        yield seed(plan)
        transaction.set_rollback(True)
