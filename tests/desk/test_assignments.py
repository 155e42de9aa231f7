"""Assigning work: numbers, parties, deadline, what is refused, dedupe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.desk import errors
from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, PartyRole, SourceKind
from cixi_oversight.desk.models import Assignment, AssignmentParty
from cixi_oversight.desk.services.assignments import move
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import DomainError
from cixi_oversight.permissions import PUBLIC_VIEWER, Role, Viewer, ViewerKind
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.enums import DepartmentKind
from tests.desk.conftest import DUE
from tests.people import AT, ON, World

Give = Callable[..., Assignment]


def test_it_gets_the_next_number_parties_a_deadline_and_a_place_in_the_audit(world: World, give: Give) -> None:
    first, second = give(), give()
    assert (first.number, second.number) == ("JB330282-2026-00001", "JB330282-2026-00002")
    assert first.state == AssignmentState.ASSIGNED
    parties = AssignmentParty.objects.current().filter(assignment=first).order_by("pk")
    assert [(row.role, row.town_id, row.institution_id) for row in parties] == [
        (PartyRole.OWNER, world.town.pk, None),
        (PartyRole.CO_OWNER, None, None),
        (PartyRole.CO_OWNER, None, world.institution.pk),
    ]
    deadline = Deadline.objects.get(subject_kind="assignment", subject_id=first.pk)
    assert (deadline.kind, deadline.due_on) == (DeadlineCode.ASSIGNMENT_DUE, DUE)
    assert Event.objects.filter(verb="desk.assign", subject_id=first.pk).count() == 1


def test_the_same_source_is_assigned_once(give: Give) -> None:
    first = give(dedupe="adopted_code/7")
    assert give(dedupe="adopted_code/7", title="另一件") == first
    assert give(dedupe="adopted_code/8") != first
    assert Assignment.objects.count() == 2
    assert Event.objects.filter(verb="desk.assign").count() == 2


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"title": "  "}, errors.TextMissing),
        ({"task": "请联系13812345678核实"}, NumberInText),
        ({"source_text": "来电13812345678"}, NumberInText),
        ({"due_on": ON - dt.timedelta(days=1)}, errors.DueInPast),
    ],
)
def test_what_is_refused(give: Give, facts: dict[str, object], error: type[DomainError]) -> None:
    with pytest.raises(error):
        give(**facts)
    assert not Assignment.objects.exists()


def test_nobody_is_a_party_twice_or_from_elsewhere(world: World, give: Give) -> None:
    with pytest.raises(errors.PartyTwice):
        give(co_owners=[Owner(town=world.town)])
    foreign = world.foreign.town
    assert foreign is not None
    with pytest.raises(errors.PartyElsewhere):
        give(owner=Owner(town=foreign))


def test_it_may_be_due_on_the_day_it_is_assigned(give: Give) -> None:
    row = give(due_on=ON)
    assert [Assignment.objects.overdue(ON + dt.timedelta(days=n)).filter(pk=row.pk).exists() for n in (-1, 0, 1)] == [
        False,
        False,
        True,
    ]


def test_who_sees_it(world: World, give: Give) -> None:
    row = give(source=(SourceKind.OTHER, None))
    seen = {role for role in Role if role is not Role.API_CLIENT and _sees(world, role, row)}
    parties = {Role.TOWN_OFFICER, Role.DEPARTMENT_OFFICER}
    bureau = {
        Role.BUREAU_DIRECTOR,
        Role.SECTION_CHIEF,
        Role.REGISTRAR,
        Role.FUNDS_OFFICER,
        Role.INSPECTOR,
        Role.LEGAL_REVIEWER,
        Role.RISK_ANALYST,
    }
    members = {Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK, Role.TEACHER}
    assert seen == parties | bureau | members
    only_town = give(co_owners=[])
    assert {role for role in (*parties, *members) if _sees(world, role, only_town)} == {Role.TOWN_OFFICER}


def test_other_viewers(world: World, give: Give) -> None:
    row = give()
    department = world.departments[DepartmentKind.MARKET_SUPERVISION]
    client = Viewer(ViewerKind.CLIENT, department_ids=frozenset({department.pk}), roles=frozenset({Role.API_CLIENT}))
    link = Viewer(ViewerKind.LINK, subject=("assignment", row.pk))
    other_link = Viewer(ViewerKind.LINK, subject=("complaint", row.pk))
    elsewhere = Viewer(
        ViewerKind.STAFF,
        roles=frozenset({Role.SECTION_CHIEF}),
        county_wide=True,
        county_ids=frozenset({world.other_county.pk}),
    )
    for viewer, sees in ((client, True), (link, True), (other_link, False), (elsewhere, False), (PUBLIC_VIEWER, False)):
        assert Assignment.objects.visible_to(viewer).filter(pk=row.pk).exists() is sees


def _sees(world: World, role: Role, row: Assignment) -> bool:
    return Assignment.objects.visible_to(world.viewer(role)).filter(pk=row.pk).exists()


def test_who_was_a_party_no_longer_sees_it(world: World, give: Give) -> None:
    row = give()
    move(
        assignment=row,
        verb=AssignmentVerb.REASSIGN,
        owner=Owner(department=world.departments[DepartmentKind.POLICE]),
        by=world.viewer(Role.SECTION_CHIEF),
        why="职责不符",
        at=AT,
    )
    assert not _sees(world, Role.TOWN_OFFICER, row)
    assert not _sees(world, Role.INSTITUTION_OWNER, row)
