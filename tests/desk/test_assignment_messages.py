"""Who is told of a step: whoever has to know, once, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.models import Assignment, Message
from cixi_oversight.desk.services import notes
from cixi_oversight.desk.services.assignments import move
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.desk.services.wording import words_of
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from tests.desk.conftest import DUE
from tests.people import AT, World

Give = Callable[..., Assignment]
LATER = DUE + dt.timedelta(days=3)
PARTIES = {Role.TOWN_OFFICER, Role.DEPARTMENT_OFFICER, Role.INSTITUTION_OWNER}


@pytest.fixture
def people(world: World) -> World:
    """Whoever might be told has an account."""
    for role in (*PARTIES, Role.SECTION_CHIEF, Role.INSPECTOR, Role.LEGAL_REVIEWER):
        world.user(role)
    return world


def told(world: World, template: str) -> set[Role]:
    to = set(Message.objects.filter(template=template).values_list("recipient_id", flat=True))
    found = {role for role, user in world.users.items() if user.pk in to}
    assert len(found) == len(to)
    return found


def step(world: World, row: Assignment, verb: Verb, role: Role, **more: object) -> None:
    move(assignment=row, verb=verb, by=world.viewer(role), why="经核实", at=AT, **more)  # type: ignore[arg-type]


def test_more_time_is_asked_of_whoever_assigned_it(people: World, give: Give) -> None:
    notes.ask_extension(assignment=give(), until=LATER, why="材料未齐", by=people.viewer(Role.TOWN_OFFICER), at=AT)
    assert told(people, "assignment.extension_asked") == {Role.SECTION_CHIEF}
    said = words_of(Message.objects.get(template="assignment.extension_asked")).body
    assert LATER.isoformat() in said
    assert "材料未齐" in said


def test_a_refusal_reaches_the_owner_who_asked(people: World, give: Give) -> None:
    row = give()
    notes.ask_extension(assignment=row, until=LATER, why="材料未齐", by=people.viewer(Role.TOWN_OFFICER), at=AT)
    notes.decide_extension(
        assignment=row, granted=False, answer="按期办结", by=people.viewer(Role.SECTION_CHIEF), at=AT
    )
    assert told(people, "assignment.extension_refused") == {Role.TOWN_OFFICER}
    assert told(people, "assignment.extended") == set()
    said = words_of(Message.objects.get(template="assignment.extension_refused")).body
    assert DUE.isoformat() in said
    assert "按期办结" in said


def test_a_grant_reaches_all_parties(people: World, give: Give) -> None:
    row = give()
    notes.ask_extension(assignment=row, until=LATER, why="材料未齐", by=people.viewer(Role.TOWN_OFFICER), at=AT)
    notes.decide_extension(assignment=row, granted=True, answer="", by=people.viewer(Role.SECTION_CHIEF), at=AT)
    assert told(people, "assignment.extended") == PARTIES
    assert told(people, "assignment.extension_refused") == set()


def test_closing_and_withdrawing_reach_all_parties(people: World, give: Give) -> None:
    closed, withdrawn = give(), give(title="核查消防通道")
    step(people, closed, Verb.REPORT, Role.TOWN_OFFICER)
    step(people, closed, Verb.CLOSE, Role.SECTION_CHIEF)
    assert told(people, "assignment.closed") == PARTIES
    step(people, withdrawn, Verb.WITHDRAW, Role.SECTION_CHIEF)
    assert told(people, "assignment.withdrawn") == PARTIES
    said = words_of(Message.objects.filter(template="assignment.withdrawn")[0]).body
    assert "核查消防通道" in said
    assert "经核实" in said


def test_a_return_reaches_the_bureau_and_who_loses_it_is_told(people: World, give: Give) -> None:
    row = give()
    step(people, row, Verb.RETURN, Role.TOWN_OFFICER)
    assert told(people, "assignment.returned") == {Role.SECTION_CHIEF}
    market = Owner(department=people.departments[DepartmentKind.MARKET_SUPERVISION])
    step(people, row, Verb.REASSIGN, Role.SECTION_CHIEF, owner=market)
    assert told(people, "assignment.taken_away") == {Role.TOWN_OFFICER, Role.INSTITUTION_OWNER}
