"""The town officer's own institutions: whose they are, what waits, whom to call, and how many queries it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.services.contacts import add_contact
from cixi_oversight.users.models import Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.models import FilingDue
from institutions.services.my_town import cards
from institutions.services.sites import create_site
from tests.people import AT, ON, World, make_institution, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    pin(ON)
    made = make_world()
    by = system_viewer(label="tests")
    create_site(institution=made.institution, by=by, at=AT, address="新城大道1号", business_phone="0574-63001122")
    add_contact(
        subject=("institution", made.institution.pk),
        institution_id=made.institution.pk,
        capacity=Capacity.PRINCIPAL,
        values={"name": "张三", "phone": "13800000001"},
        from_on=ON,
        by=by,
        at=AT,
    )
    return made


def test_the_officer_sees_the_own_town_can_call_and_is_shown_persons_masked(world: World) -> None:
    elsewhere = Town.objects.create(county=world.county, code="330282199", name="别镇")
    other = make_institution(world.county, elsewhere, "慈溪市别镇艺术培训有限公司")
    page: Any = world.client(Role.TOWN_OFFICER).get(reverse("institutions:my_town"))
    shown = page.content.decode()
    assert page.status_code == 200
    assert world.institution.name in shown
    assert other.name not in shown
    assert 'href="tel:057463001122"' in shown
    assert "13800000001" not in shown
    assert "/reveal/" in shown or "hx-get" in shown


def test_twenty_institutions_take_as_many_queries_as_one(world: World, django_assert_max_num_queries: Any) -> None:
    viewer = world.viewer(Role.TOWN_OFFICER)
    for n in range(20):
        make_institution(world.county, world.town, f"慈溪市第{n}艺术培训有限公司")
    with django_assert_max_num_queries(7):
        assert len(cards(viewer, ON)) == 21


def test_a_figure_opens_the_institutions_behind_it(world: World) -> None:
    calm = make_institution(world.county, world.town, "慈溪市浒山无事艺术培训有限公司")
    FilingDue.objects.create(
        institution=world.institution,
        kind="enrolment_return",
        period=dt.date(2026, 9, 1),
        due_on=dt.date(2026, 10, 12),
        recorded_at=AT,
        recorded_by_id=system_viewer(label="tests").actor_id,
    )
    client = world.client(Role.TOWN_OFFICER)
    address = reverse("institutions:my_town")
    found = {show: client.get(address, {"show": show}).content.decode() for show in ("", "overdue", "gaps", "x")}
    assert {show: (world.institution.name in page, calm.name in page) for show, page in found.items()} == {
        "": (True, True),
        "overdue": (True, False),
        "gaps": (False, False),
        "x": (True, True),
    }
    assert "?show=overdue" in found[""]
