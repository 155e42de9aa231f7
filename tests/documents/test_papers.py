"""Issuing and withdrawing: numbers, what is kept, what cannot be changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.errors import AlreadyVoid, WordUnfit
from cixi_oversight.documents.models import Paper, PaperFile, PaperVoid
from cixi_oversight.documents.rules.papers import read_code, read_number
from cixi_oversight.documents.services import checking, papers
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from tests.documents.paper_facts import NOTICE, issued
from tests.institutions.test_races import together
from tests.people import AT, ON, World

THREADS = 16


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


def test_numbers_run_by_kind_county_and_year(world: World, by: Viewer) -> None:
    last_year = AT - dt.timedelta(days=365)
    made = [
        issued(world.county, by, AT),
        issued(world.county, by, AT),
        issued(world.county, by, AT, kind=PaperKind.POSTING_BOARD),
        issued(world.other_county, by, AT),
        issued(world.county, by, last_year),
        issued(world.county, by, AT),
    ]
    assert [row.number for row in made] == [
        "教约〔2026〕1号",
        "教约〔2026〕2号",
        "教培公示〔2026〕1号",
        "教约〔2026〕1号",
        "教约〔2025〕1号",
        "教约〔2026〕3号",
    ]


def test_the_year_is_the_business_day_in_shanghai(world: World, by: Viewer) -> None:
    at = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # half past midnight of New Year
    row = issued(world.county, by, at)
    assert (row.number, row.issued_on) == ("教约〔2027〕1号", dt.date(2027, 1, 1))


def test_the_word_and_the_office_are_the_countys_own(world: World, by: Viewer) -> None:
    before = issued(world.county, by, AT)
    papers.set_series(
        county=world.county,
        kind=PaperKind.TALK_NOTICE,
        word="慈教约",
        office="慈溪市教育局",
        by=by,
        at=AT,
        why="定文号",
    )
    after = issued(world.county, by, AT)
    assert (after.number, after.office) == ("慈教约〔2026〕2号", "慈溪市教育局")
    assert Paper.objects.get(pk=before.pk).number == "教约〔2026〕1号"
    assert issued(world.other_county, by, AT).number == "教约〔2026〕1号"


@pytest.mark.parametrize("word", ["", " ", "慈教约2026", "慈〔教", "一二三四五六七八九十一二三", "慈 教"])
def test_a_word_that_would_blur_the_number_is_refused(world: World, by: Viewer, word: str) -> None:
    with pytest.raises(WordUnfit):
        papers.set_series(
            county=world.county, kind=PaperKind.TALK_NOTICE, word=word, office="局", by=by, at=AT, why="定文号"
        )


def test_the_bytes_are_kept_as_issued_and_the_digest_is_theirs(world: World, by: Viewer) -> None:
    row = issued(world.county, by, AT)
    content = papers.content_of(row)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert len(content) == row.size


@pytest.mark.parametrize("model", [Paper, PaperFile, PaperVoid])
def test_nothing_of_a_paper_can_be_changed_or_removed(world: World, by: Viewer, model: Any) -> None:
    papers.void(paper=issued(world.county, by, AT), why="印制错误", by=by, at=AT)
    field = {Paper: "number", PaperFile: "content", PaperVoid: "why"}[model]
    for act in (
        lambda: model.objects.update(**{field: b"x" if model is PaperFile else "x"}),
        model.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_withdrawn_number_stays_with_why_who_and_when(world: World, by: Viewer) -> None:
    first = issued(world.county, by, AT)
    papers.void(paper=first, why="印制错误", by=by, at=AT)
    assert issued(world.county, by, AT).serial == 2
    held = checking.state(first, ON)
    assert (held.state, held.since, held.why, held.by) == (PaperState.VOID, ON, "印制错误", "tests")
    with pytest.raises(AlreadyVoid):
        papers.void(paper=first, why="再次", by=by, at=AT)
    with pytest.raises(ReasonMissing):
        papers.void(paper=issued(world.county, by, AT), why="  ", by=by, at=AT)


def test_both_acts_are_on_record(world: World, by: Viewer) -> None:
    row = issued(world.county, by, AT)
    papers.void(paper=row, why="印制错误", by=by, at=AT)
    events = Event.objects.filter(subject_kind="paper", subject_id=row.pk).order_by("pk")
    assert [event.verb for event in events] == ["documents.issue_paper", "documents.void_paper"]
    assert events[0].data["number"] == row.number
    assert events[1].why == "印制错误"


def test_the_same_facts_have_the_same_digest_in_any_order() -> None:
    assert papers.digest_of({"a": "1", "b": ["x"]}) == papers.digest_of({"b": ["x"], "a": "1"})
    assert papers.digest_of({"a": "1"}) != papers.digest_of({"a": "2"})


def test_tokens_and_codes_are_of_letters_that_nobody_confuses() -> None:
    made = {papers.new_codes() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert (len(one.token), len(one.check_code)) == (24, 8)
        assert not set(one.token + one.check_code) & set("01ilo")


@pytest.mark.parametrize(
    "typed",
    ["慈教约〔2026〕3号", "慈教约[2026]3号", "慈教约(2026) 3 号", "慈教约【２０２６】第3号", " 慈教约〔2026〕3 "],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == "慈教约〔2026〕3号"


@pytest.mark.parametrize(
    "typed", ["", "慈教约2026-3", "〔2026〕3号", "慈教约〔26〕3号", "慈教约〔2026〕号", "x" * 5000]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_a_code_is_read_without_hyphen_and_case() -> None:
    assert read_code(" 8K3M-pq7T ") == "8k3mpq7t"


# --- many at once, on connections of their own ---


def _patiently(county: County, by: Viewer, *, breaks: bool = False) -> str:
    """The machine may be slow today: what is tested is the numbers, not the patience."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set local lock_timeout = '60s'")
            number = issued(county, by, AT).number
            if breaks:
                raise _OnPurpose
    except _OnPurpose:
        return ""
    return number


