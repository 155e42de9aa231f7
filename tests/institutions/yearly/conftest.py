"""A county with an institution that reports, its town officer, its bureau."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from institutions.enums import LegalForm
from institutions.models import AnnualBatch, AnnualInspection
from institutions.rules.yearly.days import Stages
from institutions.rules.yearly.report import FIELDS, Part
from institutions.services.yearly.opening import open_batch
from institutions.services.yearly.reporting import submit_report
from tests.people import AT, ON, Role, World, make_institution, make_world

DAY = dt.timedelta(days=1)
DAYS = Stages(ON + 30 * DAY, ON + 60 * DAY, ON + 90 * DAY)


def said(**changed: Any) -> dict[str, Any]:
    plain = {Part.COUNT: 10, Part.FEN: 1000, Part.YES_NO: True, Part.TEXT: "依法办学"}
    return {field.key: plain[field.part] for field in FIELDS} | changed


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def opened(world: World) -> Callable[..., AnnualBatch]:
    def batch(**changed: Any) -> AnnualBatch:
        facts: dict[str, Any] = {
            "county": world.county,
            "year": 2025,
            "title": "2025年度校外培训机构年检",
            "categories": [],
            "legal_forms": [],
            "days": DAYS,
            "by": world.viewer(Role.SECTION_CHIEF),
            "at": AT,
        }
        return open_batch(**facts | changed)

    return batch


@pytest.fixture
def row(world: World, opened: Callable[..., AnnualBatch]) -> AnnualInspection:
    return opened().rows.get(institution=world.institution)


@pytest.fixture
def sent(world: World, row: AnnualInspection) -> AnnualInspection:
    """The self-report is in; nothing is remarked but what the empty register lacks."""
    owner = world.viewer(Role.INSTITUTION_OWNER)
    return submit_report(inspection=row, report=said(), expected_version=row.version, by=owner, at=AT)


def another(world: World, name: str, **facts: object) -> Any:
    made = make_institution(world.county, world.town, name)
    for key, value in facts.items():
        setattr(made, key, value)
    made.save(update_fields=list(facts) or None)
    return made


NONPROFIT = LegalForm.PRIVATE_NON_ENTERPRISE
