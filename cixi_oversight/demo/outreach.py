"""What the demo's bureau sends out and takes in, through the services: collections, the weekly register changes, the
notices of 10 January 2022 and a letter to parents of this autumn with its receipts."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from cixi_oversight import clock
from cixi_oversight.demo.collections import write_collections
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.people import write_contacts_of
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Town
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Status
from institutions.enums.changes import ChangeKind, ChangeVerb
from institutions.enums.notices import NoticeSection, SchoolKind
from institutions.models import (
    Institution,
    Notice,
    NoticeDelivery,
    NoticeReading,
    RegisterChange,
    School,
)
from institutions.services.changes.deciding import move_change
from institutions.services.changes.receiving import ChangeFacts, receive_changes
from institutions.services.notices.writing import SCHOOL_SUBJECT, publish_notice, write_notice

ARCHIVE: Final = dt.date(2022, 1, 10)
_DAY: Final = dt.timedelta(days=1)
_CHANGES: Final = (
    (ChangeKind.CHANGED, "住所变更"),
    (ChangeKind.ABNORMAL, "通过登记的住所无法联系"),
    (ChangeKind.CHANGED, "经营范围变更"),
    (ChangeKind.CHANGED, "名称变更"),
)
_BUSINESSES: Final = {
    "W46": (
        ("慈溪市星途艺术培训有限公司", "新城大道1066号", "艺术培训；文具用品零售"),
        ("慈溪市好邻居便利店", "教场山路12号", "食品销售；日用百货"),
    ),
    "W47": (
        ("慈溪市向阳花校外托管中心", "孙塘北路388号", "校外托管服务；餐饮服务"),
        ("慈溪市启明教育咨询有限公司", "人和路77号", "教育咨询服务（不含涉许可审批的教育培训活动）"),
        ("慈溪市橙子体育发展有限公司", "开发大道9号", "体育培训；体育用品销售"),
    ),
}
_KINDS: Final = (
    ("中心小学", SchoolKind.PRIMARY),
    ("第二小学", SchoolKind.PRIMARY),
    ("初级中学", SchoolKind.JUNIOR),
    ("中心幼儿园", SchoolKind.KINDERGARTEN),
)
_LETTER: Final = """各位家长：

为切实减轻义务教育阶段学生校外培训负担，请您在为孩子选择校外培训时注意以下事项：

一、查证照。请选择证照齐全、列入我市白名单的机构，可在本平台首页按名称或招牌查询。
二、看时间。义务教育阶段学科类培训不得占用国家法定节假日、休息日及寒暑假；线下培训结束时间不晚于20:30，线上不晚于21:00。
三、慎缴费。一次性收费不超过3个月或60课时，且不超过5000元，费用请缴入机构公示的资金监管账户，切勿转入个人账户。
四、签合同。请使用《中小学生校外培训服务合同（示范文本）》，并索取发票。
五、保权益。发现无证办学、超时培训、违规收费，或遇退费纠纷，请通过本平台投诉举报或拨打12345。

感谢您的理解与支持！"""
_NOTICES: Final = (
    (
        ARCHIVE,
        NoticeSection.ANNOUNCEMENT,
        "关于公布校外培训机构白名单（第一批）的公告",
        (
            "根据“双减”工作要求，经镇（街道）初审、部门联审，现将我市第一批校外培训机构白名单予以公布。名单实行动态管理，"
            "请广大家长选择名单内机构。未列入名单的机构不得面向中小学生开展培训。"
        ),
    ),
    (
        ARCHIVE,
        NoticeSection.LETTER,
        "致全市中小学生家长的一封信",
        (
            "各位家长：\n\n我市义务教育阶段学科类校外培训机构“营转非”和压减工作已阶段性完成。寒假将至，义务教育阶段学科类"
            "培训一律不得开班。请勿参加“众筹私教”“住家教师”等隐形变异培训，谨防资金风险。\n\n如已预缴费用，请保存合同和"
            "缴费凭证，可向所在镇（街道）或教育局反映退费问题。"
        ),
    ),
    (
        ARCHIVE,
        NoticeSection.REMINDER,
        "寒假校外培训消费温馨提示",
        "选择有资质、信誉好的机构；不一次性缴纳超过3个月或60课时的费用；缴费前查看资金监管账户；保留合同、发票和聊天记录。",
    ),
    (
        ARCHIVE,
        NoticeSection.AFTER_SCHOOL,
        "义务教育学校课后服务安排",
        (
            "全市义务教育学校课后服务实行“5+2”全覆盖：每周5天、每天不少于2小时，结束时间与当地下班时间相衔接；初中可开设晚自习。"
            "学生自愿参加，不得借课后服务讲授新课。"
        ),
    ),
    (
        ARCHIVE,
        NoticeSection.CO_EDUCATION,
        "家校社共育：和孩子一起过好寒假",
        "学校、家庭、社区共同发力：合理安排作息，保证睡眠和锻炼；开放青少年宫、图书馆公益课程；社区组织“假日学校”。",
    ),
)


def write_outreach(plan: Plan, facts: Facts) -> int:
    """Of the first county; how many collections and notices there are."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    draw = random.Random(f"{plan.seed}:outreach")  # noqa: S311  # a demo, not a secret
    by = system_viewer(label="seed_demo")
    collections = write_collections(county, plan.as_of, draw, by)
    _feed(county, plan.as_of, draw, by)
    return collections + _letters(county, plan, draw, by)


