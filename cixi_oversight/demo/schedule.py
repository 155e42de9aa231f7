"""Hands out the troubles: whose, from when, until when (see troubles.py for what each is)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cixi_oversight.demo.chance import Chance, pick
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.troubles import NOISES, Kind, Trouble
from institutions.enums import LegalForm

_DAY: Final = dt.timedelta(days=1)
_NIGHTS_UNTIL_BETTER: Final = 14
_STRIDE: Final = 19  # days between the beginnings of two lines, so that their troubles do not fall together


@dataclass(frozen=True, slots=True)
class Line:
    """`count` of these in 500 institutions (`at_least` in a smaller demo), spread evenly over their time.

    before: began before the first night and lasts. ending: began before, mended between the nights. new: begins
    between the nights and lasts. passing: begins between the nights and is mended `days` later.
    """

    kind: Kind
    when: str
    count: int
    at_least: int = 0
    days: int = 0


LINES: Final = (
    Line(Kind.NO_FACTS, "before", 9, at_least=1),
    Line(Kind.NO_FACTS, "new", 2),
    Line(Kind.NO_FACTS, "ending", 1),
    Line(Kind.ILLIQUID, "before", 4, at_least=1),
    Line(Kind.INSOLVENT, "before", 4),
    Line(Kind.THIN_CAPITAL, "before", 6, at_least=1),
    Line(Kind.HOARDING, "before", 3),
    Line(Kind.COVER_LAPSE, "before", 2),
    Line(Kind.COVER_LAPSE, "ending", 9),
    Line(Kind.LATE_STATEMENT, "ending", 3),
    Line(Kind.ENROLMENT_FALL, "ending", 4),
    Line(Kind.HOARDING, "ending", 3),
    Line(Kind.COVER_LAPSE, "passing", 7, at_least=1, days=8),
    Line(Kind.COVER_LAPSE, "new", 5),
    Line(Kind.COMPLAINTS, "new", 6, at_least=1),
    Line(Kind.CAPITAL_CUT, "new", 3),
    Line(Kind.HOARDING, "new", 2),
    Line(Kind.ENROLMENT_FALL, "new", 3),
    Line(Kind.ILLIQUID, "new", 2),
    Line(Kind.LATE_STATEMENT, "new", 3),
    Line(Kind.LIABILITY_LAPSE, "before", 1),
    Line(Kind.LIABILITY_LAPSE, "ending", 2),
    Line(Kind.LIABILITY_LAPSE, "passing", 6, days=11),
    Line(Kind.LIABILITY_LAPSE, "new", 3),
    Line(Kind.LIABILITY_LAPSE, "last_week", 1, at_least=1),
)


def hand_out(plan: Plan, chance: Chance, profiles: list[Profile]) -> None:
    """Gives troubles to some of the active institutions and noise to some of the others."""
    draw = chance.stream("troubles", profiles[0].place.code)
    free = [profile for profile in profiles if profile.is_active and not profile.dirt]
    draw.shuffle(free)
    nights = max(1, plan.size.nights)
    for number, line in enumerate(LINES):
        count = max(line.at_least, (line.count * plan.size.institutions + 250) // 500)
        for place in range(count):
            day = nights * (2 * place + 1) // (2 * count) + number * _STRIDE
            trouble = _trouble(plan, draw, line, dt.timedelta(days=day % nights))
            owner = next((profile for profile in free if _suits(profile, line.kind)), None)
            if trouble is None or owner is None:
                continue
            free.remove(owner)
            _give(owner, trouble)
    _deepen(plan, profiles)
    for profile in free:
        profile.noise = pick(draw, NOISES)


def _trouble(plan: Plan, draw: random.Random, line: Line, step: dt.timedelta) -> Trouble | None:
    """`step`: how far into the nights it begins or shows its end."""
    first = plan.first_night
    before = first - dt.timedelta(days=draw.randint(20, 70))
    start, end = {
        "before": (before, None),
        "ending": (before, first + step - _NIGHTS_UNTIL_BETTER * _DAY),
        "new": (first + step, None),
        "passing": (first + step, first + step + line.days * _DAY),
        "last_week": (plan.as_of - 4 * _DAY, None),
    }[line.when]
    snap = _SNAPS.get(line.kind)
    if snap is not None:
        start, end = snap(start), snap(end) if end else None
    if start > plan.as_of or (end is not None and end <= start):
        return None
    return Trouble(line.kind, start, end)


def _with_a_return(day: dt.date) -> dt.date:
    """Figures of students become known with the month's return, in the first half of the next month."""
    return day.replace(day=2 + day.day * 11 // 31)


def _with_a_statement(day: dt.date) -> dt.date:
    """Figures of the quarter become known in the first half of the month after it."""
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 4 + day.day % 9)


_SNAPS: Final[dict[Kind, Callable[[dt.date], dt.date]]] = {
    Kind.ENROLMENT_FALL: _with_a_return,
    Kind.HOARDING: _with_a_return,
    Kind.ILLIQUID: _with_a_statement,
    Kind.INSOLVENT: _with_a_statement,
}


def _suits(profile: Profile, kind: Kind) -> bool:
    """Small ones do not have the figures for every trouble."""
    if kind in (Kind.THIN_CAPITAL, Kind.CAPITAL_CUT):
        return profile.form is not LegalForm.SOLE_TRADER and 70 <= profile.students <= 300
    if kind is Kind.COMPLAINTS:
        return 40 <= profile.students <= 110
    if kind is Kind.NO_FACTS:
        return profile.past is None
    return profile.students >= 20


def _give(profile: Profile, trouble: Trouble) -> None:
    profile.troubles.append(trouble)
    if trouble.kind is Kind.NO_FACTS:
        profile.received_on = trouble.start
        profile.opened_on = min(profile.opened_on, trouble.start)


def _deepen(plan: Plan, profiles: list[Profile]) -> None:
    """Misfortunes come together: every second insolvent one is short of cash as well and, later, short of answers."""
    for profile in [profile for profile in profiles if profile.trouble(Kind.INSOLVENT)][::2]:
        profile.troubles.append(Trouble(Kind.ILLIQUID, profile.troubles[0].start))
        profile.troubles.append(Trouble(Kind.COMPLAINTS, plan.as_of - dt.timedelta(days=plan.size.nights // 2)))
