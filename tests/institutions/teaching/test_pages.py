"""Pages of teaching for the bureau and on /my/, lists where cases wait, and the API."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from cixi_oversight.permissions import Role
from institutions.enums.filings import FilingKind
from institutions.models import Filing, StaffMember
from institutions.services.filings import engine
from institutions.services.teaching import reading, waiting
from tests.institutions.teaching.conftest import AT, TEACHER, begin, file_basics, hand_in
from tests.institutions.teaching.test_plans_and_materials import MATERIAL
from tests.people import ON, World

FULL_NUMBER = "20193302142000567"


def test_both_faces_show_people_courses_and_the_week(world: World) -> None:
    institution = file_basics(world)
    file = reverse("institutions:file", args=[institution.public_id, "teaching"])
    for role, address in ((Role.REGISTRAR, file), (Role.INSTITUTION_OWNER, reverse("institutions:my_teaching"))):
        page = world.client(role).get(address).content.decode()
        for text in ("张三丰", "2019*********0567", "小学数学思维", "¥3,000.00", "18:00–19:30", "三年级数学1班"):
            assert text in page, (role, text)
        assert FULL_NUMBER not in page


def test_what_is_public_takes_one_query_each(world: World, django_assert_num_queries: object) -> None:
    institution = file_basics(world)
    for read in (
        lambda: reading.public_courses(institution),
        lambda: reading.public_teachers(institution, on=ON),
        lambda: reading.class_times(institution, on=ON),
    ):
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = read()
        assert len(found) == 1
    assert reading.class_times(institution, on=dt.date(2027, 1, 28)) == []


def test_other_systems_read_the_teaching_of_an_institution(world: World) -> None:
    institution = file_basics(world)
    address = reverse("api:teaching", args=[institution.public_id])
    answer = world.client(Role.SECTION_CHIEF).get(address)
    body = answer.json()
    assert body["courses"][0]["fees"] == [
        {"name": "学费（30次）", "kind": "tuition", "amount_fen": 300_000, "lessons": 30, "span_months": 3}
    ]
    assert body["teachers"][0]["certificate_number_masked"] == "2019*********0567"
    assert (body["timetable"][0]["weekday"], body["timetable"][0]["starts"]) == (3, "18:00")
    assert FULL_NUMBER not in answer.content.decode()
    assert world.client(Role.SECTION_CHIEF).get(f"{address}?subject=x").status_code == 400
    foreign = reverse("api:teaching", args=[world.foreign.public_id])
    assert world.client(Role.SECTION_CHIEF).get(foreign).status_code == 404


def test_checks_overdue_are_listed_the_day_after_the_year(world: World) -> None:
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER | {"checked_on": "2025-11-23"}]))
    chief = world.viewer(Role.SECTION_CHIEF)
    assert not waiting.checks_overdue(chief, ON).exists()
    assert waiting.checks_overdue(chief, ON + dt.timedelta(days=1)).get() == StaffMember.objects.get()
    assert world.client(Role.SECTION_CHIEF).get(reverse("institutions:record_checks")).status_code == 200


def test_material_waits_for_whoever_decides(world: World) -> None:
    world.institution.sector_authority = next(
        one for kind, one in world.departments.items() if kind == "market_supervision"
    )
    world.institution.save()
    owner = world.viewer(Role.INSTITUTION_OWNER)
    for number, subject in ((1, "mathematics"), (2, "dance")):
        about = ("training_material", number)
        payload = MATERIAL | {"subject": subject, "title": f"教材{number}"}
        filing = begin(world, FilingKind.TRAINING_MATERIAL, subject_of=about, **payload)
        engine.submit(filing=filing, expected_version=filing.version, by=owner, at=AT)
    titles = {
        role: [row.payload["title"] for row in waiting.materials_to_review(world.viewer(role))]
        for role in (Role.REGISTRAR, Role.DEPARTMENT_OFFICER, Role.INSPECTOR)
    }
    assert titles == {Role.REGISTRAR: ["教材1"], Role.DEPARTMENT_OFFICER: ["教材2"], Role.INSPECTOR: []}
    page = world.client(Role.REGISTRAR).get(reverse("institutions:materials") + "?decides=bureau").content.decode()
    assert "教材1" in page
    assert "教材2" not in page


def test_each_material_and_plan_is_filed_under_a_number_of_its_own(world: World) -> None:
    """A new one gets the next number; an open one is gone on with; a number that is not there is not found."""
    owner = world.client(Role.INSTITUTION_OWNER)
    address = reverse("institutions:start_teaching", args=["training_material"])
    whose = {"institution": world.institution.public_id}
    pages = [owner.post(address, whose | more)["Location"] for more in ({}, {}, {"number": "1"})]
    assert pages[0] == pages[2] != pages[1]
    rows = Filing.objects.filter(kind=FilingKind.TRAINING_MATERIAL).order_by("pk")
    assert list(rows.values_list("subject_kind", "subject_id")) == [("training_material", 1), ("training_material", 2)]
    assert owner.post(address, whose | {"number": "9"}).status_code == 404
    assert owner.post(address, {"institution": world.foreign.public_id}).status_code == 404
