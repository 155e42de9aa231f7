"""An institution with a school calendar, and filings of it taken through the engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import SchoolPeriodKind
from cixi_oversight.policy.services import school
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import FilingKind, FilingState
from institutions.enums.register import Category
from institutions.enums.teaching import MaterialKind
from institutions.models import Filing, Institution, Site
from institutions.services.dated import set_category
from institutions.services.filings import deciding, engine
from institutions.services.filings.moving import SUBJECT
from institutions.services.filings.reviewing import review
from institutions.services.sites import create_site
from tests.people import AT, ON, World, make_world

TEACHER = {
    "code": "001",
    "name": {"typed": "张三丰"},
    "post": "teacher",
    "employment": "full_time",
    "degree": "bachelor",
    "subject": "mathematics",
    "certificate": "primary",
    "certified_for": "mathematics",
    "certificate_number": {"typed": "20193302142000567"},
    "hired_on": "2024-09-01",
    "checked_on": "2026-09-01",
    "check_result": "clear",
    "in_service": False,
}
COURSE = {
    "code": "K01",
    "name": "小学数学思维",
    "subject": "mathematics",
    "stage": "compulsory",
    "mode": "offline",
    "size_max": 20,
    "lessons": 30,
    "lesson_minutes": 90,
}
FEE = {"course": "K01", "name": "学费（30次）", "kind": "tuition", "amount": 300_000, "lessons": 30, "span_months": 3}
GROUP = {"code": "B01", "name": "三年级数学1班", "course": "K01", "teacher": "001", "students": 18, "room": "201"}
SLOT = {
    "group": "B01",
    "weekday": "3",
    "starts": "18:00",
    "ends": "19:30",
    "from_on": "2026-11-25",
    "to_on": "2027-01-27",
}


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    by = system_viewer(label="tests")
    set_category(institution=world.institution, category=Category.ACADEMIC, from_on=ON, why="核定", by=by, at=AT)
    world.institution.refresh_from_db()
    create_site(institution=world.institution, by=by, at=AT, name="本部", address="青少年宫路1号", is_main=True)
    for kind, name, first, last in (
        (SchoolPeriodKind.TERM, "第一学期", dt.date(2026, 9, 1), dt.date(2027, 1, 29)),
        (SchoolPeriodKind.VACATION, "寒假", dt.date(2027, 1, 30), dt.date(2027, 2, 26)),
    ):
        school.record_period(
            county=world.county,
            school_year="2026-2027",
            kind=kind,
            name=name,
            from_on=first,
            to_on=last,
            source="测试",
            confirmed=True,
            by=by,
            at=AT,
        )
    return world


def begin(world: World, kind: FilingKind, /, **payload: Any) -> Filing:
    """A draft of the owner's with this payload."""
    subject = payload.pop("subject_of", None)
    owner = world.viewer(Role.INSTITUTION_OWNER)
    filing = engine.start_draft(institution=world.institution, kind=kind, subject=subject, by=owner, at=AT)
    if payload.get("kind") == MaterialKind.SELF_COMPILED:
        payload = {"document": stored(world, filing)} | payload
    return engine.save_draft(
        filing=filing, payload=filing.payload | payload, expected_version=filing.version, by=owner, at=AT
    )


def stored(world: World, filing: Filing) -> str:
    """The public id of a document of this filing."""
    row = StoredFile.objects.create(
        stored_name=f"{filing.pk:032x}",
        sha256="0" * 64,
        source_sha256="0" * 64,
        size_bytes=1,
        kind=FileKind.PDF,
        pages=1,
        original_name="讲义.pdf",
        purpose=Purpose.FILING,
        owner_id=world.viewer(Role.INSTITUTION_OWNER).actor_id,
        subject_kind=SUBJECT,
        subject_id=filing.pk,
        institution_id=world.institution.pk,
        state=FileState.CLEAN,
        stored_at=AT,
    )
    return str(row.public_id)


def findings(filing: Filing) -> dict[str, str]:
    """Path and English sentence of all that must be put right."""
    return {one.path: str(one.code) for one in review(filing, on=ON)}


def hand_in(world: World, filing: Filing, *, by: Viewer | None = None) -> Filing:
    """Submitted, and accepted by a person where somebody has to look."""
    owner = world.viewer(Role.INSTITUTION_OWNER)
    filing = engine.submit(filing=filing, expected_version=filing.version, by=owner, at=AT)
    if filing.state == FilingState.SUBMITTED:
        filing = deciding.accept(filing=filing, by=by or world.viewer(Role.REGISTRAR), at=AT)
    return filing


def file_basics(world: World) -> Institution:
    """Staff, courses and a timetable in force."""
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER]))
    hand_in(world, begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE]))
    hand_in(world, begin(world, FilingKind.CLASS_GROUPS, groups=[GROUP], slots=[SLOT]))
    return world.institution


def site_of(world: World) -> Site:
    return Site.objects.get(institution=world.institution)