class _OnPurpose(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_are_gapless_and_what_rolls_back_leaves_no_gap() -> None:
    by = system_viewer(label="tests")
    county = County.objects.create(code="330282", name="慈溪市")
    acts = [lambda n=n: _patiently(county, by, breaks=n % 4 == 3) for n in range(THREADS)]
    answers = together(*acts)
    kept = sorted(int(number.removeprefix("教约〔2026〕").removesuffix("号")) for number in answers if number)
    assert kept == list(range(1, THREADS * 3 // 4 + 1))
    assert answers.count("") == THREADS // 4
    assert sorted(Paper.objects.values_list("serial", flat=True)) == kept
    assert issued(county, by, AT).serial == kept[-1] + 1


@pytest.mark.django_db(transaction=True)
def test_the_next_one_waits_for_the_one_before() -> None:
    """While the first has its number and has not committed, nobody gets another; if it rolls back, its number is given
    out again."""
    by = system_viewer(label="tests")
    county = County.objects.create(code="330282", name="慈溪市")
    taken, end = threading.Event(), threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                issued(county, by, AT)
                taken.set()
                end.wait(30)
                raise _OnPurpose
        except _OnPurpose:
            return

    def second() -> str:
        taken.wait(30)
        threading.Timer(0.3, end.set).start()
        return _patiently(county, by)

    assert together(first, second)[1] == "教约〔2026〕1号"


def test_two_withdrawals_at_once(world: World, by: Viewer) -> None:
    """The database holds one row a paper, whoever asks."""
    row = issued(world.county, by, clock.at(ON, 9), data=NOTICE)
    papers.void(paper=row, why="印制错误", by=by, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperVoid.objects.create(paper=row, voided_on=ON, why="再次", recorded_at=AT, recorded_by_id=by.actor_id)
