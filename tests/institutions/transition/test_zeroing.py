"""The zeroing plan: pure states, the same in SQL, changes with a reason, progress by town."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from institutions.enums import Category, LegalForm, Status, Verb
from institutions.enums.zeroing import ZeroingRoute, ZeroingState
from institutions.errors import NothingChanged
from institutions.errors.zeroing import NotAcademic, PlanInPast
from institutions.models import Institution, ZeroingEntry
from institutions.rules.zeroing import state
from institutions.services.dated import set_category
from institutions.services.status import change_status
from institutions.services.zeroing import by_town, plan_zeroing, planned
from tests.institutions.conftest import AT, ON

DAY = dt.timedelta(days=1)
R, S = ZeroingRoute, ZeroingState


@pytest.mark.parametrize(
    ("route", "planned_on", "facts", "expected"),
    [
        (None, None, {}, S.UNPLANNED),
        (R.CLOSE, ON, {}, S.PLANNED),  # the day itself is not late
        (R.CLOSE, ON - DAY, {}, S.OVERDUE),
        (R.CLOSE, ON - DAY, {"status": "deregistered"}, S.DONE),
        (R.NONACADEMIC, ON - DAY, {"category": "arts"}, S.DONE),
        (R.NONACADEMIC, ON - DAY, {"status": "closed_by_order"}, S.DONE),
        (R.NONPROFIT, ON - DAY, {"legal_form": "private_non_enterprise"}, S.DONE),
        (R.NONPROFIT, ON - DAY, {}, S.OVERDUE),
        (R.CLOSE, ON, {"legal_form": "private_non_enterprise"}, S.PLANNED),
        (None, None, {"category": "arts"}, S.DONE),
    ],
)
def test_the_state_of_a_plan(route: Any, planned_on: Any, facts: dict[str, str], expected: S) -> None:
    known = {"status": "operating", "category": "academic", "legal_form": "company"} | facts
    assert state(route, planned_on, on=ON, **known) is expected


@pytest.fixture
def academic(make: Callable[..., Institution]) -> Callable[..., Institution]:
    return lambda name, **facts: make(name, category=Category.ACADEMIC, **facts)


def test_a_plan_and_its_changes(academic: Callable[..., Institution], by: Viewer) -> None:
    row = academic("慈溪市浒山明德培训学校")
    first = plan_zeroing(institution=row, route=R.CLOSE, planned_on=ON + DAY, why="", by=by, at=AT)
    with pytest.raises(NothingChanged):
        plan_zeroing(institution=row, route=R.CLOSE, planned_on=ON + DAY, why="再次", by=by, at=AT)
    with pytest.raises(ReasonMissing):
        plan_zeroing(institution=row, route=R.NONACADEMIC, planned_on=ON + DAY, why=" ", by=by, at=AT)
    with pytest.raises(PlanInPast):
        plan_zeroing(institution=row, route=R.NONACADEMIC, planned_on=ON - DAY, why="提前", by=by, at=AT)
    second = plan_zeroing(institution=row, route=R.NONACADEMIC, planned_on=ON + DAY, why="拟转艺术类", by=by, at=AT)
    assert second.supersedes == first
    assert ZeroingEntry.objects.standing().get(institution=row) == second


def test_only_academic_ones_that_have_not_ended(make: Callable[..., Institution], by: Viewer) -> None:
    with pytest.raises(NotAcademic):
        plan_zeroing(institution=make(), route=R.CLOSE, planned_on=ON, why="", by=by, at=AT)


def test_the_list_says_what_the_rule_says_and_the_towns_add_up(
    academic: Callable[..., Institution], make: Callable[..., Institution], other_town: Town, by: Viewer
) -> None:
    unplanned, late, turned, ended, coming = (academic(f"慈溪市第{n}培训学校") for n in range(5))
    nonprofit = academic("慈溪市明德学校", legal_form=LegalForm.PRIVATE_NON_ENTERPRISE, town=other_town)
    make("慈溪市从来不是学科类艺术有限公司")
    for row, route, day in (
        (late, R.CLOSE, ON),
        (turned, R.NONACADEMIC, ON),
        (ended, R.CLOSE, ON),
        (coming, R.CLOSE, ON + 9 * DAY),
        (nonprofit, R.NONPROFIT, ON),
    ):
        plan_zeroing(institution=row, route=route, planned_on=day, why="", by=by, at=AT)
    set_category(institution=turned, category=Category.ARTS, from_on=ON, by=by, at=AT, why="转型")
    change_status(institution=ended, verb=Verb.START_CLOSING, by=by, why="自愿终止", at=AT)
    change_status(institution=ended, verb=Verb.DEREGISTER, by=by, why="注销", at=AT)
    tomorrow = ON + DAY
    rows = {row.pk: row for row in planned(by, tomorrow)}
    assert {pk: row.zeroing_state for pk, row in rows.items()} == {
        unplanned.pk: "unplanned",
        late.pk: "overdue",
        turned.pk: "done",
        ended.pk: "done",
        coming.pk: "planned",
        nonprofit.pk: "done",
    }
    for row in rows.values():
        facts = {"status": row.status, "category": row.category, "legal_form": row.legal_form}
        route = ZeroingRoute(row.route) if row.route else None
        assert state(route, row.planned_on, on=tomorrow, **facts) == row.zeroing_state
    towns = by_town(by, tomorrow)
    assert [(row["town__name"], row["total"], row["done"], row["overdue"]) for row in towns] == [
        ("浒山街道", 5, 2, 1),
        ("观海卫镇", 1, 1, 0),
    ]
    assert Status(Institution.objects.get(pk=ended.pk).status) is Status.DEREGISTERED
