"""Finding an institution by whatever somebody has at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.permissions import Viewer
from institutions.models import Institution
from institutions.services import reading
from institutions.services.pinyin import letters_of, wake_pinyin
from institutions.services.reading import find
from institutions.services.records import record_permit
from institutions.services.register import edit_facts
from institutions.services.sites import create_site

from .conftest import AT, USCC


def found(typed: str) -> list[str]:
    return list(Institution.objects.search(typed).order_by("pk").values_list("name", flat=True))


def fill() -> None:
    for job in Job.objects.filter(name="institutions.pinyin").order_by("pk"):
        assert work_through(job.pk) is JobState.DONE


@pytest.fixture
def one(make: Callable[..., Institution], by: Viewer) -> Institution:
    row = make(
        "慈溪市浒山青禾艺术培训有限公司", uscc=USCC, trade_name="青禾画室", brand="禾苗教育", former_names=["蓝天画室"]
    )
    create_site(institution=row, by=by, at=AT, address="孙塘南路1号", business_phone="0574-6301 2345")
    record_permit(institution=row, by=by, at=AT, number="教民133028270001234号")
    make("慈溪市宗汉追风体育有限公司")
    fill()
    return row


@pytest.mark.parametrize(
    "typed",
    [
        "青禾艺术",
        "浒山青禾",
        "青禾画室",
        "禾苗",
        "蓝天画室",
        "qinghe",
        "qing he",
        "QINGHE",
        "cxshsqh",
        "qhhs",
        "qhy",
        "ｑｈｙ",
        USCC,
        USCC.lower(),
        USCC[8:14],
        "63012345",
        "0574-63012345",
        "057463012345",
        "教民133028270001234号",
        "133028270001234",
        "70001234",
    ],
)
def test_it_is_found_by(typed: str, one: Institution) -> None:
    assert found(typed) == [one.name]


@pytest.mark.parametrize("typed", ["%", "_", "青%术", "青_艺", "\\", "' or 1=1 --", "青" * 5_000, "63.12345"])
def test_nothing_is_a_wildcard(typed: str, one: Institution) -> None:
    assert found(typed) == []


def test_a_percent_sign_in_a_name_is_found_as_such(make: Callable[..., Institution]) -> None:
    make("100%英语_口语")
    make("1000英语A口语")
    assert found("100%") == ["100%英语_口语"]
    assert found("语_口") == ["100%英语_口语"]


def test_an_empty_term_finds_everything(one: Institution) -> None:
    assert len(found(" \u3000")) == 2


def test_brackets_of_either_width(make: Callable[..., Institution]) -> None:
    make("青禾（慈溪）培训")
    assert found("青禾(慈溪)") == found("青禾（慈溪）") == ["青禾（慈溪）培训"]


def test_a_renamed_one_is_found_by_both_names_and_gets_new_letters(one: Institution, by: Viewer) -> None:
    edit_facts(institution=one, expected_version=1, by=by, at=AT, why="更名", name="慈溪市白沙路星河艺术培训有限公司")
    assert found("星河艺术") == found("青禾艺术") == ["慈溪市白沙路星河艺术培训有限公司"]
    assert found("xinghe") == []
    fill()
    assert found("xinghe") == ["慈溪市白沙路星河艺术培训有限公司"]
    one.refresh_from_db()
    assert one.version == 2  # letters are no change of facts
    assert Institution.pgh_event_model.objects.count() == 1  # type: ignore[attr-defined]


def test_those_that_begin_with_it_come_first(make: Callable[..., Institution]) -> None:
    make("慈溪市青禾培训")
    make("青禾培训")
    make("青禾旧校", status="deregistered")
    rows = find(Institution.objects.all(), "青禾", 8)
    assert [row.name for row in rows] == ["青禾培训", "慈溪市青禾培训", "青禾旧校"]


def test_also_among_more_hits_than_are_ranked(
    make: Callable[..., Institution], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_RANKED_MAX", 3)
    for number in range(4):
        make(f"一家{number}青禾培训")
    make("青禾培训")
    rows = find(Institution.objects.all(), "青禾", 2)
    assert [row.name for row in rows] == ["青禾培训", "一家0青禾培训"]


@pytest.mark.parametrize(
    ("texts", "pinyin", "initials"),
    [
        (["青禾艺术"], "qingheyishu", "qhys"),
        (["重庆路音乐"], "chongqingluyinyue", "cqlyy"),
        (["NB365（慈溪）"], "nb365cixi", "nb365cx"),
        (["青禾", "青禾", "禾"], "qinghe\nhe", "qh\nh"),
        (["★☆"], "-", "-"),
        (["青" * 200], ("qing" * 150)[:600], ("q" * 160)),
    ],
)
def test_letters(texts: list[str], pinyin: str, initials: str) -> None:
    assert letters_of(texts) == (pinyin, initials)


def test_an_import_is_filled_in_slices_and_twice_changes_nothing(make: Callable[..., Institution], by: Viewer) -> None:
    names = ["青禾", "星河", "-"]
    for name in names:
        make(name)
    Job.objects.all().update(state="done")
    job = wake_pinyin(by=by, slot="import:1")
    assert wake_pinyin(by=by, slot="import:1") == job
    assert work_through(job.pk) is JobState.DONE
    assert set(Institution.objects.values_list("pinyin", flat=True)) == {"qinghe", "xinghe", "-"}
    again = wake_pinyin(by=by, slot="import:2")
    assert work_through(again.pk) is JobState.DONE
    assert not again.slices.exists()


@pytest.mark.django_db
def test_the_index_of_trigrams_is_there_where_the_extension_is() -> None:
    """Either way the search answers; this says which way this database goes."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_extension where extname = 'pg_trgm')")
        (extension,) = cursor.fetchone()
        cursor.execute("select count(*) from pg_indexes where indexname like %s", ["%\\_trigrams"])
        (indexes,) = cursor.fetchone()
    assert indexes == (3 if extension else 0)
