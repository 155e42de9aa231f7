"""A complaint's and a filing's deadline, and the page of everything that is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services import calendar, deadlines
from cixi_oversight.users.models import County, Department, Town
from inspections.enums import Outcome
from inspections.models import Complaint
from inspections.services.complaints import resolve_complaint
from institutions.enums import FilingKind
from institutions.models import FilingDue, Institution
from institutions.services.filings.dues import note_met, plan_filings
from tests.institutions.conftest import AT, ON, user_in

PAGE = "/bureau/deadlines/"


@pytest.fixture(autouse=True)
def _today(db: None) -> None:
    pin(ON)


@pytest.fixture
def as_(client: Client, bureau: Department, town: Town) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        client.force_login(user_in(role, bureau, town))
        return client

    return sign_in


def test_a_complaint_begins_a_deadline_and_its_end_stops_it(complaint: Complaint, by: Viewer) -> None:
    row = Deadline.objects.get(subject_kind="complaint", subject_id=complaint.pk)
    assert (row.started_on, row.due_on, row.stopped_on) == (complaint.received_on, complaint.due_on, None)
    assert (row.amount, row.span) == (5, "workdays")
    assert Deadline.objects.overdue(ON).get() == row
    resolve_complaint(complaint=complaint, outcome=Outcome.WITHDRAWN, reason="投诉人撤回", resolved_on=ON, by=by, at=AT)
    row.refresh_from_db()
    assert (row.stopped_on, row.stopped_why) == (ON, "投诉人撤回")


def test_planned_filings_begin_deadlines_and_a_record_stops_them(
    county: County, institution: Institution, by: Viewer
) -> None:
    plan_filings(county=county, on=dt.date(2026, 10, 8), by=by, at=AT)
    plan_filings(county=county, on=dt.date(2026, 10, 8), by=by, at=AT)
    due = {row.pk: row.due_on for row in FilingDue.objects.all()}
    assert dict(Deadline.objects.values_list("subject_id", "due_on")) == due
    quarter = dt.date(2026, 7, 1)
    kind = FilingKind.FINANCIAL_STATEMENT
    note_met(institution=institution, kind=kind, period=quarter, record_id=1, met_on=ON, by=by, at=AT)
    assert Deadline.objects.get(kind=DeadlineCode.STATEMENT_DUE).stopped_on == ON
    still_open = set(Deadline.objects.open().values_list("kind", flat=True))
    assert still_open == {DeadlineCode.ENROLMENT_DUE, DeadlineCode.STAFF_CHECK_DUE}


def test_a_filing_asked_for_late_is_due_that_much_later(county: County, institution: Institution, by: Viewer) -> None:
    plan_filings(county=county, on=ON, by=by, at=AT)
    due = {row.pk: row.due_on for row in FilingDue.objects.all()}
    assert dict(Deadline.objects.values_list("subject_id", "due_on")) == due
    assert set(Deadline.objects.values_list("started_on", flat=True)) == {ON}


def test_the_page_names_the_thing_the_day_and_the_time_left(
    as_: Callable[[Role], Client], receive: Callable[..., Complaint], county: County, by: Viewer
) -> None:
    late, soon = receive(), receive(received_on=ON)
    plan_filings(county=county, on=dt.date(2026, 10, 8), by=by, at=AT)
    client = as_(Role.INSPECTOR)
    every = client.get(PAGE).content.decode()
    deadline = reverse("policy:deadline", args=[Deadline.objects.get(subject_kind="complaint", subject_id=late.pk).pk])
    assert deadline in every
    assert reverse("inspections:complaint", args=[late.public_id]) in client.get(deadline).content.decode()
    assert "剩5个工作日" in every
    assert "逾期" in every
    assert "2026年第3季度" in every
    mine = client.get(PAGE, {"whose": "mine"}).content.decode()
    assert soon.number in mine
    assert "2026年第3季度" not in mine
    overdue = client.get(PAGE, {"left": "overdue", "kind": "complaint_reply"}).content.decode()
    assert late.number in overdue
    assert soon.number not in overdue
    within = client.get(PAGE, {"left": "10"}).content.decode()
    assert soon.number in within
    assert late.number not in within
    assert soon.number not in client.get(PAGE, {"left": "3"}).content.decode()
    assert client.get(PAGE, {"kind": "penalty_decision"}).status_code == 400, "not in use yet"


def test_it_shows_a_town_its_own(
    as_: Callable[[Role], Client], receive: Callable[..., Complaint], make: Callable[..., Any], other_town: Town
) -> None:
    own, other = receive(), receive(institution=make("观海卫镇远帆体育培训有限公司", town=other_town))
    found = as_(Role.TOWN_OFFICER).get(PAGE).content.decode()
    assert own.number in found
    assert other.number not in found
    chief = as_(Role.SECTION_CHIEF)
    found = chief.get(PAGE, {"town": other_town.code}).content.decode()
    assert other.number in found
    assert own.number not in found


def test_a_moved_day_is_shown_with_the_one_before(
    as_: Callable[[Role], Client], receive: Callable[..., Complaint], by: Viewer
) -> None:
    row = receive(received_on=ON)
    calendar.set_day(day=dt.date(2026, 11, 27), is_workday=False, name="局定休息", why="暴雪停工", by=by, at=AT)
    found = as_(Role.INSPECTOR).get(PAGE, {"moved": "yes"}).content.decode()
    assert "2026-12-01" in found
    assert "由2026-11-30调整：暴雪停工" in found
    row.refresh_from_db()
    assert row.due_on == dt.date(2026, 11, 30), "the complaint keeps what it was entered with"


def test_what_rests_is_said_to_rest(as_: Callable[[Role], Client], complaint: Complaint, by: Viewer) -> None:
    late = Deadline.objects.get()
    day = late.due_on
    deadlines.suspend(deadline=late, from_on=day, reason="等待鉴定", law="信访工作条例", by=by, at=AT)
    client = as_(Role.INSPECTOR)
    assert f"自{day}起中止" in client.get(PAGE).content.decode()
    assert complaint.number not in client.get(PAGE, {"left": "overdue"}).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported(as_: Callable[[Role], Client], complaint: Complaint, kind: str) -> None:
    answer = as_(Role.INSPECTOR).get(PAGE, {"format": kind})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(content) > 50


def test_an_administrator_is_refused(as_: Callable[[Role], Client]) -> None:
    assert as_(Role.SYSTEM_ADMIN).get(PAGE).status_code == 403
