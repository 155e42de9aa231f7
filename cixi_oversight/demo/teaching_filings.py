"""Filings of teaching that are on their way in the demo: material waiting for the bureau and for sector authorities,
some returned, and drafts whose fees are outside the caps, which cannot be handed in like that."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.shelved import shelved
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.documents.enums import Purpose
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import FilingKind
from institutions.enums.teaching import MaterialKind
from institutions.models import Course, Institution, InstitutionMembership
from institutions.services.filings import deciding, engine
from institutions.services.filings.moving import SUBJECT
from institutions.services.teaching import starting

MATERIALS: Final = 16  # handed in; every sixth returned
OVER_CAP: Final = 5  # drafts with a fee outside the caps
_BOOKS: Final = (
    (MaterialKind.SELF_COMPILED, "讲义"),
    (MaterialKind.COURSEWARE, "课件"),
    (MaterialKind.EXERCISES, "练习册"),
)


@transaction.atomic
def file_teaching(plan: Plan, facts: Facts) -> int:
    """Through the engine, like everybody's; the demo owners' institutions are among them. Answers how many."""
    by = system_viewer(label="机构网上填报")
    draw = Chance(plan.seed).stream("teaching.filings")
    county = facts.places[0].county_id
    owned = InstitutionMembership.objects.values("institution")
    with_courses = Institution.objects.filter(county=county, pk__in=Course.objects.in_force().values("institution"))
    own = list(with_courses.filter(pk__in=owned).order_by("pk")[:OVER_CAP])
    rest = list(with_courses.exclude(pk__in=owned).order_by("pk")[: 20 * MATERIALS])
    chosen = own + draw.sample(rest, max(0, min(MATERIALS - len(own), len(rest))))
    for number, institution in enumerate(chosen):
        at = clock.at(plan.as_of - dt.timedelta(days=1 + number % 12), 9 + number % 8, 5 + number)
        code = public_id(draw)
        _material(institution, number, by=by, at=at, code=code, seed=plan.seed)
    for institution in chosen[:OVER_CAP]:
        _over_cap(institution, by=by, at=clock.at(plan.last_day, 16))
    return len(chosen) + len(chosen[:OVER_CAP])


def _material(institution: Institution, number: int, *, by: Viewer, at: dt.datetime, code: str, seed: int) -> None:
    course = Course.objects.in_force().filter(institution=institution).order_by("code").last()
    if course is None:
        return
    kind, book = _BOOKS[number % len(_BOOKS)]
    filing = starting.start(institution=institution, kind=FilingKind.TRAINING_MATERIAL, by=by, at=at)
    title = f"{course.name}{book}"
    shelved(
        title,
        code=code,
        seed=seed,
        purpose=Purpose.FILING,
        owner_id=by.actor_id,
        subject=(SUBJECT, filing.pk),
        institution_id=institution.pk,
        at=at,
    ).save()
    payload: dict[str, Any] = {
        "title": title,
        "document": code,
        "kind": kind,
        "subject": course.subject,
        "stage": course.stage,
        "edition": 1,
        "reviewed_inside_on": (at.date() - dt.timedelta(days=3)).isoformat(),
        "review_inside": "教研组长审核：内容适宜，无超标内容，同意送审。",
        "authors_qualified": True,
        "nothing_forbidden": True,
    }
    filing = engine.save_draft(filing=filing, payload=payload, expected_version=filing.version, by=by, at=at)
    filing = engine.submit(filing=filing, expected_version=filing.version, by=by, at=at)
    if number % 6 == 5:
        comments = {"review_inside": "请写明审核人岗位和具体意见。", "title": "名称请与封面一致。"}
        deciding.return_for_correction(filing=filing, comments=comments, by=by, at=at + dt.timedelta(hours=20))


def _over_cap(institution: Institution, *, by: Viewer, at: dt.datetime) -> None:
    """The first tuition is raised above every cap, as somebody might type it."""
    filing = starting.start(institution=institution, kind=FilingKind.COURSES, by=by, at=at)
    payload = filing.payload
    payload["fees"][0] |= {"name": "年度套餐", "amount": 980_000, "lessons": 80, "span_months": 12}
    engine.save_draft(filing=filing, payload=payload, expected_version=filing.version, by=by, at=at)
