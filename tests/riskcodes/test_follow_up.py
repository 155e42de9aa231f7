"""A newly adopted red becomes an assignment; one that is lifted is noted in it, and closes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cixi_oversight import clock
from cixi_oversight.desk.enums import AssignmentState, NoteKind, PartyRole, SourceKind
from cixi_oversight.desk.models import Assignment, AssignmentNote, AssignmentParty
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode, PublishedRun
from riskcodes.services import follow_up
from riskcodes.services.adoption import adopt_batch, adopt_single
from riskcodes.services.night import run_night
from tests.people import AT, ON, World, make_institution, make_world

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def judged(world: World) -> None:
    run_night(county=world.county, on=ON, at=AT, by=world.viewer(Role.SECTION_CHIEF))


def adopt(world: World, code: Colour, *, day: int = 0) -> AdoptedCode:
    return adopt_single(
        institution=world.institution,
        code=code,
        by=world.viewer(Role.SECTION_CHIEF),
        at=AT + day * DAY,
        on=ON + day * DAY,
        reason="净资产为负，预收费余额较大。",
    )


def test_a_newly_adopted_red_goes_to_the_town_with_enforcement(world: World) -> None:
    judged(world)
    adopted = adopt(world, Colour.RED)
    row = Assignment.objects.get()
    assert (row.source_kind, row.source_id, row.institution_id) == (
        SourceKind.ADOPTED_CODE,
        adopted.pk,
        world.institution.pk,
    )
    assert row.due_on == dt.date(2026, 11, 30)  # five workdays after a Monday
    assert world.institution.name in row.title
    assert "净资产为负" in row.task
    parties = {(party.role, party.town_id, party.department_id) for party in AssignmentParty.objects.all()}
    enforcement = world.departments[DepartmentKind.ENFORCEMENT]
    assert parties == {(PartyRole.OWNER, world.town.pk, None), (PartyRole.CO_OWNER, None, enforcement.pk)}


def test_red_again_is_not_new_and_an_adoption_is_assigned_once(world: World) -> None:
    judged(world)
    first = adopt(world, Colour.RED)
    adopt(world, Colour.RED, day=1)
    follow_up.newly_red(first, by=world.viewer(Role.SECTION_CHIEF), at=AT, on=ON)
    assert Assignment.objects.count() == 1
    adopt(world, Colour.YELLOW, day=2)
    adopt(world, Colour.RED, day=3)
    assert Assignment.objects.count() == 2


def test_a_lifted_red_is_noted_and_closes_nothing(world: World) -> None:
    judged(world)
    adopt(world, Colour.RED)
    adopt(world, Colour.YELLOW, day=1)
    assert AssignmentNote.objects.get().kind == NoteKind.NOTICE
    assert Assignment.objects.get().state == AssignmentState.ASSIGNED


def test_other_codes_ask_for_nothing(world: World) -> None:
    judged(world)
    adopt(world, Colour.YELLOW)
    adopt(world, Colour.GREEN, day=1)
    assert not Assignment.objects.exists()


def test_without_a_town_enforcement_is_in_charge_and_without_anybody_the_adoption_stands(world: World) -> None:
    world.institution.town = None
    world.institution.save(update_fields=["town"])
    judged(world)
    adopt(world, Colour.RED)
    assert AssignmentParty.objects.get().department == world.departments[DepartmentKind.ENFORCEMENT]
    foreign = world.foreign
    foreign.town = None
    foreign.save(update_fields=["town"])
    run_night(county=world.other_county, on=ON, at=AT, by=world.viewer(Role.SECTION_CHIEF))
    adopt_single(
        institution=foreign,
        code=Colour.RED,
        by=world.viewer(Role.SECTION_CHIEF),
        at=AT,
        on=ON,
        reason="指标属实",
    )
    assert Assignment.objects.count() == 1


def test_what_fails_in_the_assignment_fails_the_adoption(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    judged(world)

    def broken(**_: object) -> None:
        raise RuntimeError("assignment")

    monkeypatch.setattr(follow_up, "assign", broken)
    with pytest.raises(RuntimeError, match="assignment"):
        adopt(world, Colour.RED)
    assert not AdoptedCode.objects.exists()


def test_a_batch_notes_all_lifted_reds_in_the_same_few_queries(world: World) -> None:
    others = [make_institution(world.county, world.town, f"慈溪市第{n}培训有限公司") for n in range(4)]
    judged(world)
    chief = world.viewer(Role.SECTION_CHIEF)
    run = PublishedRun.objects.get(county=world.county).run_id
    queries = []
    for lifted in (others[:1], others[1:]):
        for one in lifted:
            row = adopt_single(institution=one, code=Colour.RED, by=chief, at=AT, on=ON, reason="指标属实，认定红码")
            assert row.run_id == run
        with CaptureQueriesContext(
            connection,
        ) as caught:
            adopt_batch(county=world.county, by=chief, at=clock.at(ON, 12), on=ON)
        queries.append(len(caught))
    assert AssignmentNote.objects.filter(kind=NoteKind.NOTICE).count() == 4
    assert queries[0] == queries[1]
