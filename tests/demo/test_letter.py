"""The letter's figures come from dated rows: they are right, and they move with the rows."""

import datetime as dt

import pytest
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.demo.cases_told import ACADEMIC
from cixi_oversight.demo.seeding import Seeded
from cixi_oversight.pages.letter.answers import cohort
from cixi_oversight.pages.letter.campaign import Place, by_authority, by_town, tally
from cixi_oversight.pages.letter.curve import weekly
from cixi_oversight.pages.letter.figures import DEADLINE, FIGURES, MID_2022
from cixi_oversight.pages.letter.history import Outcome, academic_on
from cixi_oversight.pages.letter.reading import histories
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from cixi_oversight.web.letter import LETTER_ANSWERS, LetterAnswer
from institutions.enums import Category
from institutions.enums.cases import CaseKind
from institutions.models import CategoryRow, Institution, RegistrationCase
from tests.cities import AS_OF, LETTER, kept

pytestmark = pytest.mark.django_db
PAGE = "/bureau/statistics/letter/"
CAMPAIGN = "/bureau/statistics/campaign/"


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    with kept(LETTER, django_db_blocker) as seeded:
        yield seeded


@pytest.fixture
def viewer(city: Seeded, db: None) -> Viewer:
    return system_viewer()


@pytest.fixture
def bureau(city: Seeded, client: Client) -> Client:
    client.force_login(User.objects.get(username="director"))
    return client


def test_every_recorded_figure_is_the_letters(viewer: Viewer):
    answers = {answer.figure: answer for answer in LETTER_ANSWERS.all()}
    found = {
        figure.key: answers[figure.key].value(viewer, figure.as_of)
        for figure in FIGURES
        if figure.as_of is not None and figure.key in answers
    }
    assert found == {
        "cohort": 233,
        "deregistered": 46,
        "nonprofit": 92,
        "nonacademic": 95,
        "completion": 100,
        "completed_on": dt.date(2021, 12, 16),
        "academic": 154,
        "whitelist_on": dt.date(2022, 1, 10),
        "working_groups": 6,
    }


def test_today_forty_academic_ones_are_left_and_those_found_since(viewer: Viewer):
    turned = RegistrationCase.objects.filter(kind=CaseKind.CATEGORY_CONVERSION, state__in=("following", "completed"))
    (left,) = (answer for answer in LETTER_ANSWERS.all() if answer.figure == "academic_left")
    today = Institution.objects.filter(category="academic", status="operating").count()
    assert left.value(viewer, AS_OF) == 40 + ACADEMIC - turned.count() == today


def test_the_sixty_two_of_which_the_letter_says_nothing_are_marked(viewer: Viewer):
    known = {history.institution_id for history in cohort(viewer)}
    others = {h.institution_id for h in histories(viewer) if academic_on(h, MID_2022)} - known
    marked = CategoryRow.objects.filter(institution_id__in=others, why__contains="演示数据")
    assert len(others) == 62 == marked.values("institution_id").distinct().count()


def test_the_curve_rises_week_by_week_to_the_end(viewer: Viewer):
    weeks = weekly(cohort(viewer), until=DEADLINE)
    assert weeks[0].left == 233
    assert weeks[-1].done == {Outcome.DEREGISTERED: 46, Outcome.NONPROFIT: 92, Outcome.NONACADEMIC: 95}
    totals = [sum(week.done.values()) for week in weeks]
    assert totals == sorted(totals)
    assert len(set(totals)) > 12  # week after week, not all at once
    assert totals[-2] < 233  # the last one was done on the last day


def test_moving_one_institutions_date_moves_the_curve(viewer: Viewer):
    before = weekly(cohort(viewer), until=DEADLINE)
    row = (
        CategoryRow.objects.filter(institution_id__in=[h.institution_id for h in cohort(viewer)])
        .exclude(category=Category.ACADEMIC)
        .filter(from_on__lt=dt.date(2021, 11, 1))
        .first()
    )
    CategoryRow.objects.create(
        institution_id=row.institution_id,
        category=row.category,
        from_on=dt.date(2021, 12, 17),
        supersedes=row,
        recorded_at=clock.at(AS_OF, 9),
        recorded_by_id=viewer.actor_id,
    )
    after = weekly(cohort(viewer), until=DEADLINE)
    assert after[-1].done[Outcome.NONACADEMIC] == 94
    assert after[-1].left == 1
    moved = [old.day for old, new in zip(before, after, strict=True) if old.done != new.done]
    assert moved == [week.day for week in before if week.day >= row.from_on]


