"""The nights, really run as of their dates, and what the section chief did about them: a batch every Monday, a
proposed red on the morning after. The last week is left to whoever tries the demo.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cixi_oversight import clock
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.models import Institution
from riskcodes.enums import Colour
from riskcodes.services.adoption import adopt_batch, adopt_single, pending
from riskcodes.services.night import run_night
from riskcodes.services.reconstruct import NIGHT_HOUR

_MONDAY: Final = 0
_LEFT_PENDING: Final = dt.timedelta(days=7)


@dataclass
class Nights:
    """What was run, and in how many seconds."""

    run: int = 0
    batches: int = 0
    reds: int = 0
    seconds: float = 0.0


def run_nights(plan: Plan, facts: Facts, *, say: Callable[[str], None]) -> Nights:
    done, started = Nights(), time.monotonic()
    system = system_viewer(label="night")
    for place in facts.places:
        county = County.objects.get(pk=place.county_id)
        for back in range(plan.size.nights - 1, -1, -1):
            on = plan.as_of - dt.timedelta(days=back)
            run_night(county=county, on=on, at=clock.at(on, NIGHT_HOUR), by=system)
            done.run += 1
            if place.code == CIXI[0] and on <= plan.as_of - _LEFT_PENDING:
                _adopt(county, on, is_first=on == plan.first_night, done=done)
    done.seconds = time.monotonic() - started
    say(f"{done.run} nights in {done.seconds:.1f} s, {done.batches} weekly batches and {done.reds} reds adopted")
    return done


def _adopt(county: County, on: dt.date, *, is_first: bool, done: Nights) -> None:
    """The morning after a night. The reds that an earlier week left are among those of the day."""
    chief = _chief(on)
    morning = clock.at(on, 9)
    reds = pending(county).filter(computed_code=Colour.RED).values_list("institution_id", flat=True)
    for institution in Institution.objects.filter(pk__in=list(reds)).order_by("pk"):
        adopt_single(
            institution=institution,
            code=Colour.RED,
            by=chief,
            at=morning,
            on=on,
            reason="经核对依据，指标属实，认定为红码",
        )
        done.reds += 1
    if (on.weekday() == _MONDAY or is_first) and pending(county).exclude(computed_code=Colour.RED).exists():
        adopt_batch(county=county, by=chief, at=clock.at(on, 9, 30), on=on)
        done.batches += 1


def _chief(on: dt.date) -> Viewer:
    return viewer_of(User.objects.get(username="chief"), on=on)
