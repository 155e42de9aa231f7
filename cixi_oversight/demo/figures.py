"""The figures of an institution over time: students, unconsumed fees, accounts. Facts are cut from these."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.sizes import add_months
from cixi_oversight.demo.troubles import Kind, Noise

# students in a hundredth of the usual number, January to December
SEASON: Final = (97, 94, 100, 101, 100, 99, 107, 109, 101, 102, 101, 99)
FALL_TO_PERCENT: Final = 40
LARGEST: Final = 600
HOARDED_FEN: Final = 560_000  # a student; the cap is 5,000 yuan


def students_in(profile: Profile, month: dt.date, jitter: random.Random) -> int:
    """On the last day of a month."""
    usual = profile.students * SEASON[month.month - 1] * jitter.randint(97, 103) // 10_000
    fall = profile.trouble(Kind.ENROLMENT_FALL)
    if fall is not None and add_months(month, 1) >= fall.start.replace(day=1):
        usual = usual * FALL_TO_PERCENT // 100
    return max(3, min(LARGEST, usual))


def prepaid_in(profile: Profile, month: dt.date, students: int, jitter: random.Random) -> int:
    """Fen not yet consumed on the last day of a month."""
    a_student = profile.prepaid_fen * jitter.randint(93, 107) // 100
    hoarding = profile.trouble(Kind.HOARDING)
    if hoarding is not None and hoarding.lasts_on(_known_in(month, hoarding.start)):
        a_student = HOARDED_FEN
    if profile.trouble(Kind.THIN_CAPITAL) is None and profile.trouble(Kind.CAPITAL_CUT) is None:
        return students * a_student
    return students * max(a_student, profile.prepaid_fen)


def _known_in(month: dt.date, like: dt.date) -> dt.date:
    """The day of the next month on which such a return is known."""
    return add_months(month, 1).replace(day=like.day)


@dataclass(frozen=True, slots=True)
class Accounts:
    """A quarter's figures in fen."""

    current_assets_fen: int
    current_liabilities_fen: int
    contract_liabilities_fen: int
    net_assets_fen: int
    revenue_fen: int
    net_profit_fen: int


def accounts_of(profile: Profile, quarter: dt.date, known_on: dt.date, jitter: random.Random) -> Accounts:
    """Sound accounts, unless a trouble says otherwise on the day they become known."""
    students = profile.students * SEASON[quarter.month + 1] // 100
    revenue = students * jitter.randint(115_000, 160_000)
    contract = students * profile.prepaid_fen
    payable = revenue * jitter.randint(10, 22) // 100
    liabilities = contract + payable
    assets = liabilities * jitter.randint(132, 215) // 100
    profit = revenue * jitter.randint(3, 14) // 100
    net = (profile.capital_fen or 5_000_000) + revenue * jitter.randint(15, 60) // 100
    if profile.noise is Noise.SMALL_LOSSES and quarter.month in (1, 10):
        profit = -revenue * jitter.randint(1, 5) // 100
    if _is_bad(profile, Kind.ILLIQUID, known_on):
        assets = payable * 60 // 100
    if _is_bad(profile, Kind.INSOLVENT, known_on):
        net, profit = -revenue * jitter.randint(10, 40) // 100, -revenue * jitter.randint(15, 30) // 100
    return Accounts(assets, liabilities, contract, net, revenue, profit)


def _is_bad(profile: Profile, kind: Kind, known_on: dt.date) -> bool:
    trouble = profile.trouble(kind)
    return trouble is not None and trouble.lasts_on(known_on)
