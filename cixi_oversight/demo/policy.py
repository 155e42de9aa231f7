"""What the pages of policy show in a demo: the schools' calendar as far as it is known, and one value that waits."""

from __future__ import annotations

import datetime as dt

from cixi_oversight import clock
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key, SchoolPeriodKind
from cixi_oversight.policy.services import parameters, school
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import viewer_of

_THIS_YEAR = (
    (SchoolPeriodKind.VACATION, "2025-2026", "暑假", dt.date(2026, 7, 1), dt.date(2026, 8, 31)),
    (SchoolPeriodKind.TERM, "2026-2027", "第一学期", dt.date(2026, 9, 1), dt.date(2027, 1, 29)),
    (SchoolPeriodKind.VACATION, "2026-2027", "寒假", dt.date(2027, 1, 30), dt.date(2027, 2, 26)),
)


def give_policy(plan: Plan, facts: Facts) -> None:
    """Entered on the day before the demo's by its own people. Dates after the published ones are invented."""
    at = clock.at(plan.last_day, 9)
    chief = _viewer("chief", plan)
    for place in facts.places:
        county = County.objects.get(pk=place.county_id)
        school.seed_periods(county=county, by=chief, at=at)
        for kind, year, name, first, last in _THIS_YEAR:
            school.record_period(
                county=county,
                school_year=year,
                kind=kind,
                name=name,
                from_on=first,
                to_on=last,
                source="示例数据",
                confirmed=False,
                by=chief,
                at=at,
            )
    for key in (Key.QUIET_FROM, Key.QUIET_TO):  # who tries the demo by night sees it sent
        parameters.record_value(
            key=key,
            value=0,
            effective_from=dt.date(2022, 1, 1),
            source="示例：演示环境不设免打扰时段",
            confirmed=False,
            by=chief,
            why="示例：夜间演示时短信照常发出",
            at=at,
        )
    parameters.propose_value(
        key=Key.PREPAID_HOURS,
        value=50,
        effective_from=dt.date(plan.as_of.year + 1, 1, 1),
        source="示例：局务会议纪要（征求意见）",
        confirmed=False,
        county=County.objects.get(pk=facts.places[0].county_id),
        by=chief,
        why="示例：拟收紧本市预收课时上限",
        at=at,
    )


def _viewer(username: str, plan: Plan) -> Viewer:
    return viewer_of(User.objects.get(username=username), on=plan.as_of)
