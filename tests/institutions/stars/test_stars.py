"""Star rating: the table over every state, points to stars, validity, the way of an application, breach."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cixi_oversight.documents.models import PaperVoid
from cixi_oversight.documents.services import checking
from cixi_oversight.errors import Forbidden, Problems, ReasonMissing, WrongState
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.users.services.viewer import viewer_of
from cixi_oversight.web.home import todo
from institutions.enums.stars import StarField, StarState, StarVerb
from institutions.enums.yearly import Conclusion, YearlyState
from institutions.errors.stars import (
    AlreadyReviewed,
    AnnualFailed,
    ApplicationOpen,
    HasInterest,
    NoStars,
    NotLower,
    StarsOutOfRange,
)
from institutions.models import AnnualBatch, AnnualInspection, InstitutionMembership, StarApplication, StarRating
from institutions.rules.stars.papers import APPEAL
from institutions.rules.stars.points import Thresholds, mean, stars_for, valid_until, wrong_points
from institutions.rules.stars.workflow import STARS
from institutions.services.stars.applying import add_evidence, begin, save, submit, withdraw
from institutions.services.stars.deciding import award, change_stars, publish, refuse, send_back
from institutions.services.stars.reading import holding, to_reconsider
from institutions.services.stars.reviewing import return_application, review, shown_reviews, stand_back
from institutions.services.yearly import results, stars
from tests.people import AT, ON, SINCE, World, make_world

S, V = StarState, StarVerb
DAY = dt.timedelta(days=1)
SIGN = frozenset({Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
OWNER = frozenset({Role.INSTITUTION_OWNER})
ASSOCIATION = frozenset({Role.ASSOCIATION_OFFICER})
LINES: dict[StarVerb, tuple[set[StarState], StarState, frozenset[Role]]] = {
    V.SUBMIT: ({S.DRAFT, S.RETURNED}, S.SUBMITTED, OWNER),
    V.WITHDRAW: ({S.DRAFT, S.SUBMITTED, S.RETURNED}, S.WITHDRAWN, OWNER),
    V.RETURN: ({S.SUBMITTED}, S.RETURNED, ASSOCIATION),
    V.CONCLUDE: ({S.SUBMITTED}, S.REVIEWED, ASSOCIATION),
    V.SEND_BACK: ({S.REVIEWED}, S.SUBMITTED, SIGN),
    V.AWARD: ({S.REVIEWED}, S.AWARDED, SIGN),
    V.REFUSE: ({S.REVIEWED}, S.REFUSED, SIGN),
    V.PUBLISH: ({S.AWARDED}, S.PUBLISHED, SIGN),
}


def failed(world: World) -> None:
    """An annual inspection of last year, not passed, published today."""
    by = world.viewer(Role.SECTION_CHIEF)
    entered: dict[str, Any] = {"created_at": AT, "changed_at": AT}
    entered |= {"created_by_id": by.actor_id, "changed_by_id": by.actor_id}
    days = {"opened_on": ON, "report_by": ON, "check_by": ON, "decide_by": ON}
    batch = AnnualBatch.objects.create(
        county=world.county, year=2025, title="2025年度年检", categories=[], legal_forms=[], **days, **entered
    )
    inspection = AnnualInspection.objects.create(
        batch=batch, institution=world.institution, year=2025, state=YearlyState.CHECKED, **entered
    )
    inspection.conclusion = Conclusion.FAIL
    results.put_down([inspection], on=ON, by=by, at=AT)


def test_who_did_not_pass_the_annual_inspection_is_not_honoured_and_is_reconsidered(world: World) -> None:
    owner = world.viewer(Role.INSTITUTION_OWNER)
    StarRating.objects.create(
        institution=world.institution, cause="archive", stars=4, from_on=ON - DAY, to_on=ON + 90 * DAY,
        recorded_at=AT, recorded_by_id=owner.actor_id,
    )  # fmt: skip
    assert not to_reconsider(ON).exists()
    failed(world)
    assert [row.institution_id for row in to_reconsider(ON)] == [world.institution.pk]
    assert not to_reconsider(ON - DAY).exists()
    with pytest.raises(AnnualFailed):
        begin(institution=world.institution, by=owner, at=AT)
    pin(ON)
    chief = world.client(Role.SECTION_CHIEF)
    url = reverse("institutions:star_ratings")
    assert world.institution.name in chief.get(url, {"annual": "failed"}).content.decode()
    desk = [line for line in todo(world.viewer(Role.SECTION_CHIEF), ON) if line.url == f"{url}?annual=failed"]
    assert len(desk) == 1
    mine = world.client(Role.INSTITUTION_OWNER).get(reverse("institutions:my_stars")).content.decode()
    assert "2025年度年检不合格" in mine


@pytest.mark.parametrize("state", StarState)
@pytest.mark.parametrize("verb", StarVerb)
def test_a_verb_moves_from_its_states_only(state: StarState, verb: StarVerb) -> None:
    sources, target, roles = LINES.get(verb, (set(), None, None))
    if state not in sources:
        with pytest.raises(WrongState):
            STARS.move(state, verb)
        return
    move = STARS.move(state, verb)
    assert (move.target, move.roles) == (target, roles)


@pytest.mark.parametrize(
    ("points", "expected"), [(100, 5), (90, 5), (89, 4), (80, 4), (79, 3), (70, 3), (69, 0), (0, 0)]
)
def test_points_suggest_stars(points: int, expected: int) -> None:
    assert stars_for(points, Thresholds(70, 80, 90)) == expected


def test_a_mean_is_rounded_down() -> None:
    assert mean([89, 90]) == 89
    with pytest.raises(ValueError, match="no review"):
        mean([])


def test_points_missing_or_above_the_item_are_named() -> None:
    assert wrong_points({1: 8, 2: 7, 3: -1}, {1: 8, 2: 6, 3: 6, 4: 6}) == [2, 3, 4]


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        ("2026-11-23", "2028-11-22"),
        ("2028-02-29", "2030-02-28"),
        ("2026-03-01", "2028-02-29"),
        ("2026-02-28", "2028-02-27"),
        ("2026-01-01", "2027-12-31"),
    ],
)
def test_two_years_end_the_day_before(from_on: str, to_on: str) -> None:
    assert valid_until(dt.date.fromisoformat(from_on), 24).isoformat() == to_on


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def second_officer(world: World) -> Viewer:
    first = DepartmentMembership.objects.get(user=world.user(Role.ASSOCIATION_OFFICER))
    user = User.objects.create(username="association2", name="association2", joined_at=AT)
    DepartmentMembership.objects.create(
        user=user, department=first.department, role=Role.ASSOCIATION_OFFICER, from_on=SINCE
    )
    return viewer_of(user, on=ON)


def picture(shade: int) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 0, 0)).save(drawn, "PNG")
    return SimpleUploadedFile(f"{shade}.png", drawn.getvalue())


@pytest.fixture
def sent(world: World) -> StarApplication:
    owner = world.viewer(Role.INSTITUTION_OWNER)
    row = begin(institution=world.institution, by=owner, at=AT)
    for shade, field in enumerate(StarField):
        add_evidence(application=row, field=field, upload=picture(shade), by=owner, at=AT)
    said = {field.value: "按规定办理" for field in StarField}
    return submit(application=row, statements=said, expected_version=row.version, by=owner, at=AT)


def points(row: StarApplication, minus: int = 0) -> dict[int, int | None]:
    """All points, but for some of the first item's."""
    given: dict[int, int | None] = dict(row.standard.items.values_list("number", "points"))
    given[1] = int(given[1] or 0) - minus
    return given


