"""Two clerks at the same moment, on two real connections."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from cixi_oversight.errors import DomainError, StaleVersion, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Status, Verb
from institutions.errors import AlreadyRecorded, NotStanding, UsccTaken
from institutions.models import EnrolmentReturn, FilingDue, Institution, Site
from institutions.services.filings.dues import plan_filings
from institutions.services.records import record_enrolment
from institutions.services.register import create_institution, edit_facts
from institutions.services.sites import create_site
from institutions.services.status import change_status

from .conftest import AT, ON, USCC

pytestmark = pytest.mark.django_db(transaction=True)
OCTOBER = dt.date(2026, 10, 1)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered or refused; all start at once, each on its own connection."""
    start = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            answers[number] = act()
        except DomainError as refusal:
            answers[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def refusals(answers: list[Any]) -> list[type]:
    return [type(answer) for answer in answers if isinstance(answer, DomainError)]


@pytest.fixture
def clerk() -> Viewer:
    return system_viewer(label="tests")


@pytest.fixture
def place() -> County:
    return County.objects.create(code="330282", name="慈溪市")


@pytest.fixture
def row(place: County, clerk: Viewer) -> Institution:
    town = Town.objects.create(county=place, code="330282001", name="浒山街道")
    return create_institution(
        county=place,
        name="青禾",
        by=clerk,
        at=AT,
        town=town,
        status=Status.OPERATING,
        effective_on=dt.date(2022, 3, 1),
    )


def test_two_clerks_one_form(row: Institution, clerk: Viewer) -> None:
    answers = together(
        *(
            lambda brand=brand: edit_facts(
                institution=row, expected_version=1, by=clerk, at=AT, why="补录", brand=brand
            )
            for brand in ("青禾", "禾苗", "星河")
        )
    )
    assert refusals(answers) == [StaleVersion] * 2
    row.refresh_from_db()
    assert row.version == 2


def test_one_code_entered_twice(place: County, clerk: Viewer) -> None:
    answers = together(
        *(lambda: create_institution(county=place, name="青禾", by=clerk, at=AT, uscc=USCC) for _ in range(3))
    )
    assert refusals(answers) == [UsccTaken] * 2
    assert Institution.objects.count() == 1
    assert Institution.objects.get().transitions.count() == 1


def test_two_current_main_sites(row: Institution, clerk: Viewer) -> None:
    answers = together(
        *(
            lambda n=n: create_site(institution=row, by=clerk, at=AT, address=f"新城大道{n}号", is_main=True)
            for n in range(4)
        )
    )
    assert refusals(answers) == []
    assert Site.objects.count() == 4
    assert Site.objects.filter(is_main=True).count() == 1


def test_one_paper_recorded_twice(row: Institution, clerk: Viewer) -> None:
    answers = together(
        *(lambda: record_enrolment(institution=row, by=clerk, at=AT, month=OCTOBER, students=5) for _ in range(3))
    )
    assert refusals(answers) == [AlreadyRecorded] * 2
    assert EnrolmentReturn.objects.count() == 1


def test_two_corrections_of_one_record(row: Institution, clerk: Viewer) -> None:
    first = record_enrolment(institution=row, by=clerk, at=AT, month=OCTOBER, students=5)
    answers = together(
        *(
            lambda n=n: record_enrolment(institution=row, by=clerk, at=AT, month=OCTOBER, students=n, supersedes=first)
            for n in (6, 7)
        )
    )
    assert refusals(answers) == [NotStanding]
    assert EnrolmentReturn.objects.standing().count() == 1


def test_two_verbs_from_one_state(row: Institution, clerk: Viewer) -> None:
    answers = together(
        lambda: change_status(institution=row, verb=Verb.SUSPEND, by=clerk, why="整改", at=AT),
        lambda: change_status(
            institution=Institution.objects.get(pk=row.pk), verb=Verb.SUSPEND, by=clerk, why="整改", at=AT
        ),
    )
    assert refusals(answers) == [WrongState]
    row.refresh_from_db()
    assert (row.status, row.version, row.transitions.count()) == (Status.SUSPENDED, 2, 2)


def test_filings_planned_twice(row: Institution, place: County, clerk: Viewer) -> None:
    answers = together(*(lambda: plan_filings(county=place, on=ON, by=clerk, at=AT) for _ in range(3)))
    assert sorted(answers) == [0, 0, 3]
    assert FilingDue.objects.count() == 3
