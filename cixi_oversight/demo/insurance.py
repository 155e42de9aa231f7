"""Policies year after year: premises liability, students' cover, sometimes tuition. The insurers are invented."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.register import Writer, add_years, entered_on
from cixi_oversight.demo.troubles import Kind, Noise, Trouble
from institutions.enums import InsuranceKind
from institutions.models import InsurancePolicy

INSURERS: Final = ("四明演示财产保险", "三北演示财产保险", "姚江演示互助保险社")
CLERK: Final = "registrar"
_DAY: Final = dt.timedelta(days=1)
_YEARS_BACK: Final = 2
_A_STUDENT_FEN: Final = 10_000_000
_LIABILITY_LIMITS_YUAN: Final = (1_000_000, 2_000_000, 3_000_000, 5_000_000)


def write_insurance(writer: Writer, profile: Profile) -> None:
    draw = writer.chance.stream("insurance", profile.number)
    _write_years(writer, draw, profile, InsuranceKind.PREMISES_LIABILITY, profile.trouble(Kind.LIABILITY_LAPSE))
    _write_years(writer, draw, profile, InsuranceKind.STUDENT_COVER, profile.trouble(Kind.COVER_LAPSE))
    if draw.randint(1, 100) <= 15:
        _write_years(writer, draw, profile, InsuranceKind.TUITION, None)


def _write_years(
    writer: Writer, draw: random.Random, profile: Profile, kind: InsuranceKind, lapse: Trouble | None
) -> None:
    insurer = draw.choice(INSURERS)
    insured = profile.students * draw.randint(118, 130) // 100 + 1
    anniversary = _anniversary(writer, draw, kind) if lapse is None else lapse.start
    no_facts = profile.trouble(Kind.NO_FACTS)
    for back in range(_YEARS_BACK, -2, -1):
        from_on = add_years(anniversary, -back)
        known_on = from_on - _lead(draw, profile, kind) * _DAY
        if lapse is not None and back <= 0:
            if back < 0 or lapse.end is None:
                return
            from_on = known_on = lapse.end
        if no_facts is not None:
            if no_facts.end is None:
                return
            known_on = max(known_on, no_facts.end)
        known_on = max(known_on, entered_on(profile))
        if known_on > writer.plan.last_day:
            return
        writer.sheets.add(
            InsurancePolicy,
            institution_id=profile.pk,
            kind=kind,
            insurer=insurer,
            number=f"YS{from_on:%Y%m}{profile.number:06d}{kind.value[0].upper()}",
            insured_persons=insured if kind is InsuranceKind.STUDENT_COVER else None,
            limit_fen=_limit_fen(draw, profile, kind, insured),
            from_on=from_on,
            to_on=add_years(from_on, 1) - _DAY,
            **writer.record(CLERK, known_on, draw.randint(9, 16), draw.randint(0, 59)),
        )


def _anniversary(writer: Writer, draw: random.Random, kind: InsuranceKind) -> dt.date:
    """The latest start of a year of cover: any day for the premises, around September for students."""
    day = writer.plan.as_of - draw.randint(0, 364) * _DAY
    if kind is InsuranceKind.STUDENT_COVER:
        september = dt.date(writer.plan.as_of.year, 9, 1)
        day = (september if september <= writer.plan.as_of else add_years(september, -1)) + draw.randint(-12, 12) * _DAY
    return day


def _lead(draw: random.Random, profile: Profile, kind: InsuranceKind) -> int:
    """Days between renewal and expiry. Under 30 the night already warns."""
    if profile.noise is Noise.LATE_RENEWAL and kind is InsuranceKind.PREMISES_LIABILITY:
        return draw.randint(2, 25)
    return draw.randint(32, 50)


def _limit_fen(draw: random.Random, profile: Profile, kind: InsuranceKind, insured: int) -> int:
    if kind is InsuranceKind.PREMISES_LIABILITY:
        return draw.choice(_LIABILITY_LIMITS_YUAN) * 100
    if kind is InsuranceKind.STUDENT_COVER:
        return insured * _A_STUDENT_FEN
    return profile.students * profile.prepaid_fen // 2
