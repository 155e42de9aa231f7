"""/api/v1/annual-inspections and /star-ratings: scope, what is shown before and after publication, strictness."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from institutions.enums.stars import RatingCause
from institutions.enums.yearly import Conclusion
from institutions.models import AnnualInspection, StarRating
from institutions.services.yearly.checking import check
from institutions.services.yearly.deciding import decide
from institutions.services.yearly.publishing import publish
from tests.people import AT, ON, World

URL = "/api/v1/annual-inspections"


def test_a_result_is_told_once_it_is_published(world: World, sent: AnnualInspection) -> None:
    town, chief = world.viewer(Role.TOWN_OFFICER), world.viewer(Role.SECTION_CHIEF)
    row = check(inspection=sent, faults=[], opinion="", expected_version=sent.version, by=town, at=AT)
    row = decide(inspection=row, conclusion=Conclusion.PASS, grounds="", expected_version=row.version, by=chief, at=AT)
    system = world.client(Role.API_CLIENT)
    before = system.get(f"{URL}?year=2025&state=passed").json()["results"]
    assert [(one["public_id"], one["conclusion"], one["published_on"]) for one in before] == [
        (row.public_id, None, None)
    ]
    publish(batch=row.batch, by=chief, at=AT)
    after = system.get(f"{URL}/{row.public_id}").json()
    assert (after["conclusion"], after["published_on"]) == ("pass", ON.isoformat())
    assert after["institution"]["name"] == world.institution.name
    assert "report" not in after


@pytest.mark.parametrize("query", ["year=25", "year=202a", "year=99999999999", "state=done", "foo=1", "town=1"])
def test_a_filter_that_cannot_be_read_is_refused(world: World, query: str) -> None:
    assert world.client(Role.API_CLIENT).get(f"{URL}?{query}").status_code == 400


def test_stars_are_told_while_they_hold(world: World) -> None:
    pin(ON)
    for institution in (world.institution, world.foreign):
        StarRating.objects.create(
            institution=institution,
            cause=RatingCause.AWARDED,
            stars=4,
            from_on=ON - dt.timedelta(days=10),
            to_on=ON,
            recorded_at=AT,
            recorded_by_id=world.viewer(Role.SECTION_CHIEF).actor_id,
        )
    system = world.client(Role.API_CLIENT)
    found = system.get("/api/v1/star-ratings?stars=4").json()["results"]
    assert [(one["institution"]["public_id"], one["stars"], one["to_on"]) for one in found] == [
        (world.institution.public_id, 4, ON.isoformat())
    ]
    assert system.get("/api/v1/star-ratings?stars=6").status_code == 400
    pin(ON + dt.timedelta(days=1))
    assert system.get("/api/v1/star-ratings").json()["results"] == []
