"""Who the institutions are, before any row is written: category, town, form, size, age, and what they come from.

Active ones in a county of 500: arts 210, sports 105, sci-tech 50, other 95, academic 40; students by a skewed shape
with a median of 65, a mean of about 110 and 600 at the top.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Final, TypeVar

from cixi_oversight.demo.chance import Chance, day_between, shares, skewed_sizes
from cixi_oversight.demo.names import Names
from cixi_oversight.demo.places import Place
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.troubles import Noise, Trouble
from institutions.enums import Category, LegalForm, Stage

T = TypeVar("T")

CATEGORIES: Final = (
    (Category.ARTS, 210),
    (Category.SPORTS, 105),
    (Category.SCI_TECH, 50),
    (Category.OTHER, 95),
    (Category.ACADEMIC, 40),
)
FORMS: Final = ((LegalForm.COMPANY, 66), (LegalForm.PRIVATE_NON_ENTERPRISE, 18), (LegalForm.SOLE_TRADER, 16))
STAGES: Final = ((Stage.COMPULSORY, 45), (Stage.MIXED, 35), (Stage.PRESCHOOL, 15), (Stage.HIGH_SCHOOL, 5))
CAPITALS_YUAN: Final = (30_000, 50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000, 2_000_000, 3_000_000)
SOLE_TRADERS_AT_MOST: Final = 110  # students; bigger ones are companies


@dataclass(slots=True)
class Past:
    """What the dated rows say about the time before today: conversions, and the end if there was one."""

    group: str  # of the letter: nonprofit, nonacademic, deregistered, generated
    first_form: LegalForm
    first_category: Category
    former_name: str = ""
    nonprofit_on: dt.date | None = None
    nonacademic_on: dt.date | None = None
    ended_on: dt.date | None = None


@dataclass(slots=True)
class Profile:
    """One institution. `students` and `prepaid_fen` (per student) are its usual figures."""

    number: int
    place: Place
    town: str
    name: str
    brand: str
    category: Category | None
    form: LegalForm
    stage: Stage
    opened_on: dt.date
    students: int
    prepaid_fen: int
    capital_fen: int | None
    noise: Noise = Noise.NONE
    troubles: list[Trouble] = field(default_factory=list)
    past: Past | None = None
    received_on: dt.date | None = None  # taken over from another department: no facts from before that day
    dirt: set[str] = field(default_factory=set)
    pk: int = 0

    @property
    def is_active(self) -> bool:
        return self.past is None or self.past.ended_on is None

    def trouble(self, kind: str) -> Trouble | None:
        return next((trouble for trouble in self.troubles if trouble.kind == kind), None)


def draw_profiles(plan: Plan, chance: Chance, place: Place, names: Names, *, first_number: int) -> list[Profile]:
    """The active institutions of a county."""
    count = plan.size.institutions
    draw = chance.stream("profiles", place.code)
    categories = shares(count, CATEGORIES)
    towns = _shuffled(draw, shares(count, place.town_weights))
    sizes = _shuffled(draw, skewed_sizes(count, median=65, sigma=1.08, top=600))
    forms = _shuffled(draw, shares(count, FORMS))
    draw.shuffle(categories)
    return [
        _draw(plan, draw, place, names, number=first_number + i, town=town, category=category, form=form, students=size)
        for i, (category, town, form, size) in enumerate(zip(categories, towns, forms, sizes, strict=True))
    ]


def _draw(
    plan: Plan,
    draw: random.Random,
    place: Place,
    names: Names,
    *,
    number: int,
    town: str,
    category: Category,
    form: LegalForm,
    students: int,
) -> Profile:
    if category is Category.ACADEMIC:
        form = LegalForm.PRIVATE_NON_ENTERPRISE  # since 2022 academic teaching is non-profit
    elif form is LegalForm.SOLE_TRADER and students > SOLE_TRADERS_AT_MOST:
        form = LegalForm.COMPANY
    brand = names.brand()
    prepaid_fen = draw.randint(1_200, 2_400) * 100
    latest = dt.date(2021, 6, 30) if category is Category.ACADEMIC else plan.as_of - dt.timedelta(days=500)
    return Profile(
        number=number,
        place=place,
        town=town,
        name=names.name(county=place.name, town=town, brand=brand, category=category, form=form),
        brand=brand,
        category=category,
        form=form,
        stage=draw.choices([stage for stage, _ in STAGES], [weight for _, weight in STAGES])[0],
        opened_on=_workday(day_between(draw, dt.date(2013, 3, 1), latest)),
        students=students,
        prepaid_fen=prepaid_fen,
        capital_fen=_capital_fen(draw, students * prepaid_fen),
    )


def _capital_fen(draw: random.Random, prepaid_total_fen: int) -> int:
    """The step of the ladder that covers what is prepaid in the best month, or one or two above it."""
    enough = [i for i, yuan in enumerate(CAPITALS_YUAN) if yuan * 100 >= prepaid_total_fen * 13 // 10]
    lowest = enough[0] if enough else len(CAPITALS_YUAN) - 1
    return CAPITALS_YUAN[min(len(CAPITALS_YUAN) - 1, lowest + draw.choice((0, 0, 1, 2)))] * 100


def _shuffled(draw: random.Random, values: list[T]) -> list[T]:
    draw.shuffle(values)
    return values


def _workday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))
