"""Star ratings of the demo: the archive of 2019-20 (101 units: 28, 37 and 36 with five, four and three stars), stars in
force with one lowered and one stripped, and applications of this year in every state."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef

from cixi_oversight import clock
from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.star_files import hand_in
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperSeries
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.policy.services.deadlines import Start
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.enums import Status
from institutions.enums.stars import RatingCause, StarField, StarState, StarVerb
from institutions.models import (
    Institution,
    InstitutionMembership,
    InstitutionTransition,
    StarApplication,
    StarApplicationTransition,
    StarItem,
    StarRating,
    StarReview,
    StarStandard,
)
from institutions.rules.stars.points import Thresholds, stars_for, valid_until
from institutions.services.stars import deciding
from institutions.services.stars.common import SUBJECT

OFFICE: Final = "慈溪市教育局"
ARCHIVE: Final = ((5, 28), (4, 37), (3, 36))
_DAY: Final = dt.timedelta(days=1)
_S, _V = StarState, StarVerb
# state -> the verbs that lead there; the number of this year's applications in it
_WAYS: Final[dict[StarState, tuple[tuple[StarVerb, StarState], ...]]] = {
    _S.DRAFT: (),
    _S.SUBMITTED: ((_V.SUBMIT, _S.SUBMITTED),),
    _S.RETURNED: ((_V.SUBMIT, _S.SUBMITTED), (_V.RETURN, _S.RETURNED)),
    _S.WITHDRAWN: ((_V.SUBMIT, _S.SUBMITTED), (_V.WITHDRAW, _S.WITHDRAWN)),
    _S.REVIEWED: ((_V.SUBMIT, _S.SUBMITTED), (_V.CONCLUDE, _S.REVIEWED)),
    _S.AWARDED: ((_V.SUBMIT, _S.SUBMITTED), (_V.CONCLUDE, _S.REVIEWED), (_V.AWARD, _S.AWARDED)),
    _S.REFUSED: ((_V.SUBMIT, _S.SUBMITTED), (_V.CONCLUDE, _S.REVIEWED), (_V.REFUSE, _S.REFUSED)),
}
_NOW: Final = (
    (_S.SUBMITTED, 7),
    (_S.RETURNED, 2),
    (_S.REVIEWED, 4),
    (_S.AWARDED, 3),
    (_S.REFUSED, 1),
    (_S.WITHDRAWN, 1),
    (_S.DRAFT, 1),
)
_IN_FORCE: Final = 18
_SAID: Final = {
    StarField.ENROLMENT: "招生简章报局备案，宣传内容与许可一致，公示牌设在门厅，全年无虚假宣传投诉。",
    StarField.FEES: "收费项目和退费办法上墙，全部使用规范合同，预收费进入监管账户，退费五日内办结。",
    StarField.TEACHING: "专职教师均持证上岗并公示，教学计划和培训材料按学期备案，无在职教师兼职。",
    StarField.MANAGEMENT: "证照有效，消防和场所责任险齐全，财务报表按季报送，投诉当日响应。",
    StarField.SERVICE: "每学期开设公益课堂，资助困难家庭学员，家长满意度调查在九成以上。",
}


@dataclass(slots=True)
class _Desk:
    plan: Plan
    facts: Facts
    draw: random.Random
    standard: StarStandard
    items: Sequence[StarItem]

    def by(self, username: str) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=self.plan.as_of)

    def codes(self) -> Codes:
        made = papers.new_codes(self.draw.choice)
        return Codes(made.token, made.check_code, public_id(self.draw))


def rate(plan: Plan, facts: Facts) -> int:
    """Of the first county; how many ratings there are, the archive's included."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    PaperSeries.objects.create(county=county, kind=PaperKind.STAR_CERTIFICATE, word="慈教星级", office=OFFICE)
    standard = StarStandard.objects.order_by("-effective_from").first()
    if standard is None:
        return 0
    draw = random.Random(f"{plan.seed}:stars")  # noqa: S311  # a demo, not a secret
    desk = _Desk(plan, facts, draw, standard, list(standard.items.order_by("number")))
    _archive(desk, county)
    own = list(InstitutionMembership.objects.order_by("pk").values_list("institution_id", flat=True))
    living = Institution.objects.filter(county=county, status=Status.OPERATING).order_by("pk")
    others = list(living.exclude(pk__in=own)[:120])
    draw.shuffle(others)
    owned = {row.pk: row for row in living.filter(pk__in=own)}
    _in_force(desk, others[:_IN_FORCE] + [owned[pk] for pk in own[1:2] if pk in owned])
    _this_year(desk, others[_IN_FORCE:], [owned[pk] for pk in own[:1] if pk in owned])
    return StarRating.objects.count()


