"""The list of staff from draft to register: names and numbers in the vault, names of teachers posted."""

from __future__ import annotations

from typing import Any

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Problems
from cixi_oversight.permissions import Role
from cixi_oversight.personal.models import Person
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import StaffMember
from institutions.services.filings import engine
from tests.institutions.teaching.conftest import AT, TEACHER, begin, findings, hand_in
from tests.people import ON, World

ASSISTANT = {
    "code": "002",
    "name": {"typed": "李莫愁"},
    "post": "assistant",
    "employment": "full_time",
    "degree": "college",
    "certificate": "none",
    "hired_on": "2026-03-01",
    "checked_on": "2026-03-01",
    "check_result": "clear",
    "in_service": False,
}


def test_names_and_numbers_go_to_the_vault_and_teachers_are_posted(world: World) -> None:
    filing = begin(world, FilingKind.STAFF, staff=[TEACHER, ASSISTANT])
    assert "张三丰" not in str(filing.payload)
    assert "20193302142000567" not in str(filing.payload)
    assert findings(filing) == {}
    hand_in(world, filing)
    teacher, assistant = StaffMember.objects.in_force().order_by("code")
    assert (teacher.posted_name, assistant.posted_name) == ("张三丰", "")
    assert teacher.person.name_masked == "张**"
    assert teacher.number is not None
    assert teacher.number.certificate_number_masked == "2019*********0567"
    assert Person.objects.filter(kind="staff").count() == 3
    assert Event.objects.filter(verb="personal.post_names").exists()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"certificate": "none"}, "certificate"),
        ({"certified_for": "chinese"}, "certified_for"),
        ({"certificate_number": None}, "certificate_number"),
        ({"checked_on": "2025-11-22"}, "checked_on"),
        ({"checked_on": None}, "checked_on"),
        ({"check_result": "found"}, "check_result"),
        ({"in_service": True}, "in_service"),
    ],
)
def test_one_thing_that_is_wrong_is_named_at_its_place_and_cannot_be_handed_in(
    world: World, change: dict[str, Any], path: str
) -> None:
    filing = begin(world, FilingKind.STAFF, staff=[TEACHER | change])
    assert list(findings(filing)) == [f"staff[1].{path}"]
    with pytest.raises(Problems):
        hand_in(world, filing)
    assert not StaffMember.objects.exists()


def test_less_than_half_teaching_staff_waits_for_a_person(world: World) -> None:
    others = [ASSISTANT, ASSISTANT | {"code": "003", "name": {"typed": "王重阳"}}]
    filing = begin(world, FilingKind.STAFF, staff=[TEACHER, *others])
    owner = world.viewer(Role.INSTITUTION_OWNER)
    filing = engine.submit(filing=filing, expected_version=filing.version, by=owner, at=AT)
    assert filing.state == FilingState.SUBMITTED
    assert [one["figures"]["part"] for one in filing.doubts] == [1]


def test_the_next_list_changes_what_changed_and_whoever_is_missing_has_left(world: World) -> None:
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER, ASSISTANT]))
    first = {one.code: one.pk for one in StaffMember.objects.in_force()}
    filing = begin(world, FilingKind.STAFF)
    assert [row["name"]["masked"] for row in filing.payload["staff"]] == ["张**", "李**"]  # prefilled, masked
    kept = filing.payload["staff"][0] | {"checked_on": ON.isoformat()}
    filing = engine.save_draft(
        filing=filing,
        payload={"staff": [kept]},
        expected_version=filing.version,
        by=world.viewer(Role.INSTITUTION_OWNER),
        at=AT,
    )
    hand_in(world, filing)
    now = {one.code: one for one in StaffMember.objects.in_force()}
    assert now["001"].supersedes_id == first["001"]
    assert now["001"].checked_on == ON
    assert now["001"].posted_name == "张三丰"
    assert now["002"].left_on == ON
    assert [one.code for one in StaffMember.objects.serving(ON)] == ["001"]


def test_a_list_filed_again_unchanged_writes_no_row(world: World) -> None:
    hand_in(world, begin(world, FilingKind.STAFF, staff=[TEACHER]))
    hand_in(world, begin(world, FilingKind.STAFF))
    assert StaffMember.objects.count() == 1
