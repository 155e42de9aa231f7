"""The white list of the demo: the letter's first list of 10 January 2022, later publications, and today's proposals.

The first list names the institutions that had become non-profit by then, with their prices, charging periods and way
of payment; the letter says no more of it. Since then some have ended and left, others have come. Today's list is what
the rule finds, but for a few that wait for the section chief.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums.whitelist import Criterion
from institutions.models import Institution, WhitelistEntry, WhitelistProposal, WhitelistPublication
from institutions.services.whitelist.proposing import JOB, Judge, Judged

FIRST_LIST: Final = dt.date(2022, 1, 10)
_LATER: Final = (
    dt.date(2022, 7, 4),
    dt.date(2023, 1, 9),
    dt.date(2023, 7, 3),
    dt.date(2024, 7, 1),
    dt.date(2025, 7, 7),
)
_A_REASON: Final = 2  # exits of the same reasons that wait
_SPARED: Final = 3  # entries and exits that are left for the chief to publish
_PRICES_FEN: Final = (4_000, 5_000, 5_500, 6_000)  # a lesson, under the guidance price of January 2022


@dataclass(slots=True)
class _Stay:
    institution_id: int
    entered_on: dt.date
    shown: dict[str, Any]
    left_on: dt.date | None = None


def publish_lists(plan: Plan, facts: Facts) -> int:
    """Of the first county; how many proposals wait."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    draw = random.Random(f"{plan.seed}:whitelist")  # noqa: S311  # a demo, not a secret
    days = [FIRST_LIST, *_LATER, *(day for day in (plan.as_of - dt.timedelta(days=45),) if day > _LATER[-1])]
    profiles = {row.pk: row for row in facts.profiles if row.place.code == place.code and row.pk}
    stays = _first_list(draw, profiles.values()) if plan.size.with_archive else []
    fit, others = _judged(county, plan.as_of)
    _today(draw, fit, profiles, days, stays)
    _to_leave(draw, others, profiles, days, stays)
    _write(draw, county, days, stays)
    slot = f"{plan.as_of.isoformat()}:seed"
    job = start(
        JOB, slot=slot, by=system_viewer(label="seed_demo"), payload={"on": plan.as_of.isoformat()}, waking=False
    )
    work_through(job.pk, patient=True)
    return WhitelistProposal.objects.filter(county=county).count()


def _first_list(draw: random.Random, profiles: Iterable[Profile]) -> list[_Stay]:
    """Who was non-profit and academic on that day; those that turned or ended since left with the next list."""
    found = []
    for row in profiles:
        past = row.past
        if past is None or past.nonprofit_on is None or past.nonprofit_on > FIRST_LIST:
            continue
        gone = min((day for day in (past.ended_on, past.nonacademic_on) if day), default=None)
        stay = _Stay(row.pk, FIRST_LIST, _shown(draw, row))
        stay.left_on = next((day for day in _LATER if gone and day >= gone), None)
        found.append(stay)
    return found


def _shown(draw: random.Random, row: Profile) -> dict[str, Any]:
    low = draw.choice(_PRICES_FEN)
    return {
        "name": row.name,
        "town": row.town,
        "category": str(row.category or ""),
        "lesson_low_fen": low,
        "lesson_high_fen": low + draw.choice((0, 0, 500)),
        "span_months": draw.choice((2, 3, 3)),
        "payment_route": "监管账户",
    }


def _judged(county: County, on: dt.date) -> tuple[set[int], list[Judged]]:
    """Whom the rule would have on the list, and those that still teach and do not fulfil it."""
    ids = list(Institution.objects.filter(county=county).order_by("pk").values_list("pk", flat=True))
    judged = Judge(county.pk, on).slice(ids[0], ids[-1]) if ids else []
    fit = {one.institution_id for one in judged if one.verdict.fits}
    return fit, [one for one in judged if not one.verdict.fits and Criterion.OPERATING not in one.verdict.unmet]


def _to_leave(
    draw: random.Random, others: list[Judged], profiles: dict[int, Profile], days: list[dt.date], stays: list[_Stay]
) -> None:
    """Of every reason there is one or two that stood on the list and are to leave it."""
    seen: Counter[tuple[Criterion, ...]] = Counter()
    standing = {stay.institution_id for stay in stays if stay.left_on is None}
    for one in others:
        row = profiles.get(one.institution_id)
        if row is None or one.institution_id in standing or seen[one.verdict.unmet] >= _A_REASON:
            continue
        if row.opened_on + dt.timedelta(days=200) < days[-1]:
            seen[one.verdict.unmet] += 1
            stays.append(_Stay(one.institution_id, days[-1], _shown(draw, row)))


def _today(
    draw: random.Random, fit: set[int], profiles: dict[int, Profile], days: list[dt.date], stays: list[_Stay]
) -> None:
    """Bring the list to what the rule finds, but for the spared: they are the night's proposals."""
    standing = {stay.institution_id for stay in stays if stay.left_on is None}
    out = sorted(standing - fit)
    for stay in stays:
        if stay.left_on is None and stay.institution_id in out[_SPARED:]:
            stay.left_on = days[-1]
    missing = [pk for pk in sorted(fit - standing) if pk in profiles]
    draw.shuffle(missing)
    for pk in missing[_SPARED:]:
        since = next((day for day in days if day > profiles[pk].opened_on + dt.timedelta(days=200)), days[-1])
        entered = max(since, draw.choice(days))
        stays.append(_Stay(pk, entered, _shown(draw, profiles[pk])))


def _write(draw: random.Random, county: County, days: list[dt.date], stays: list[_Stay]) -> None:
    by = viewer_of(User.objects.get(username="chief"), on=days[-1])
    entering: defaultdict[dt.date, int] = defaultdict(int)
    leaving: defaultdict[dt.date, int] = defaultdict(int)
    for stay in stays:
        entering[stay.entered_on] += 1
        if stay.left_on:
            leaving[stay.left_on] += 1
    used = [day for day in days if entering[day] or leaving[day]]
    made, total = {}, 0
    for number, day in enumerate(used, start=1):
        total += entering[day] - leaving[day]
        made[day] = WhitelistPublication.objects.create(
            public_id=public_id(draw),
            county=county,
            number=number,
            published_on=day,
            note="首批白名单" if day == FIRST_LIST else "",
            entered=entering[day],
            left=leaving[day],
            total=total,
            recorded_at=clock.at(day, 10),
            recorded_by_id=by.actor_id,
        )
    WhitelistEntry.objects.bulk_create(
        WhitelistEntry(
            institution_id=stay.institution_id,
            county=county,
            entered=made[stay.entered_on],
            entered_on=stay.entered_on,
            left=made[stay.left_on] if stay.left_on else None,
            left_on=stay.left_on,
            unmet=[],
            shown=stay.shown,
        )
        for stay in stays
    )