def _archive(desk: _Desk, county: County) -> None:
    """Who taught before 2020, in two rounds of the archive; by now all of it is over."""
    early = InstitutionTransition.objects.filter(
        institution=OuterRef("pk"), target=Status.OPERATING, effective_on__lte=dt.date(2019, 12, 1)
    )
    rows = list(Institution.objects.filter(Exists(early), county=county).order_by("pk"))
    desk.draw.shuffle(rows)
    stars = [level for level, count in ARCHIVE for _ in range(count)]
    made = []
    for number, (row, level) in enumerate(zip(rows, stars, strict=False)):
        from_on = dt.date(2019, 12, 20) if number % 2 else dt.date(2020, 12, 18)
        made.append(
            StarRating(
                institution=row,
                cause=RatingCause.ARCHIVE,
                stars=level,
                from_on=from_on,
                to_on=valid_until(from_on, 24),
                why="2019—2020年民办培训机构诚信办学星级评估（档案）",
                recorded_at=clock.at(from_on, 10),
                recorded_by_id=desk.facts.accounts.actors["registrar"],
            )
        )
    StarRating.objects.bulk_create(made)


def _in_force(desk: _Desk, those: Sequence[Institution]) -> None:
    """Published last year; the first was lowered since, the last stripped."""
    published_at = clock.at(desk.plan.as_of - 330 * _DAY, 15)
    for row in those:
        application = _application(desk, row, _S.AWARDED, published_at - 60 * _DAY)
        deciding.publish(application=application, by=desk.by("director"), at=published_at, codes=desk.codes())
    breach: tuple[tuple[Institution, int, str], ...] = (
        (those[0], 3, "超过三个月预收培训费，经责令后改正"),
        (those[-1], 0, "拖延退费，经责令仍未改正，情节严重"),
    )
    for number, (row, stars, why) in enumerate(breach):
        at = clock.at(desk.plan.as_of - (50 - number) * _DAY, 10)
        rating = StarRating.objects.filter(institution=row, from_on__lte=at.date()).order_by("-from_on").first()
        if rating is not None and rating.stars > max(stars, 3):
            deciding.change_stars(institution=row, stars=stars, why=why, by=desk.by("chief"), at=at, codes=desk.codes())
        elif not stars:
            deciding.change_stars(institution=row, stars=0, why=why, by=desk.by("chief"), at=at, codes=desk.codes())


def _this_year(desk: _Desk, others: Sequence[Institution], own: Sequence[Institution]) -> None:
    """In every state; the demo's own institution was returned something."""
    at = clock.at(desk.plan.as_of - 24 * _DAY, 9)
    every = [_application(desk, row, _S.RETURNED, at) for row in own]
    waiting: list[StarApplication] = []
    states = [state for state, count in _NOW for _ in range(count)]
    for institution, state in zip(others, states, strict=False):
        made = _application(desk, institution, state, at)
        every.append(made)
        if state is _S.SUBMITTED:
            waiting.append(made)
            if len(waiting) % 3 == 0:
                _review(desk, made, "association-2", at + 5 * _DAY)
    hand_in([row for row in every if row.state != _S.DRAFT], at, desk.draw, seed=desk.plan.seed)
    deadlines.start_many(
        subject_kind=SUBJECT,
        kind=DeadlineCode.STAR_REVIEW,
        started_on=at.date(),
        amount=30,
        span=Span.WORKDAYS,
        starts=[Start(one.pk, one.institution_id) for one in waiting],
        by=desk.by("association"),
        at=at,
    )


