"""The filing calendar of an institution: what comes next, by the county's parameters."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cixi_oversight.permissions import Role
from institutions.enums import FilingKind, Status
from institutions.enums.register import Category
from institutions.models import Institution
from institutions.services.filings.coming import coming
from tests.people import ON, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def lines(institution: Institution, on: dt.date) -> dict[FilingKind, tuple[dt.date, dt.date, dt.date]]:
    return {one.kind: (one.period, one.opens_on, one.due_on) for one in coming(institution, on=on)}


def test_each_kind_is_asked_for_after_its_period_and_due_on_a_workday(world: World) -> None:
    found = coming(world.institution, on=ON)
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert lines(world.institution, ON) == {
        FilingKind.ENROLMENT_RETURN: (dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2026, 12, 10)),
        FilingKind.FINANCIAL_STATEMENT: (dt.date(2026, 10, 1), dt.date(2027, 1, 1), dt.date(2027, 1, 15)),
        FilingKind.STAFF: (dt.date(2026, 1, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)),
    }
    assert [one.provisional for one in found] == [False, True, True]


def test_the_annual_report_is_the_academic_ones(world: World) -> None:
    world.institution.category = Category.ACADEMIC
    assert lines(world.institution, ON)[FilingKind.ANNUAL_REPORT][1:] == (dt.date(2027, 1, 1), dt.date(2027, 6, 30))


def test_who_has_ended_owes_nothing(world: World) -> None:
    world.institution.status = Status.DEREGISTERED
    assert coming(world.institution, on=ON) == []


def test_both_faces_show_it_and_each_role_what_it_files(world: World) -> None:
    file = reverse("institutions:file", args=[world.institution.public_id, "filings"])
    mine = reverse("institutions:my_filings")
    pages = {
        role: world.client(role).get(address).content.decode().partition("填报日历")[2]
        for role, address in (
            (Role.REGISTRAR, file),
            (Role.INSTITUTION_OWNER, mine),
            (Role.INSTITUTION_FRONT_DESK, mine),
        )
    }
    assert {role: "2026年11月在读学员填报" in page for role, page in pages.items()} == dict.fromkeys(pages, True)
    assert {role: "2026年第4季度财务报表" in page for role, page in pages.items()} == {
        Role.REGISTRAR: True,
        Role.INSTITUTION_OWNER: True,
        Role.INSTITUTION_FRONT_DESK: False,
    }
