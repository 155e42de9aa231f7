"""An assignment and the people around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.desk.enums import SourceKind
from cixi_oversight.desk.models import Assignment
from cixi_oversight.desk.services.assignments import assign
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from tests.people import AT, ON, World, make_world

DUE = ON + dt.timedelta(days=7)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def give(world: World) -> Callable[..., Assignment]:
    """Assign by the section chief: to the town, with market supervision and the institution as co-owners."""

    def _give(**more: Any) -> Assignment:
        market = Owner(department=world.departments[DepartmentKind.MARKET_SUPERVISION])
        facts: dict[str, Any] = {
            "title": "核查退费纠纷",
            "task": "三日内上门核查，督促退还剩余课时费",
            "source": (SourceKind.MEETING, None),
            "source_text": "专班周例会",
            "institution_id": world.institution.pk,
            "owner": Owner(town=world.town),
            "co_owners": [market, Owner(institution_id=world.institution.pk)],
            "due_on": DUE,
            "by": world.viewer(Role.SECTION_CHIEF),
            "at": AT,
        }
        return assign(county_id=world.county.pk, **(facts | more))

    return _give