def _feed(county: County, on: dt.date, draw: random.Random, by: Viewer) -> None:
    """Two weeks of market supervision's feed; of the first, the registrar has dealt with most."""
    rows = list(
        Institution.objects.filter(county=county, status=Status.OPERATING).order_by("pk").select_related("town")
    )
    for week, back in (("W46", 10), ("W47", 3)):
        feed = [
            ChangeFacts(
                reference=f"2026-{week}-{n:03d}",
                kind=kind,
                changed_on=on - (back + 2) * _DAY,
                name=row.name,
                uscc=row.uscc or "",
                address=f"慈溪市{row.town.name if row.town else ''}",
                scope="教育培训",
                note=note,
            )
            for n, (row, (kind, note)) in enumerate(
                zip(draw.sample(rows, min(4, len(rows))), _CHANGES, strict=False), 1
            )
        ]
        town = draw.choice(list(Town.objects.filter(county=county).order_by("code"))).name
        feed += [
            ChangeFacts(
                reference=f"2026-{week}-{n:03d}",
                kind=ChangeKind.NEW,
                changed_on=on - (back + 2) * _DAY,
                name=name,
                address=f"慈溪市{town}{street}",
                scope=scope,
            )
            for n, (name, street, scope) in enumerate(_BUSINESSES[week], 5)
        ]
        receive_changes(county=county, rows=feed, by=by, at=clock.at(on - back * _DAY, 9, 30))
    for change in RegisterChange.objects.filter(county=county, reference__contains="W46").waiting()[:3]:
        move_change(
            change=change,
            verb=ChangeVerb.FINISH,
            why="已与机构核实，通知其办理变更登记",
            by=by,
            at=clock.at(on - 8 * _DAY, 15),
        )


def _letters(county: County, plan: Plan, draw: random.Random, by: Viewer) -> int:
    on = plan.as_of
    schools = _schools(county, on, by)
    write_contacts_of(
        SCHOOL_SUBJECT,
        [school.pk for school in schools],
        plan=plan,
        since=on - 100 * _DAY,
        by_actor=by.actor_id,
        draw=random.Random(f"{plan.seed}/schools"),  # noqa: S311 - invented people, the same every time
    )
    for day, section, title, text in _NOTICES:
        row = _written(county, section, title, text, at=clock.at(day, 9), by=by)
        _opened(row, None, day, draw, 40)
    letter = _written(
        county, NoticeSection.LETTER, "关于规范选择校外培训的告家长书", _LETTER, at=clock.at(on - 6 * _DAY, 9), by=by
    )
    _delivered(letter, schools, on, draw, by)
    write_notice(
        county=county,
        section=NoticeSection.REMINDER,
        title="元旦、寒假校外培训温馨提示",
        text="元旦、寒假期间义务教育阶段学科类培训不得开班，请家长提前安排好孩子的假期生活。",
        issuer="慈溪市教育局",
        by=by,
        at=clock.at(on - _DAY, 8, 40),
    )
    return len(_NOTICES) + 2


def _written(county: County, section: NoticeSection, title: str, text: str, *, at: dt.datetime, by: Viewer) -> Notice:
    row = write_notice(
        county=county, section=section, title=title, text=text, issuer="慈溪市教育局", by=by, at=at - _DAY
    )
    return publish_notice(notice=row, by=by, at=at)


def _schools(county: County, on: dt.date, by: Viewer) -> list[School]:
    at = clock.at(on - 200 * _DAY, 9)
    return School.objects.bulk_create(
        School(
            county=county,
            town=town,
            name=f"{county.name}{town.name.removesuffix('街道').removesuffix('镇')}{name}",
            kind=kind,
            created_at=at,
            created_by_id=by.actor_id,
            changed_at=at,
            changed_by_id=by.actor_id,
        )
        for town in Town.objects.filter(county=county).order_by("code")
        for name, kind in _KINDS
    )


def _delivered(row: Notice, schools: list[School], on: dt.date, draw: random.Random, by: Viewer) -> None:
    """Eight in ten have confirmed; the links went out with the letter and are kept nowhere."""
    sent_at = clock.at(on - 6 * _DAY, 10)
    made = []
    for school in schools:
        has_confirmed = draw.random() < 0.8
        made.append(
            NoticeDelivery(
                notice=row,
                school=school,
                sent_at=sent_at,
                sent_by_id=by.actor_id,
                received_at=sent_at + dt.timedelta(hours=draw.randrange(1, 60)) if has_confirmed else None,
                received_by_id=by.actor_id if has_confirmed else None,
                families=draw.randrange(180, 1400) if has_confirmed else None,
                reminded_on=None if has_confirmed else on - _DAY,
                reminders=0 if has_confirmed else 1,
            )
        )
    NoticeDelivery.objects.bulk_create(made)
    readings = [
        NoticeReading(notice=row, delivery=one, day=on - back * _DAY, openings=draw.randrange(4, 90))
        for one in made
        if one.received_at
        for back in range(1, 5)
    ]
    NoticeReading.objects.bulk_create(readings)


def _opened(row: Notice, delivery: NoticeDelivery | None, day: dt.date, draw: random.Random, days: int) -> None:
    NoticeReading.objects.bulk_create(
        NoticeReading(notice=row, delivery=delivery, day=day + n * _DAY, openings=draw.randrange(3, 260))
        for n in range(days)
    )
