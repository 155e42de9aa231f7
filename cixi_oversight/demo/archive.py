"""The dated archive of the letter: what became of 233 for-profit academic institutions by 16 December 2021.

46 deregistered, 92 re-registered as non-profit, 95 turned to non-academic teaching, week by week from September. With
62 more, of which the letter says nothing and which are therefore marked as generated, 154 academic institutions stood
in the middle of 2022. Since then they have ended or turned one by one; today's 40 are what is left.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from cixi_oversight.demo.chance import Chance, day_between
from cixi_oversight.demo.names import Names
from cixi_oversight.demo.places import Place
from cixi_oversight.demo.profiles import Past, Profile
from cixi_oversight.demo.sizes import Plan
from institutions.enums import Category, LegalForm, Stage

DEADLINE: Final = dt.date(2021, 12, 16)
DEREGISTERED, NONPROFIT, NONACADEMIC, GENERATED = 46, 92, 95, 62
# of those, how many teach today: as academic institutions, and as non-academic ones
NONPROFIT_ACADEMIC, GENERATED_ACADEMIC = 26, 14
NONPROFIT_TURNED, GENERATED_TURNED, NONACADEMIC_LIVING = 20, 10, 70
_SPANS: Final = {
    "deregistered": (dt.date(2021, 8, 30), dt.date(2021, 12, 10), dt.date(2021, 10, 18)),
    "nonprofit": (dt.date(2021, 10, 11), DEADLINE, dt.date(2021, 12, 6)),
    "nonacademic": (dt.date(2021, 9, 13), dt.date(2021, 12, 15), dt.date(2021, 11, 22)),
}
_NON_ACADEMIC: Final = (Category.ARTS, Category.ARTS, Category.OTHER, Category.SCI_TECH, Category.SPORTS)


@dataclass
class _Letter:
    plan: Plan
    draw: random.Random
    place: Place
    names: Names


def give_pasts(plan: Plan, chance: Chance, place: Place, names: Names, active: list[Profile]) -> list[Profile]:
    """Gives some of today's institutions their past and returns those that have ended."""
    letter = _Letter(plan, chance.stream("archive"), place, names)
    academic = [profile for profile in active if profile.category is Category.ACADEMIC]
    others = [profile for profile in active if profile.category not in (Category.ACADEMIC, None)]
    letter.draw.shuffle(academic)
    letter.draw.shuffle(others)
    for profile in academic[1:NONPROFIT_ACADEMIC]:
        _nonprofit(letter, profile)
    _nonprofit(letter, academic[0]).nonprofit_on = DEADLINE  # the letter's day: by then all were done
    for profile in academic[NONPROFIT_ACADEMIC:]:
        _generated(letter, profile)
    take = iter(others)
    for _ in range(NONACADEMIC_LIVING):
        _nonacademic(letter, next(take))
    for _ in range(NONPROFIT_TURNED):
        _turned_later(letter, _nonprofit(letter, next(take)))
    for _ in range(GENERATED_TURNED):
        _turned_later(letter, _generated(letter, next(take)))
    return _ended(letter, first_number=1 + max(profile.number for profile in active))


def _ended(letter: _Letter, first_number: int) -> list[Profile]:
    ended: list[Profile] = []
    for group, count in (
        ("deregistered", DEREGISTERED),
        ("nonacademic", NONACADEMIC - NONACADEMIC_LIVING),
        ("nonprofit", NONPROFIT - NONPROFIT_ACADEMIC - NONPROFIT_TURNED),
        ("generated", GENERATED - GENERATED_ACADEMIC - GENERATED_TURNED),
    ):
        for _ in range(count):
            profile = _closed_profile(letter, first_number + len(ended), group)
            ended.append(profile)
    return ended


