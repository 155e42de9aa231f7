"""An act over REST by a deputy (AB角) names the colleague on whose right it rests, as the pages do."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client

from cixi_oversight.audit.models import Event
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.users.services import deputies
from cixi_oversight.users.services.viewer import actor_of, system_viewer
from tests.api.test_complaints import body
from tests.people import AT, ON, World

URL = "/api/v1/complaints"


@pytest.fixture(autouse=True)
def _today(db: None) -> None:
    pin(ON)


def hand_in(world: World, client: Client) -> Event:
    which = {"public_id": world.institution.public_id}
    sent = body(institution=which, reference=uuid4().hex)
    answer = client.post(URL, sent, content_type="application/json", headers={"Idempotency-Key": uuid4().hex})
    assert answer.status_code == 201, answer.content
    found = Event.objects.filter(verb="inspections.receive_complaint").order_by("id").last()
    assert found is not None
    return found


def test_a_deputy_s_act_names_for_whom_and_an_own_one_does_not(world: World) -> None:
    inspector, analyst = world.user(Role.INSPECTOR), world.user(Role.RISK_ANALYST)
    deputies.arrange(
        absent=inspector,
        deputy=analyst,
        from_on=ON,
        to_on=ON + dt.timedelta(days=6),
        why="年休假",
        by=system_viewer(label="tests"),
        at=AT,
    )
    lent = hand_in(world, world.client(Role.RISK_ANALYST))
    assert lent.actor.user_id == analyst.pk
    assert lent.data["acting_for"] == [actor_of(inspector).pk]
    own = hand_in(world, world.client(Role.INSPECTOR))
    assert own.actor.user_id == inspector.pk
    assert "acting_for" not in own.data
