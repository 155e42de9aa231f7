"""AB角: a deputy has a colleague's duties between two days, under his own name, and never an administrator's."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role, Viewer, right
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.errors import DeputyNotPossible, LeaveDates, LeaveOver, LeaveOverlaps, NoDuties
from cixi_oversight.users.models import County, Department, DepartmentMembership, Deputyship, User
from cixi_oversight.users.services import deputies
from cixi_oversight.users.services.accounts import close_account
from cixi_oversight.users.services.viewer import actor_of, viewer_of

AT = clock.real_now()  # pages ask the clock, so leaves are arranged around today
TODAY = AT.date()
DAY = dt.timedelta(days=1)
Person = Callable[..., User]
CHIEFS = right("tests.chiefs", {Role.SECTION_CHIEF})
EVERYBODY = right("tests.everybody", {Role.SECTION_CHIEF, Role.INSPECTOR})


@pytest.fixture
def chief(person: Person) -> User:
    return person("chief", Role.SECTION_CHIEF)


@pytest.fixture
def wang(person: Person) -> User:
    return person("wang", Role.INSPECTOR)


def away(absent: User, deputy: User, by: Viewer, *, start: int = 0, end: int = 6) -> Deputyship:
    return deputies.arrange(
        absent=absent,
        deputy=deputy,
        from_on=TODAY + start * DAY,
        to_on=TODAY + end * DAY,
        why="年休假",
        by=by,
        at=AT,
    )


@pytest.mark.parametrize(("day", "lent"), [(-1, False), (0, True), (6, True), (7, False)])
def test_the_duties_are_lent_from_the_first_to_the_last_day(
    chief: User, wang: User, by: Viewer, day: int, lent: bool
) -> None:
    away(chief, wang, by)
    viewer = viewer_of(wang, on=TODAY + day * DAY)
    assert (Role.SECTION_CHIEF in viewer.roles) is lent
    assert viewer.own_roles == {Role.INSPECTOR}
    assert viewer_of(chief, on=TODAY).roles == {Role.SECTION_CHIEF}, "whoever is away keeps his own"


def test_the_town_s_sight_comes_along(wang: User, by: Viewer, bureau: Department) -> None:
    office = Department.objects.create(
        county=bureau.county,
        kind=DepartmentKind.TOWN_OFFICE,
        name="浒山街道",
        town=bureau.county.towns.create(code="330282001", name="浒山街道"),
    )
    user = User.objects.create_user("town", name="镇街", joined_at=AT)
    DepartmentMembership.objects.create(user=user, department=office, role=Role.TOWN_OFFICER, from_on=TODAY)
    away(user, wang, by)
    assert viewer_of(wang, on=TODAY).town_ids == {office.town_id}


def test_an_act_by_a_lent_right_names_for_whom_and_one_by_an_own_right_does_not(
    chief: User, wang: User, by: Viewer
) -> None:
    away(chief, wang, by)
    viewer = viewer_of(wang, on=TODAY)
    absent = actor_of(chief).pk
    assert CHIEFS.used_by(viewer).acting_for == (absent,)
    assert CHIEFS.used_by(viewer).actor_id == viewer.actor_id, "the deputy acts under his own name"
    assert EVERYBODY.used_by(viewer).acting_for == ()


def test_the_audit_keeps_both_names(client: Client, chief: User, wang: User, by: Viewer, person: Person) -> None:
    other = person("li", Role.REGISTRAR)
    away(chief, wang, by, start=0)
    client.force_login(wang)
    data = {
        "absent": other.pk,
        "deputy": chief.pk,
        "from_on": str(clock.today()),
        "to_on": str(clock.today()),
        "why": "培训",
    }
    assert client.post("/bureau/system/deputies/new/", data).status_code == 302
    event = Event.objects.filter(verb="users.arrange_deputy").order_by("id").last()
    assert event is not None
    assert event.actor.user_id == wang.pk
    assert event.data["acting_for"] == [actor_of(chief).pk]


def test_the_deputy_s_page_is_refused_the_day_it_ends(client: Client, chief: User, wang: User, by: Viewer) -> None:
    row = away(chief, wang, by)
    client.force_login(wang)
    assert client.get("/bureau/system/deputies/").status_code == 200
    deputies.end(leave=row, by=by, why="提前返岗", at=AT)
    assert client.get("/bureau/system/deputies/").status_code == 403
    with pytest.raises(LeaveOver):
        deputies.end(leave=row, by=by, why="再次", at=AT)


def test_an_administrator_s_role_is_never_lent(person: Person, wang: User, by: Viewer) -> None:
    both = person("both", Role.AUDIT_ADMIN, Role.REGISTRAR)
    away(both, wang, by)
    assert viewer_of(wang, on=TODAY).roles == {Role.INSPECTOR, Role.REGISTRAR}
    with pytest.raises(NoDuties):
        away(person("audit", Role.AUDIT_ADMIN), wang, by)


def test_an_administrator_is_nobody_s_deputy_not_even_by_a_row_in_the_database(
    chief: User, person: Person, by: Viewer
) -> None:
    admin = person("admin", Role.SYSTEM_ADMIN)
    with pytest.raises(DeputyNotPossible):
        away(chief, admin, by)
    Deputyship.objects.create(
        absent=chief, deputy=admin, from_on=TODAY, to_on=TODAY, why="x", made_by_id=by.actor_id, made_at=AT
    )
    assert viewer_of(admin, on=TODAY).roles == {Role.SYSTEM_ADMIN}


def test_what_is_lent_is_not_lent_on(chief: User, wang: User, person: Person, by: Viewer) -> None:
    zhao = person("zhao", Role.REGISTRAR)
    away(chief, wang, by)
    away(wang, zhao, by)
    assert viewer_of(zhao, on=TODAY).roles == {Role.REGISTRAR, Role.INSPECTOR}


def test_a_closed_account_lends_nothing(chief: User, wang: User, by: Viewer) -> None:
    away(chief, wang, by)
    close_account(user=chief, by=by, why="离职", at=AT)
    assert viewer_of(wang, on=TODAY).roles == {Role.INSPECTOR}


def test_somebody_of_another_county_or_without_office_is_no_deputy(chief: User, person: Person, by: Viewer) -> None:
    county = County.objects.create(code="330281", name="余姚市")
    department = Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="余姚市教育局")
    stranger = User.objects.create_user("stranger", name="余姚", joined_at=AT)
    DepartmentMembership.objects.create(user=stranger, department=department, role=Role.REGISTRAR, from_on=TODAY)
    for user in (stranger, person("parent"), chief):
        with pytest.raises(DeputyNotPossible):
            away(chief, user, by)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (0, 180)])
def test_impossible_dates_are_refused(chief: User, wang: User, by: Viewer, start: int, end: int) -> None:
    with pytest.raises(LeaveDates):
        away(chief, wang, by, start=start, end=end)


def test_one_deputy_at_a_time(chief: User, wang: User, person: Person, by: Viewer) -> None:
    away(chief, wang, by)
    with pytest.raises(LeaveOverlaps):
        away(chief, person("zhao", Role.REGISTRAR), by, start=6, end=9)
    away(chief, person("li", Role.REGISTRAR), by, start=7, end=9)


def test_the_database_knows_no_own_deputy(chief: User, by: Viewer) -> None:
    with pytest.raises(IntegrityError, match="deputy_is_another"), transaction.atomic():
        Deputyship.objects.create(
            absent=chief, deputy=chief, from_on=TODAY, to_on=TODAY, why="x", made_by_id=by.actor_id, made_at=AT
        )


def test_one_s_own_page(client: Client, wang: User, person: Person) -> None:
    li = person("li", Role.INSPECTOR)
    client.force_login(wang)
    data: dict[str, Any] = {"deputy": li.pk, "from_on": str(clock.today()), "to_on": str(clock.today()), "why": "培训"}
    assert client.post("/accounts/leave/new/", data).headers["Location"] == "/accounts/leave/"
    assert "培训" in client.get("/accounts/leave/").content.decode()
    row = Deputyship.objects.get()
    client.force_login(person("other", Role.REGISTRAR))
    assert row.public_id not in client.get("/accounts/leave/").content.decode()
    assert client.post(f"/accounts/leave/{row.public_id}/end/", {"why": "x"}).status_code == 404
    client.force_login(li)
    assert client.post(f"/accounts/leave/{row.public_id}/end/", {"why": "提前返岗"}).status_code == 302
