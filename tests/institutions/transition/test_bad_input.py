"""Bad input around cases: what is another county's in a form's body, rare characters, stale tabs."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, Town
from institutions.enums import Occasion
from institutions.models import CourseSettlement, GuidanceStep, Persuasion, School, UnfinishedCourse
from institutions.services.settlement.tables import open_settlement
from institutions.services.talks import plan_talk
from tests.people import AT, ON, World, make_world

pytestmark = pytest.mark.django_db
RARE = "𠮷野家长学堂"  # the first character lies beyond the BMP


@pytest.fixture
def world() -> World:
    pin(ON)
    return make_world()


def foreign_department(world: World) -> str:
    made = Department.objects.create(county=world.other_county, kind=DepartmentKind.ENFORCEMENT, name="他县执法局")
    return str(made.pk)


def foreign_talk(world: World) -> str:
    talk = plan_talk(
        institution=world.foreign,
        by=world.viewer(Role.REGISTRAR),
        at=AT,
        occasion=Occasion.OTHER,
        occasion_on=None,
        grounds="其他",
        legal_basis="民办教育促进法",
        matter="说明情况",
        capacities=[Capacity.PRINCIPAL],
        starts_at=clock.at(ON, 16),
        place="会议室",
        contact="",
    )
    return talk.public_id


CONTACT = {
    "met_on": ON.isoformat(),
    "way": "visit",
    "our_side": "民办教育科",
    "capacities": ["principal"],
    "stance": "undecided",
    "said": "讲解政策",
}


def test_what_is_another_countys_in_a_body_is_refused(world: World) -> None:
    chief, name = world.client(Role.SECTION_CHIEF), world.institution.public_id
    refer = {
        "rung": "refer",
        "taken_on": ON.isoformat(),
        "matter": "无证办学",
        "to_department": foreign_department(world),
    }
    assert chief.post(reverse("institutions:take_step", args=[name]), refer).status_code == 422
    contact = CONTACT | {"talk": foreign_talk(world)}
    assert chief.post(reverse("institutions:persuade", args=[name]), contact).status_code == 422
    town = Town.objects.get(county=world.other_county).code
    school = {"name": "甲小学", "kind": "primary", "town": town}
    assert chief.post(reverse("institutions:enter_school"), school).status_code == 422
    assert not GuidanceStep.objects.exists()
    assert not Persuasion.objects.exists()
    assert not School.objects.exists()


def test_rare_characters_stay_as_they_are(world: World) -> None:
    chief, name = world.client(Role.SECTION_CHIEF), world.institution.public_id
    step = {"rung": "reminder", "taken_on": ON.isoformat(), "matter": f"{RARE}公示不全"}
    assert chief.post(reverse("institutions:take_step", args=[name]), step).status_code == 302
    school = chief.post(reverse("institutions:enter_school"), {"name": RARE, "kind": "primary"})
    assert school.status_code == 302
    assert RARE in chief.get(school["Location"]).content.decode()
    assert GuidanceStep.objects.get().matter == f"{RARE}公示不全"


def test_a_stale_tab_of_a_settlement_overwrites_nothing(world: World) -> None:
    table: CourseSettlement = open_settlement(institution=world.institution, by=world.viewer(Role.REGISTRAR), at=AT)
    owner = world.client(Role.INSTITUTION_OWNER)
    facts: dict[str, Any] = {"course": f"{RARE}书法班", "students": "3", "unconsumed_fen": "900"}
    added = owner.post(reverse("institutions:my_add_course", args=[table.public_id]), facts)
    assert added.status_code == 302, added.content.decode()[-1500:]
    row = UnfinishedCourse.objects.get()
    page = reverse("institutions:my_edit_course", args=[row.public_id])
    assert owner.post(page, facts | {"students": "4", "version": "1"}).status_code == 302
    stale = owner.post(page, facts | {"students": "5", "version": "1"})
    assert (stale.status_code, 'value="5"' in stale.content.decode()) == (409, True)
    row.refresh_from_db()
    assert (row.course, row.students) == (f"{RARE}书法班", 4)
