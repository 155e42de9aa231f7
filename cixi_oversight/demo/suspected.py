"""Suspected sites of the demo, through the services: reports of parents and officers over ten weeks, most of them
looked at, a few open, one overdue, one told by three people."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.users.models import County, Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums.suspected import SiteOrigin, SiteState, SiteVerb
from institutions.models import Institution, SiteReport, SuspectedSite
from institutions.services.suspected.moving import move
from institutions.services.suspected.reporting import report

SITES: Final = 26
_DAY: Final = dt.timedelta(days=1)
_STREETS: Final = (
    "教场山路",
    "孙塘北路",
    "新城大道",
    "人和路",
    "开发大道",
    "环城南路",
    "担山北路",
    "青少年宫路",
    "古塘路",
)
_TAUGHT: Final = (
    "小学数学、语文",
    "初中英语、科学",
    "舞蹈",
    "书法",
    "晚托兼作业辅导",
    "少儿编程",
    "钢琴",
    "初三一对一辅导",
    "跆拳道",
)
_SIGNS: Final = ("小状元教育", "启航托管", "", "优学堂", "墨香书画", "", "星空艺术", "一鸣教育", "")
_NOTES: Final = ("每天放学后有十几个孩子进出", "周末上午上课，收现金", "门口没有牌子，二楼", "", "", "微信群里收费")
_FOUND: Final = {
    SiteVerb.CONFIRM: "现场有授课教师和学生，负责人不能出示办学许可证，已责令立即停止并告知家长",
    SiteVerb.FIND_NOTHING: "现场为住宅，未发现办学迹象，询问物业后确认已搬离",
    SiteVerb.CHECK: "上门时无人，门口张贴招生广告，拟再次核查",
    SiteVerb.FIND_LICENSED: "现场出示办学许可证，系持证机构的校区，招牌与许可名称不一致，已要求更正",
}
_ENDS: Final = (
    SiteVerb.CONFIRM,
    SiteVerb.FIND_NOTHING,
    SiteVerb.FIND_NOTHING,
    SiteVerb.FIND_LICENSED,
    SiteVerb.CONFIRM,
    SiteVerb.FIND_NOTHING,
)


def report_sites(plan: Plan, facts: Facts) -> int:
    """Of the first county; how many sites there are. A small demo has fewer."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    towns = list(Town.objects.filter(county=county).order_by("code"))
    draw = random.Random(f"{plan.seed}:suspected")  # noqa: S311  # a demo, not a secret
    count = min(SITES, 4 + plan.size.institutions // 20)
    for number in range(count):
        age = 70 - number * 69 // count
        row = _report(draw, county, draw.choice(towns), number, plan.as_of - age * _DAY)
        if number == count - 1:
            for more in range(2):
                _again(draw, row, plan.as_of - _DAY, more)
        elif age > 5 and number != count // 2:
            _look(draw, row, number, plan)
    return count


def _report(draw: random.Random, county: County, town: Town, number: int, on: dt.date) -> SiteReport:
    origin = SiteOrigin.OFFICER if number % 5 == 4 else SiteOrigin.PUBLIC
    by = (
        viewer_of(User.objects.get(username="inspector"), on=on)
        if origin is SiteOrigin.OFFICER
        else system_viewer(label="public")
    )
    kind = draw.randrange(len(_TAUGHT))
    return report(
        county=county,
        town=None if number % 9 == 8 else town,
        address=f"{town.name}{draw.choice(_STREETS)}{draw.randint(8, 420)}号",
        sign=_SIGNS[kind],
        taught=_TAUGHT[kind],
        seen_on=on - draw.randint(0, 4) * _DAY,
        note=draw.choice(_NOTES),
        origin=origin,
        by=by,
        at=clock.at(on, 9 + number % 8, draw.randint(0, 59)),
        ids=(public_id(draw), public_id(draw)),
    )


def _again(draw: random.Random, row: SiteReport, on: dt.date, more: int) -> None:
    report(
        county=row.site.county,
        town=row.site.town,
        address=f"慈溪市{row.address}",
        taught=row.taught,
        note="又看到孩子进去上课" if more else "",
        origin=SiteOrigin.PUBLIC,
        by=system_viewer(label="public"),
        at=clock.at(on, 18 + more, 10),
        ids=(public_id(draw), public_id(draw)),
    )


def _look(draw: random.Random, row: SiteReport, number: int, plan: Plan) -> None:
    """An inspector goes there within three to nine days; of two in nine the finding stays open."""
    site = SuspectedSite.objects.get(pk=row.site_id)
    on = min(site.first_reported_on + draw.randint(3, 9) * _DAY, plan.as_of - _DAY)
    verb = SiteVerb.CHECK if number % 9 in (3, 7) else _ENDS[number % len(_ENDS)]
    licensed = None
    if verb is SiteVerb.FIND_LICENSED:
        living = Institution.objects.filter(county=site.county).alive()
        licensed = living.order_by("pk")[draw.randint(0, 20)]
    if site.state == SiteState.REPORTED:
        move(
            site=site,
            verb=verb,
            finding=_FOUND[verb],
            visited_on=on,
            institution=licensed,
            by=viewer_of(User.objects.get(username="inspector"), on=on),
            at=clock.at(on, 16, number),
            expected_version=site.version,
        )
