"""Teaching plans, and training material that two reviews have passed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.permissions import Role
from institutions.enums.filings import FilingKind, FilingState
from institutions.errors.teaching import OtherAuthority
from institutions.models import LessonPlan, TeachingPlan, TrainingMaterial
from institutions.services.filings import deciding, engine
from tests.institutions.teaching.conftest import AT, begin, file_basics, findings, hand_in
from tests.people import DEPARTMENT_OF, ON, World

PLAN = {
    "course": "K01",
    "title": "秋季教学计划",
    "goals": "培养数学思维",
    "from_on": "2026-11-25",
    "to_on": "2027-01-27",
    "lesson_plans": [{"number": 1, "title": "图形的认识"}, {"number": 2, "title": "分数初步", "content": "平均分"}],
}
MATERIAL = {
    "title": "数学思维训练",
    "kind": "self_compiled",
    "subject": "mathematics",
    "stage": "compulsory",
    "edition": 1,
    "reviewed_inside_on": "2026-11-20",
    "review_inside": "教研组长审核，同意使用",
    "authors_qualified": True,
    "nothing_forbidden": True,
}


def submitted(world: World, filing: Any) -> Any:
    owner = world.viewer(Role.INSTITUTION_OWNER)
    return engine.submit(filing=filing, expected_version=filing.version, by=owner, at=AT)


def test_an_academic_plan_is_read_by_a_person_and_takes_the_place_of_the_one_before(world: World) -> None:
    file_basics(world)
    about = ("teaching_plan", 1)
    filing = submitted(world, begin(world, FilingKind.TEACHING_PLAN, subject_of=about, **PLAN))
    assert filing.state == FilingState.SUBMITTED
    assert "academic" in filing.doubts[0]["id"]
    deciding.accept(filing=filing, by=world.viewer(Role.REGISTRAR), at=AT)
    again = begin(world, FilingKind.TEACHING_PLAN, subject_of=about, goals="新目标")
    hand_in(world, again)
    plan = TeachingPlan.objects.in_force().get()
    assert (plan.goals, plan.lesson_plans.count(), LessonPlan.objects.count()) == ("新目标", 2, 4)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"course": "K09"}, "course"),
        ({"to_on": "2026-11-24"}, "to_on"),
        ({"lesson_plans": [{"number": 2, "title": "分数初步"}]}, "lesson_plans[1].number"),
    ],
)
def test_what_is_wrong_with_a_plan(world: World, change: dict[str, Any], path: str) -> None:
    file_basics(world)
    assert list(findings(begin(world, FilingKind.TEACHING_PLAN, **(PLAN | change)))) == [path]


def test_academic_material_is_the_bureaus_to_decide(world: World) -> None:
    filing = submitted(
        world, begin(world, FilingKind.TRAINING_MATERIAL, subject_of=("training_material", 3), **MATERIAL)
    )
    assert filing.state == FilingState.SUBMITTED  # always a person
    with pytest.raises(OtherAuthority):
        deciding.accept(filing=filing, by=world.viewer(Role.DEPARTMENT_OFFICER), at=AT)
    deciding.accept(filing=filing, by=world.viewer(Role.REGISTRAR), at=AT)
    row = TrainingMaterial.objects.in_force().get()
    assert (row.code, row.edition, row.reviewed_by, row.reviewed_on) == ("CL003", 1, None, ON)


def test_other_material_is_the_sector_authoritys_to_decide(world: World) -> None:
    sector = world.departments[DEPARTMENT_OF[Role.DEPARTMENT_OFFICER]]
    world.institution.sector_authority = sector
    world.institution.save()
    material = MATERIAL | {"subject": "dance"}
    filing = submitted(
        world, begin(world, FilingKind.TRAINING_MATERIAL, subject_of=("training_material", 1), **material)
    )
    with pytest.raises(OtherAuthority):
        deciding.accept(filing=filing, by=world.viewer(Role.REGISTRAR), at=AT)
    with pytest.raises(OtherAuthority):
        deciding.return_for_correction(filing=filing, comments={}, why="请补充", by=world.viewer(Role.REGISTRAR), at=AT)
    address = reverse("institutions:filing", args=[filing.public_id])
    buttons = {
        role: reverse("institutions:filing_accept", args=[filing.public_id])
        in world.client(role).get(address).content.decode()
        for role in (Role.REGISTRAR, Role.DEPARTMENT_OFFICER)
    }
    assert buttons == {Role.REGISTRAR: False, Role.DEPARTMENT_OFFICER: True}
    deciding.accept(filing=filing, by=world.viewer(Role.DEPARTMENT_OFFICER), at=AT)
    assert TrainingMaterial.objects.get().reviewed_by == sector


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"authors_qualified": False}, "authors_qualified"),
        ({"nothing_forbidden": False}, "nothing_forbidden"),
        ({"reviewed_inside_on": "2026-11-24"}, "reviewed_inside_on"),
        ({"document": None}, "document"),
    ],
)
def test_the_inner_review_comes_first_and_says_yes(world: World, change: dict[str, Any], path: str) -> None:
    assert list(findings(begin(world, FilingKind.TRAINING_MATERIAL, **(MATERIAL | change)))) == [path]


def test_a_published_book_is_reviewed_without_a_copy(world: World) -> None:
    assert findings(begin(world, FilingKind.TRAINING_MATERIAL, **(MATERIAL | {"kind": "published"}))) == {}


def test_every_edition_is_kept_and_what_is_out_of_use_for_three_years(world: World) -> None:
    about = ("training_material", 1)
    hand_in(world, begin(world, FilingKind.TRAINING_MATERIAL, subject_of=about, **MATERIAL))
    again = begin(world, FilingKind.TRAINING_MATERIAL, subject_of=about, edition=2, used_until="2026-12-31")
    hand_in(world, again)
    first, second = TrainingMaterial.objects.order_by("pk")
    assert (second.supersedes_id, second.edition, second.retain_until) == (first.pk, 2, dt.date(2029, 12, 31))
    older = begin(world, FilingKind.TRAINING_MATERIAL, subject_of=about, edition=1)
    assert list(findings(older)) == ["edition"]
