"""Pages of teaching for the bureau and on /my/, lists where cases wait, and the API."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from institutions.enums.filings import FilingKind
from institutions.models import Filing, StaffMember
from institutions.services.filings import engine
from institutions.services.teaching import reading, waiting
from tests.institutions.teaching.conftest import AT, COURSE, FEE, GROUP, SLOT, TEACHER, begin, file_basics, hand_in
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
    for role, mine, others in ((Role.REGISTRAR, "教材1", "教材2"), (Role.DEPARTMENT_OFFICER, "教材2", "教材1")):
        page = world.client(role).get(reverse("institutions:filings") + "?state=mine").content.decode()
        assert mine in page, role
        assert others not in page, role


def test_colleagues_do_not_read_each_others_checks_of_criminal_records(world: World) -> None:
    file_basics(world)
    mine = reverse("institutions:my_teaching")
    seen = {
        role: "违法犯罪记录查询" in world.client(role).get(mine).content.decode()
        for role in (Role.INSTITUTION_OWNER, Role.INSTITUTION_FRONT_DESK, Role.TEACHER)
    }
    assert seen == {Role.INSTITUTION_OWNER: True, Role.INSTITUTION_FRONT_DESK: True, Role.TEACHER: False}


def test_each_material_and_plan_is_filed_under_a_number_of_its_own(world: World) -> None:
    """A new one gets the next number; an open one is gone on with; a number that is not there is not found."""
    owner = world.client(Role.INSTITUTION_OWNER)
    address = reverse("institutions:start_teaching", args=["training_material"])
    whose = {"institution": world.institution.public_id}
    first = owner.post(address, whose)["Location"]
    assert owner.post(address, whose)["Location"] == first  # left empty: gone on with, not begun once more
    owner.post(first, {"version": "1", "title": "\U00020bb7珠算讲义"})
    second = owner.post(address, whose)["Location"]
    assert first == owner.post(address, whose | {"number": "1"})["Location"] != second
    mine = owner.get(reverse("institutions:my_filings"), headers={"accept-language": "en"}).content.decode()
    assert "Training material “\U00020bb7珠算讲义”" in mine
    assert "Training material no. 2, without a title yet" in mine
    rows = Filing.objects.filter(kind=FilingKind.TRAINING_MATERIAL).order_by("pk")
    assert list(rows.values_list("subject_kind", "subject_id")) == [("training_material", 1), ("training_material", 2)]
    assert owner.post(address, whose | {"number": "9"}).status_code == 404
    assert owner.post(address, {"institution": world.foreign.public_id}).status_code == 404


def test_numbers_of_courses_teachers_and_classes_are_offered_and_rows_told_by_name(world: World) -> None:
    file_basics(world)
    owner = world.client(Role.INSTITUTION_OWNER)
    filing = begin(world, FilingKind.CLASS_GROUPS)
    form = owner.get(reverse("institutions:my_filing", args=[filing.public_id])).content.decode()
    assert "B01 · 三年级数学1班" in form
    row, slot = (
        owner.get(reverse("institutions:my_filing_row", args=[filing.public_id, table, "1"])).content.decode()
        for table in ("groups", "slots")
    )
    assert '<option value="K01">小学数学思维</option>' in row
    assert '<option value="001">张三丰</option>' in row  # posted: the public sees it too
    assert '<option value="B01">三年级数学1班</option>' in slot


def test_what_is_wrong_with_a_row_leads_to_the_row(world: World) -> None:
    file_basics(world)
    filing = begin(world, FilingKind.CLASS_GROUPS, slots=[SLOT | {"ends": "20:31"}])
    address = reverse("institutions:my_filing", args=[filing.public_id])
    answer = world.client(Role.INSTITUTION_OWNER).post(address, {"version": str(filing.version), "then": "submit"})
    assert answer.status_code == 422
    row = reverse("institutions:my_filing_row", args=[filing.public_id, "slots", "1"])
    assert f'<li><a href="{row}">' in answer.content.decode()


def test_names_beyond_the_bmp_reach_the_public_page_and_the_export_whole(world: World) -> None:
    odd = "\U00020bb7"  # U+20BB7, outside the basic multilingual plane
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER | {"name": {"typed": f"张{odd}"}}]))
    course, fee = COURSE | {"name": f"{odd}语思维"}, FEE | {"name": f"{odd}学费"}
    hand_in(world, begin(world, FilingKind.COURSES, courses=[course], fees=[fee]))
    hand_in(world, begin(world, FilingKind.CLASS_GROUPS, groups=[GROUP | {"name": f"{odd}班"}], slots=[SLOT]))
    public = reverse("institutions:public", args=[world.institution.public_id])
    page = Client().get(public).content.decode()
    assert all(name in page for name in (f"张{odd}", f"{odd}语思维", f"{odd}学费", f"{odd}班"))
    pin(ON.replace(year=2027))  # his check of criminal records is overdue by then
    export = world.client(Role.REGISTRAR).get(reverse("institutions:record_checks") + "?format=csv")
    assert f"张{odd}" in export.getvalue().decode("utf-8-sig")