def _closed_profile(letter: _Letter, number: int, group: str) -> Profile:
    town = letter.draw.choices(
        [town for town, _ in letter.place.town_weights], [w for _, w in letter.place.town_weights]
    )[0]
    category = letter.draw.choice(_NON_ACADEMIC) if group == "nonacademic" else Category.ACADEMIC
    form = {"deregistered": LegalForm.COMPANY, "nonacademic": LegalForm.COMPANY}.get(
        group, LegalForm.PRIVATE_NON_ENTERPRISE
    )
    brand = letter.names.brand()
    profile = Profile(
        number=number,
        place=letter.place,
        town=town,
        name=letter.names.name(county=letter.place.name, town=town, brand=brand, category=category, form=form),
        brand=brand,
        category=category,
        form=form,
        stage=Stage.COMPULSORY,
        opened_on=dt.date(2016, 3, 1),
        students=letter.draw.randint(30, 160),
        prepaid_fen=180_000,
        capital_fen=letter.draw.choice((10, 20, 30, 50)) * 1_000_000,
    )
    if group == "deregistered":
        past = _begin(letter, profile, group, LegalForm.COMPANY, same_name=True)
        past.ended_on = _day_of(letter, "deregistered")
        return profile
    past = {"nonacademic": _nonacademic, "nonprofit": _nonprofit, "generated": _generated}[group](letter, profile)
    earliest = dt.date(2022, 7, 4) if group != "nonacademic" else dt.date(2022, 9, 5)
    latest = letter.plan.as_of - dt.timedelta(days=130)
    past.ended_on = _workday(day_between(letter.draw, earliest, latest))
    return profile


def _begin(letter: _Letter, profile: Profile, group: str, form: LegalForm, *, same_name: bool) -> Past:
    """Opened before the double reduction, as an academic institution for compulsory schooling."""
    profile.opened_on = _workday(day_between(letter.draw, dt.date(2012, 3, 1), dt.date(2020, 8, 31)))
    past = profile.past = Past(group, first_form=form, first_category=Category.ACADEMIC)
    if group != "generated":
        profile.stage = Stage.COMPULSORY
    if group != "deregistered":
        profile.name = letter.names.name(
            county=letter.place.name,
            town=profile.town,
            brand=profile.brand,
            category=profile.category or Category.OTHER,
            form=profile.form,
        )
    if not same_name:
        past.former_name = letter.names.name(
            county=letter.place.name, town=profile.town, brand=profile.brand, category=Category.ACADEMIC, form=form
        )
    return past


def _nonprofit(letter: _Letter, profile: Profile) -> Past:
    profile.form = LegalForm.PRIVATE_NON_ENTERPRISE
    past = _begin(letter, profile, "nonprofit", LegalForm.COMPANY, same_name=False)
    past.nonprofit_on = _day_of(letter, "nonprofit")
    return past


def _nonacademic(letter: _Letter, profile: Profile) -> Past:
    profile.form = LegalForm.COMPANY
    past = _begin(letter, profile, "nonacademic", LegalForm.COMPANY, same_name=False)
    past.nonacademic_on = _day_of(letter, "nonacademic")
    return past


def _generated(letter: _Letter, profile: Profile) -> Past:
    profile.form = LegalForm.PRIVATE_NON_ENTERPRISE
    return _begin(letter, profile, "generated", LegalForm.PRIVATE_NON_ENTERPRISE, same_name=True)


def _turned_later(letter: _Letter, past: Past) -> None:
    """Academic in the middle of 2022, non-academic today."""
    latest = letter.plan.as_of - dt.timedelta(days=200)
    past.nonacademic_on = _workday(day_between(letter.draw, dt.date(2022, 7, 4), latest))


def _day_of(letter: _Letter, group: str) -> dt.date:
    """A working day of the group's months; the busiest is the third date."""
    first, last, busiest = _SPANS[group]
    day = letter.draw.triangular(0, (last - first).days, (busiest - first).days)
    return min(_workday(first + dt.timedelta(days=round(day))), last)


def _workday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))