def _application(desk: _Desk, row: Institution, state: StarState, at: dt.datetime) -> StarApplication:
    actors = desk.facts.accounts.actors
    owner = actors["owner-green"]
    made = StarApplication(
        public_id=public_id(desk.draw),
        institution=row,
        standard=desk.standard,
        year=at.year,
        state=state,
        statements={field.value: text for field, text in _SAID.items()},
        submitted_on=None if state is _S.DRAFT else at.date(),
        created_at=at,
        created_by_id=owner,
        changed_at=at,
        changed_by_id=owner,
    )
    reviews: list[StarReview] = []
    if state in {_S.REVIEWED, _S.AWARDED, _S.REFUSED}:
        low = state is _S.REFUSED
        reviews = [_drawn(desk, made, name, at + (6 + n) * _DAY, low=low) for n, name in enumerate(_REVIEWERS)]
        made.points = sum(one.total for one in reviews) // len(reviews)
    if state in {_S.AWARDED, _S.REFUSED}:
        thresholds = Thresholds(desk.standard.three_from, desk.standard.four_from, desk.standard.five_from)
        made.stars = max(3, stars_for(made.points or 0, thresholds)) if state is _S.AWARDED else None
        made.grounds = f"协会评审平均{made.points}分，对照评估标准。"
        made.decided_on = (at + 12 * _DAY).date()
    made.save(force_insert=True)
    for one in reviews:
        one.application = made
        one.save(force_insert=True)
    _history(desk, made, at)
    return made


_REVIEWERS: Final = ("association", "association-2")


def _drawn(desk: _Desk, row: StarApplication, name: str, at: dt.datetime, *, low: bool) -> StarReview:
    """Points close to the full ones, or half of them."""
    points = {
        str(item.number): item.points // 2 if low else max(0, item.points - desk.draw.choice((0, 0, 0, 1, 1, 2)))
        for item in desk.items
    }
    return StarReview(
        application=row,
        round=1,
        points=points,
        comments={StarField.FEES.value: "收费公示完整，合同抽查规范。", StarField.SERVICE.value: "公益活动记录齐全。"},
        total=sum(points.values()),
        recorded_at=at,
        recorded_by_id=desk.facts.accounts.actors[name],
    )


def _review(desk: _Desk, row: StarApplication, name: str, at: dt.datetime) -> None:
    _drawn(desk, row, name, at, low=False).save(force_insert=True)


def _history(desk: _Desk, row: StarApplication, at: dt.datetime) -> None:
    actors = desk.facts.accounts.actors
    by: dict[Any, str] = {
        _V.RETURN: "association",
        _V.CONCLUDE: "association-2",
        _V.AWARD: "chief",
        _V.REFUSE: "chief",
    }
    steps: list[tuple[StarVerb, str, str]] = [(_V.APPLY, "", _S.DRAFT)]
    source: str = _S.DRAFT
    for verb, target in _WAYS[StarState(row.state)]:
        steps.append((verb, source, target))
        source = target
    StarApplicationTransition.objects.bulk_create(
        [
            StarApplicationTransition(
                application=row,
                verb=verb,
                source=before,
                target=after,
                why="请补充收费公示照片和退费台账" if verb is _V.RETURN else "",
                effective_on=(at + 4 * n * _DAY).date(),
                recorded_at=at + 4 * n * _DAY,
                actor_id=actors[by.get(verb, "owner-green")],
            )
            for n, (verb, before, after) in enumerate(steps)
        ]
    )