def reviewed(world: World, row: StarApplication) -> StarApplication:
    for by, minus in ((world.viewer(Role.ASSOCIATION_OFFICER), 0), (second_officer(world), 5)):
        review(application=row, points=points(row, minus), comments={}, by=by, at=AT)
    return StarApplication.objects.get(pk=row.pk)


@pytest.fixture
def rated(world: World, sent: StarApplication) -> StarRating:
    row = reviewed(world, sent)
    chief = world.viewer(Role.SECTION_CHIEF)
    row = award(application=row, stars=5, grounds="评审优秀", expected_version=row.version, by=chief, at=AT)
    return publish(application=row, by=chief, at=AT)


def test_an_application_says_something_on_every_field_and_shows_it(world: World) -> None:
    owner = world.viewer(Role.INSTITUTION_OWNER)
    row = begin(institution=world.institution, by=owner, at=AT)
    with pytest.raises(ApplicationOpen):
        begin(institution=world.institution, by=owner, at=AT)
    row = save(application=row, statements={"fees": "公示"}, expected_version=row.version, by=owner, at=AT)
    with pytest.raises(Problems) as refused:
        submit(application=row, statements={"fees": "公示"}, expected_version=row.version, by=owner, at=AT)
    assert {one.code for one in refused.value.problems} == {"star_field_empty", "star_no_evidence"}
    assert not StarApplication.objects.visible_to(world.viewer(Role.SECTION_CHIEF)).exists()
    withdraw(application=row, by=owner, at=AT)
    assert begin(institution=world.institution, by=owner, at=AT).pk != row.pk


def test_two_persons_review_apart(world: World, sent: StarApplication) -> None:
    first, second = world.viewer(Role.ASSOCIATION_OFFICER), second_officer(world)
    assert StarApplication.objects.for_reviewer(first).count() == 1
    with pytest.raises(Problems):
        review(application=sent, points={}, comments={}, by=first, at=AT)
    review(application=sent, points=points(sent), comments={"fees": "好"}, by=first, at=AT)
    with pytest.raises(AlreadyReviewed):
        review(application=sent, points=points(sent), comments={}, by=first, at=AT)
    assert not StarApplication.objects.for_reviewer(first).exists()
    assert shown_reviews(sent, second) == []
    review(application=sent, points=points(sent, 5), comments={}, by=second, at=AT)
    row = StarApplication.objects.get(pk=sent.pk)
    assert (row.state, row.points) == (StarState.REVIEWED, 97)  # (100 + 95) // 2
    assert len(shown_reviews(row, second)) == 2
    assert Deadline.objects.get(subject_kind="star_application", subject_id=row.pk).stopped_on == ON


