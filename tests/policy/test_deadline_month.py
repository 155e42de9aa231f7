"""What is due as a month, and whose it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cixi_oversight.desk.enums import SourceKind
from cixi_oversight.desk.services import assignments
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.rules.month import neighbours, read_month, weeks_of
from cixi_oversight.policy.services import reading
from cixi_oversight.users.enums import DepartmentKind
from tests.people import AT, ON, World, make_world
from tests.project import things

MONTH = "/bureau/deadlines/month/"


def test_a_month_is_read_strictly_and_has_whole_weeks() -> None:
    assert read_month("2026-02") == dt.date(2026, 2, 1)
    assert neighbours(dt.date(2026, 1, 1)) == (dt.date(2025, 12, 1), dt.date(2026, 2, 1))
    assert neighbours(dt.date(2026, 12, 1)) == (dt.date(2026, 11, 1), dt.date(2027, 1, 1))
    weeks = weeks_of(dt.date(2026, 11, 1))
    assert (weeks[0][0], weeks[-1][-1]) == (dt.date(2026, 10, 26), dt.date(2026, 12, 6))
    for text in ("", "2026-13", "2026-1", "1999-01", "２０２６-01", "2026-01-01", "2026-00"):
        with pytest.raises(ValueError, match="^" + text):
            read_month(text)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def row(world: World) -> Deadline:
    found: Deadline = things.deadline(world.institution)
    return found


def _assign(world: World, *, to: DepartmentKind) -> Deadline:
    made = assignments.assign(
        county_id=world.county.pk,
        title="核查消防通道",
        source=(SourceKind.OTHER, None),
        source_text="会议",
        institution_id=None,
        owner=Owner(department=world.departments[to]),
        co_owners=(),
        due_on=ON + dt.timedelta(days=2),
        by=world.viewer(Role.SECTION_CHIEF),
        at=AT,
    )
    found: Deadline = Deadline.objects.get(kind=DeadlineCode.ASSIGNMENT_DUE, subject_id=made.pk)
    return found


def test_a_day_counts_its_kinds_and_leads_to_just_these(world: World, row: Deadline) -> None:
    client = world.client(Role.INSPECTOR)
    shown = client.get(MONTH, {"month": f"{row.due_on:%Y-%m}"}).content.decode()
    address = f"/bureau/deadlines/?due={row.due_on}&amp;kind={row.kind}"
    assert address in shown
    listed = client.get(address.replace("&amp;", "&")).content.decode()
    assert f"/bureau/deadlines/{row.pk}/" in listed
    assert f"/bureau/deadlines/{row.pk}/" not in client.get("/bureau/deadlines/?due=2026-01-01").content.decode()


def test_holidays_and_days_worked_instead_are_named_in_either_language(world: World) -> None:
    client = world.client(Role.INSPECTOR)
    shown = client.get(MONTH, {"month": "2026-02"}).content.decode()
    assert "春节" in shown
    assert 'title="春节调休上班"' in shown, "14 February 2026 is a Saturday that is worked"
    english = client.get(MONTH, {"month": "2026-02"}, headers={"accept-language": "en"}).content.decode()
    assert "Spring Festival: worked instead" in english
    assert "春节" not in english


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "whose=nobody", "kind=x", "surprise=1", "left=overdue"])
def test_what_cannot_be_read_is_refused(world: World, query: str) -> None:
    assert world.client(Role.INSPECTOR).get(f"{MONTH}?{query}").status_code == 400


def test_mine_is_my_step_and_my_team_is_my_departments_work(world: World, row: Deadline) -> None:
    market, other = _assign(world, to=DepartmentKind.MARKET_SUPERVISION), _assign(world, to=DepartmentKind.FIRE)
    officer, inspector = world.viewer(Role.DEPARTMENT_OFFICER), world.viewer(Role.INSPECTOR)
    registrar = world.viewer(Role.REGISTRAR)

    def found(which: str, viewer: object) -> set[int]:
        rows = reading.shown_to(viewer)  # type: ignore[arg-type]
        narrowed = reading.own(viewer) if which == "mine" else reading.of_team(viewer, ON)  # type: ignore[arg-type]
        return set(rows.filter(narrowed).values_list("pk", flat=True)) & {row.pk, market.pk, other.pk}

    assert found("mine", officer) == {market.pk}
    assert found("team", officer) == {market.pk}
    assert found("mine", inspector) == {row.pk}, "who answers complaints; neither assignment waits for the bureau"
    assert found("mine", registrar) == set()
    assert found("team", registrar) == {row.pk}, "a colleague of the same department answers it"


def test_the_town_officer_chooses_among_own_department_and_town(world: World, row: Deadline) -> None:
    page = world.client(Role.TOWN_OFFICER).get(MONTH).content.decode()
    assert "全镇（街道）" in page
    assert "本部门" in page
    assert "全县（市、区）" in world.client(Role.INSPECTOR).get(MONTH).content.decode()


def test_the_queries_do_not_grow_with_the_rows(world: World, row: Deadline) -> None:
    client, address = world.client(Role.SECTION_CHIEF), f"{MONTH}?whose=team"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for kind in (DepartmentKind.FIRE, DepartmentKind.POLICE, DepartmentKind.MARKET_SUPERVISION):
        _assign(world, to=kind)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
