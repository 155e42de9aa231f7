"""Filings that are overdue (逾期): owed, the day passed, not met. The list's filter and the desk ask alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cixi_oversight import clock
from cixi_oversight.errors import Message
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import County, Department, Town
from institutions.enums import Verb
from institutions.models import FilingDue, Institution
from institutions.providers.desk import todo
from institutions.services.filings.dues import plan_filings
from institutions.services.records import record_enrolment, record_statement
from institutions.services.status import change_status

from .conftest import AT, ON, user_in
from .test_filings import FIGURES, OCTOBER, Q3, RETURN, STATEMENT

PAGE = "/bureau/register/"
ASKED_ON = dt.date(2026, 11, 1)


@dataclass
class Three:
    """One that owes both filings, one that owes the return, one that owed both and has closed."""

    late: Institution
    half: Institution
    gone: Institution


@pytest.fixture
def funds_officer(client: Client, bureau: Department, town: Town) -> Client:
    client.force_login(user_in(Role.FUNDS_OFFICER, bureau, town))
    return client


@pytest.fixture
def three(make: Callable[..., Institution], county: County, by: Viewer) -> Three:
    pin(ON)
    made = Three(make("全欠培训"), make("半欠培训"), make("已闭培训"))
    plan_filings(county=county, on=ASKED_ON, by=by, at=clock.at(ASKED_ON, 2))
    record_statement(institution=made.half, by=by, at=AT, quarter=Q3, **FIGURES)
    for verb in (Verb.START_CLOSING, Verb.DEREGISTER):
        change_status(institution=made.gone, verb=verb, by=by, why="停办", at=AT)
    return made


def lines(viewer: Viewer, on: dt.date = ON) -> dict[str, tuple[int, dt.date | None, str]]:
    """The desk's lines on filings by kind: how many owe, since when, and the list behind it."""
    found = [item for item in todo(viewer, on) if "overdue=" in item.url]
    assert all(isinstance(item.label, Message) and item.urgent for item in found)
    return {item.url.split("overdue=")[1].split("&")[0]: (item.count, item.due_on, item.url) for item in found}


def test_it_is_overdue_from_the_day_after_until_it_is_met(three: Three, by: Viewer) -> None:
    due = FilingDue.objects.get(institution=three.late, kind=RETURN)
    assert due not in FilingDue.objects.overdue(due.due_on)
    assert due in FilingDue.objects.overdue(due.due_on + dt.timedelta(days=1))
    record_enrolment(institution=three.late, by=by, at=AT, month=OCTOBER, students=5)
    assert due not in FilingDue.objects.overdue(due.due_on + dt.timedelta(days=1))


def test_what_was_superseded_is_not_owed(three: Three, by: Viewer) -> None:
    due = FilingDue.objects.get(institution=three.late, kind=RETURN)
    FilingDue.objects.create(
        institution=three.late,
        kind=RETURN,
        period=OCTOBER,
        due_on=ON + dt.timedelta(days=7),
        supersedes=due,
        recorded_at=AT,
        recorded_by_id=by.actor_id,
    )
    assert not FilingDue.objects.overdue(ON).filter(institution=three.late, kind=RETURN).exists()
    assert not Institution.objects.with_overdue_filing(ON, RETURN).filter(pk=three.late.pk).exists()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("overdue=any", {"全欠培训", "半欠培训"}),
        ("overdue=financial_statement", {"全欠培训"}),
        ("overdue=enrolment_return", {"全欠培训", "半欠培训"}),
        ("overdue=financial_statement&state=all", {"全欠培训", "已闭培训"}),
    ],
)
def test_the_list_shows_who_owes_by_kind(three: Three, funds_officer: Client, query: str, names: set[str]) -> None:
    answer = funds_officer.get(f"{PAGE}?{query}")
    assert {row.object.name for row in answer.context["rows"]} == names
    assert "overdue" in {chip.name for chip in answer.context["chips"]}


def test_the_desk_counts_what_its_list_shows(
    three: Three, funds_officer: Client, as_role: Callable[[Role], Viewer]
) -> None:
    found = lines(as_role(Role.FUNDS_OFFICER))
    since = {kind: FilingDue.objects.get(institution=three.late, kind=kind).due_on for kind in (STATEMENT, RETURN)}
    assert {kind: line[:2] for kind, line in found.items()} == {
        STATEMENT: (1, since[STATEMENT]),
        RETURN: (2, since[RETURN]),
    }
    for count, _, url in found.values():
        assert funds_officer.get(f"{url}&count=1", headers={"HX-Request": "true"}).context["count"] == count
    assert lines(as_role(Role.FUNDS_OFFICER), min(since.values())) == {}


def test_who_takes_in_no_filings_is_not_asked(three: Three, as_role: Callable[[Role], Viewer]) -> None:
    assert lines(as_role(Role.LEGAL_REVIEWER)) == {}


def test_the_desk_asks_once_however_many_owe(
    three: Three, make: Callable[..., Institution], county: County, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    viewer = as_role(Role.FUNDS_OFFICER)
    for number in range(5):
        make(f"再欠培训{number}")
    plan_filings(county=county, on=ASKED_ON, by=by, at=clock.at(ASKED_ON, 2))
    with CaptureQueriesContext(connection) as asked:
        assert lines(viewer)[RETURN][0] == 7
    assert len([one for one in asked.captured_queries if "institutions_filingdue" in one["sql"]]) == 1