def test_whoever_has_an_interest_does_not_review(world: World, sent: StarApplication) -> None:
    officer = second_officer(world)
    stand_back(application=sent, why="亲属任教", by=officer, at=AT)
    with pytest.raises(HasInterest):
        review(application=sent, points=points(sent), comments={}, by=officer, at=AT)
    user = world.user(Role.ASSOCIATION_OFFICER)
    InstitutionMembership.objects.create(user=user, institution=world.institution, role=Role.TEACHER, from_on=SINCE)
    both = viewer_of(user, on=ON)
    with pytest.raises(HasInterest):
        review(application=sent, points=points(sent), comments={}, by=both, at=AT)
    with pytest.raises(HasInterest):
        return_application(application=sent, why="补材料", expected_version=sent.version, by=both, at=AT)


def test_the_association_returns_and_the_bureau_sends_back(world: World, sent: StarApplication) -> None:
    officer, owner = world.viewer(Role.ASSOCIATION_OFFICER), world.viewer(Role.INSTITUTION_OWNER)
    review(application=sent, points=points(sent), comments={}, by=officer, at=AT)
    row = return_application(application=sent, why="补合同样本", expected_version=sent.version, by=officer, at=AT)
    assert (row.state, row.round) == (StarState.RETURNED, 2)
    row = submit(application=row, statements=row.statements, expected_version=row.version, by=owner, at=AT + DAY)
    row = reviewed(world, row)
    chief = world.viewer(Role.SECTION_CHIEF)
    with pytest.raises(ReasonMissing):
        send_back(application=row, why="", expected_version=row.version, by=chief, at=AT + DAY)
    row = send_back(application=row, why="分差过大", expected_version=row.version, by=chief, at=AT + DAY)
    assert (row.state, row.round, row.points) == (StarState.SUBMITTED, 3, None)
    assert StarApplication.objects.for_reviewer(officer).count() == 1


def test_the_bureau_decides_and_stars_hold_two_years(world: World, sent: StarApplication) -> None:
    row = reviewed(world, sent)
    director, registrar = world.viewer(Role.BUREAU_DIRECTOR), world.viewer(Role.REGISTRAR)
    facts: dict[str, Any] = {"grounds": "评审优秀", "expected_version": row.version, "at": AT}
    with pytest.raises(Forbidden):
        award(application=row, stars=4, by=registrar, **facts)
    with pytest.raises(StarsOutOfRange):
        award(application=row, stars=2, by=director, **facts)
    row = award(application=row, stars=4, by=director, **facts)
    assert stars.current([world.institution.pk], ON) == {}
    rating = publish(application=row, by=director, at=AT)
    assert (rating.stars, rating.from_on, rating.to_on) == (4, ON, dt.date(2028, 11, 22))
    assert stars.current([world.institution.pk], dt.date(2028, 11, 22))[world.institution.pk].stars == 4
    assert stars.current([world.institution.pk], dt.date(2028, 11, 23)) == {}
    paper = StarApplication.objects.get(pk=row.pk).certificate
    assert paper is not None
    assert checking.state(paper, dt.date(2028, 11, 22)).state == "in_force"
    assert checking.state(paper, dt.date(2028, 11, 23)).state == "lapsed"


def test_none_is_a_decision_too(world: World, sent: StarApplication) -> None:
    row = reviewed(world, sent)
    chief = world.viewer(Role.SECTION_CHIEF)
    row = refuse(application=row, grounds="收费未公示", expected_version=row.version, by=chief, at=AT)
    assert row.state == StarState.REFUSED
    assert not StarRating.objects.exists()


def test_breach_lowers_then_strips(world: World, rated: StarRating) -> None:
    chief, ids = world.viewer(Role.SECTION_CHIEF), [world.institution.pk]

    def changed(to: int, on: dt.timedelta) -> StarRating:
        return change_stars(institution=world.institution, stars=to, why="超期预收费", by=chief, at=AT + on)

    with pytest.raises(NotLower):
        changed(5, DAY)
    lowered = changed(3, DAY)
    first = StarApplication.objects.get(pk=rated.application_id).certificate
    assert (lowered.to_on, lowered.appeal) == (rated.to_on, APPEAL)
    assert first is not None
    assert first.supersedes is not None
    assert PaperVoid.objects.filter(paper=first.supersedes).exists()
    assert [stars.current(ids, day)[ids[0]].stars for day in (ON, ON + DAY)] == [5, 3]
    changed(0, 2 * DAY)
    assert stars.current(ids, ON + 2 * DAY) == {}
    assert stars.current(ids, ON + DAY)[ids[0]].stars == 3
    assert PaperVoid.objects.filter(paper=first).exists()
    with pytest.raises(NoStars):
        changed(0, 3 * DAY)


def test_current_stars_take_one_query(
    world: World, rated: StarRating, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        assert len(stars.current([world.institution.pk, world.foreign.pk], ON)) == 1
    assert holding(ON).count() == 1