def test_the_page_shows_each_figure_with_its_day_and_definition(bureau: Client):
    text = bureau.get(PAGE).content.decode()
    assert text.count("一致") >= 7
    assert "不一致" not in text
    for words in ("233", "2021-12-16", "口径", "尚未记录", "检查小组", "letter-curve-data"):
        assert words in text


def test_the_page_reads_the_histories_once(bureau: Client, django_assert_max_num_queries):
    bureau.get(PAGE)
    with django_assert_max_num_queries(25):
        bureau.get(PAGE)


def test_each_figure_leads_to_the_institutions_behind_it(bureau: Client):
    text = bureau.get(f"{PAGE}nonprofit/").content.decode()
    assert text.count("/bureau/register/") >= 92
    assert bureau.get(f"{PAGE}completion/").status_code == 404
    assert bureau.get(f"{PAGE}unknown/").status_code == 404


def test_a_later_capability_answers_for_its_figure(bureau: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(LETTER_ANSWERS, "providers", list(LETTER_ANSWERS.providers))
    LETTER_ANSWERS.register(LetterAnswer("inspection_groups", value=lambda viewer, on: 27))
    text = bureau.get(PAGE).content.decode()
    assert ">27<" in text
    assert "不一致" in text


def test_it_is_the_bureaus_page(city: Seeded, client: Client):
    client.force_login(User.objects.get(username="town"))
    assert client.get(PAGE).status_code == 403


def test_a_county_without_the_archive_counts_nothing(city: Seeded):
    nobody = viewer_of(User.objects.get(username="owner-green"), on=AS_OF)
    assert len(cohort(nobody)) <= 1
    (completion,) = (answer for answer in LETTER_ANSWERS.all() if answer.figure == "completion")
    assert completion.value(viewer_of(User.objects.get(username="sysadmin"), on=AS_OF), DEADLINE) is None


def test_the_campaign_is_replayed_by_week(bureau: Client, viewer: Viewer):
    """233 -> 46/92/95, 100 % on the last day only; every table adds up in every week."""
    members = cohort(viewer)
    towns = {pk: Place(name, dict.fromkeys(Outcome, "x")) for pk, name in _towns(members).items()}
    done = []
    for week in weekly(members, until=DEADLINE):
        whole = tally(members, week.day)
        done.append((whole.total - whole.left, whole.percent))
        parts = by_town(members, towns, week.day)
        assert {outcome: sum(one.done[outcome] for one in parts) for outcome in Outcome} == whole.done == week.done
        (taken,) = by_authority(members, towns, week.day, DEADLINE)
        assert (taken.total, taken.done) == (233, whole.done)
    assert done == sorted(done)
    assert [percent for _, percent in done].index(100) == len(done) - 1
    assert done[-1] == (233, 100)
    last = bureau.get(CAMPAIGN)
    assert last.status_code == 200
    assert {figure.value for figure in last.context["figures"]} == {46, 92, 95, 0}
    first = bureau.get(CAMPAIGN, {"week": "1"})
    assert first.context["percent"] < 10
    assert first.context["previous"] == ""
    assert f"{CAMPAIGN}?week=2" in first.content.decode()
    in_weeks = len(bureau.get(CAMPAIGN, {"week": "3"}).context["week"])
    third = weekly(members, until=DEADLINE)[1:3]
    assert in_weeks == min(12, third[0].left - third[1].left)


@pytest.mark.parametrize("week", ["0", "18", "x", "-1", "1.5", "9999"])
def test_a_week_that_there_is_not(bureau: Client, week: str):
    assert bureau.get(CAMPAIGN, {"week": week}).status_code == 404


def _towns(members):
    rows = Institution.objects.filter(pk__in=[one.institution_id for one in members])
    return dict(rows.values_list("pk", "town__name"))
