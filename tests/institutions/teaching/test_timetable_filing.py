"""Courses, fees and timetables from draft to register: what breaks a cap or a time is not published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight.errors import Problems
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import FilingKind
from institutions.errors.teaching import LessonForbidden, NotInForce
from institutions.models import ClassGroup, Course, FeeItem, TimetableSlot
from institutions.rules.teaching.permitted_time import Planned
from institutions.services.teaching.timetables import GroupEntry, publish_timetable
from tests.institutions.teaching.conftest import (
    AT,
    COURSE,
    FEE,
    GROUP,
    SLOT,
    TEACHER,
    begin,
    file_basics,
    findings,
    hand_in,
    site_of,
)
from tests.people import World


def test_a_fee_above_the_guidance_price_is_named_with_both_figures(world: World) -> None:
    filing = begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE | {"amount": 330_001}])
    found = findings(filing)
    assert list(found) == ["fees[1].amount"]
    assert "55.0002 yuan a class hour" in found["fees[1].amount"]
    assert findings(begin_again(world, filing, amount=330_000)) == {}


def begin_again(world: World, filing: Any, **change: Any) -> Any:
    filing.payload["fees"] = [FEE | change]
    return filing


def test_fees_and_courses_must_belong_together(world: World) -> None:
    filing = begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE | {"course": "K02"}])
    assert set(findings(filing)) == {"fees[1].course", "courses[1].code"}


def test_an_accepted_list_is_the_list_in_force(world: World) -> None:
    hand_in(world, begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE]))
    second = COURSE | {"code": "K02", "name": "初中数学"}
    hand_in(world, begin(world, FilingKind.COURSES, courses=[COURSE, second], fees=[FEE, FEE | {"course": "K02"}]))
    assert sorted(Course.objects.in_force().values_list("code", flat=True)) == ["K01", "K02"]
    assert Course.objects.count() == 2  # the first was left alone
    hand_in(
        world, begin(world, FilingKind.COURSES, courses=[second], fees=[FEE | {"course": "K02", "amount": 200_000}])
    )
    (left,) = Course.objects.in_force()
    assert (left.code, FeeItem.objects.get(course=left).amount_fen) == ("K02", 200_000)


def test_an_accepted_timetable_is_published(world: World) -> None:
    file_basics(world)
    group = ClassGroup.objects.in_force().get()
    assert (group.course.code, group.teacher.posted_name, group.site_id) == ("K01", "张三丰", site_of(world).pk)
    slot = TimetableSlot.objects.in_force().get()
    assert (slot.weekday, slot.starts, slot.ends) == (3, dt.time(18), dt.time(19, 30))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weekday": "6"}, "三年级数学1班, Saturday 18:00-19:30: 2026-11-28 is a rest day (9 lessons)"),
        ({"ends": "20:31"}, "ends after 20:30, on 2026-11-25 for the first time (10 lessons; General Office of"),
        ({"starts": "15:59"}, "2026-11-25 is a school day (10 lessons). No lessons in school hours"),
        ({"to_on": "2027-02-03"}, "2027-02-03 is in the school vacation (1 lessons)"),
        ({"weekday": "5"}, "2027-01-01 is a public holiday (1 lessons)"),
    ],
)
def test_a_timetable_in_a_forbidden_time_names_slot_day_and_rule_and_is_not_published(
    world: World, change: dict[str, Any], words: str
) -> None:
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER]))
    hand_in(world, begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE]))
    filing = begin(world, FilingKind.CLASS_GROUPS, groups=[GROUP], slots=[SLOT | change])
    found = findings(filing)
    assert words in found["slots[1].weekday"]
    with pytest.raises(Problems):
        hand_in(world, filing)
    assert not TimetableSlot.objects.exists()


def test_a_holiday_named_as_without_lessons_makes_it_right(world: World) -> None:
    file_basics(world)
    filing = begin(
        world, FilingKind.CLASS_GROUPS, groups=[GROUP], slots=[SLOT | {"weekday": "5", "not_on": "2027-01-01"}]
    )
    assert findings(filing) == {}


def test_classes_name_courses_teachers_and_sites_that_are_on_the_register(world: World) -> None:
    hand_in(world, begin(world, FilingKind.COURSES, courses=[COURSE], fees=[FEE]))
    group = GROUP | {"course": "K09", "teacher": "009", "site": "分部"}
    filing = begin(world, FilingKind.CLASS_GROUPS, groups=[group], slots=[SLOT])
    assert set(findings(filing)) == {"groups[1].course", "groups[1].teacher", "groups[1].site"}


def test_one_teacher_is_not_in_two_classes_at_once(world: World) -> None:
    file_basics(world)
    other = GROUP | {"code": "B02", "name": "四年级数学1班", "room": "202"}
    filing = begin(world, FilingKind.CLASS_GROUPS, groups=[GROUP, other], slots=[SLOT, SLOT | {"group": "B02"}])
    assert list(findings(filing)) == ["slots[2].starts"]


def test_whatever_door_is_taken_the_service_refuses_a_forbidden_lesson(world: World) -> None:
    file_basics(world)
    saturday = Planned(6, 540, 600, dt.date(2026, 11, 28), dt.date(2026, 11, 28))
    entry = GroupEntry("数学", "K01", "001", None, "", 5, (saturday,))
    by = system_viewer(label="tests")
    with pytest.raises(LessonForbidden):
        publish_timetable(institution=world.institution, groups={"B01": entry}, by=by, at=AT)
    nobody = GroupEntry("数学", "K01", "009", None, "", 5, ())
    with pytest.raises(NotInForce):
        publish_timetable(institution=world.institution, groups={"B01": nobody}, by=by, at=AT)


@pytest.mark.parametrize(("second", "found"), [("18:39", ["slots[2].starts"]), ("18:40", []), ("18:41", [])])
def test_online_lessons_of_a_class_have_ten_minutes_between_them(world: World, second: str, found: list[str]) -> None:
    online = COURSE | {"mode": "online", "lesson_minutes": 30}
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER]))
    hand_in(world, begin(world, FilingKind.COURSES, courses=[online], fees=[FEE | {"lessons": 60}]))
    ends = f"{second[:2]}:{int(second[3:]) + 20:02}"
    slots = [SLOT | {"starts": "18:00", "ends": "18:30"}, SLOT | {"starts": second, "ends": ends}]
    filing = begin(world, FilingKind.CLASS_GROUPS, groups=[GROUP], slots=slots)
    said = findings(filing)
    assert list(said) == found
    if found:
        assert "9 minutes between the online lessons 18:00-18:30 and 18:39-18:59" in said[found[0]]
        with pytest.raises(Problems):
            hand_in(world, filing)


def test_the_service_refuses_too_short_a_break_itself(world: World) -> None:
    online = COURSE | {"mode": "online", "lesson_minutes": 30}
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER]))
    hand_in(world, begin(world, FilingKind.COURSES, courses=[online], fees=[FEE | {"lessons": 60}]))
    day = dt.date(2026, 11, 25)
    slots = tuple(Planned(3, starts, starts + 30, day, day, online=True) for starts in (1080, 1115))
    entry = GroupEntry("数学", "K01", "001", None, "", 5, slots)
    with pytest.raises(LessonForbidden):
        publish_timetable(institution=world.institution, groups={"B01": entry}, by=system_viewer(label="tests"), at=AT)
