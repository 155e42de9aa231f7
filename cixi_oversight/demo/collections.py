"""Collections of the demo, through the services: one that came back from the towns, one that is under way, one that the
institutions themselves answer, one being drawn up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.enums.collections import Addressee, CollectionVerb, Shape, Source
from institutions.models import Collection, CollectionPart, Institution, InstitutionMembership
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType
from institutions.services.collections.answering import save_rows, submit
from institutions.services.collections.deciding import accept_all, move_collection, remind
from institutions.services.collections.defining import create_collection
from institutions.services.collections.sending import send

_DAY: Final = dt.timedelta(days=1)
_ABOUT: Final = {
    Addressee.TOWNS: "请各镇（街道）核实辖区内机构情况后填报，无变化的也须确认报送。",
    Addressee.INSTITUTIONS: "请如实填报寒假开班计划，不开班的也须报送。",
}
_COLUMNS: Final = (
    Column("机构名称", FieldType.TEXT, source=Source.NAME),
    Column("类别", FieldType.TEXT, is_required=False, source=Source.CATEGORY),
    Column("在训学生数", FieldType.WHOLE_NUMBER, help="截至填报日"),
    Column("其中义务教育阶段", FieldType.WHOLE_NUMBER),
    Column("预收费余额（元）", FieldType.YUAN),
    Column("寒假拟开班", FieldType.YES_NO),
    Column("消防情况", FieldType.CHOICE, choices=("符合", "整改中", "不符合")),
)
_NEXT: Final = (
    Column("机构名称", FieldType.TEXT, source=Source.NAME),
    Column("场地面积（平方米）", FieldType.AREA),
    Column("供餐方式", FieldType.CHOICE, choices=("自有厨房", "配送", "不供餐")),
    Column("许可证有效期至", FieldType.DAY, is_required=False, source=Source.PERMIT_EXPIRES_ON),
)
_PLANS: Final = (
    Column("机构名称", FieldType.TEXT, source=Source.NAME),
    Column("拟开班数", FieldType.WHOLE_NUMBER),
    Column("拟招学员数", FieldType.WHOLE_NUMBER),
    Column("寒假期间办学时间", FieldType.TEXT, is_required=False, help="例如：2月1日至2月12日"),
    Column("已公示收费标准", FieldType.YES_NO),
)


def write_collections(county: County, on: dt.date, draw: random.Random, by: Viewer) -> int:
    """How many. Of the institutions that are asked the demo's own have not answered yet."""
    done = _sent(county, "寒假前机构经营情况摸底", _COLUMNS, on - 20 * _DAY, due_on=on - 13 * _DAY, by=by)
    for part in _parts(done):
        _answer(part, draw, by, clock.at(on - (14 + draw.randrange(5)) * _DAY, 9 + draw.randrange(8)))
    accept_all(collection=done, by=by, at=clock.at(on - 13 * _DAY, 16))
    move_collection(collection=done, verb=CollectionVerb.CLOSE, why="", by=by, at=clock.at(on - 12 * _DAY, 9))
    now = _sent(county, "2026年校外托管场所摸底", _NEXT, on - 4 * _DAY, due_on=on + 3 * _DAY, by=by)
    parts = _parts(now)
    for part in parts[: len(parts) * 3 // 5]:
        _answer(part, draw, by, clock.at(on - (1 + draw.randrange(3)) * _DAY, 9 + draw.randrange(8)))
    remind(collection=now, by=by, at=clock.at(on - _DAY, 17))
    _draft(county, "春季学期招生计划摸底", _COLUMNS[:3], on + 14 * _DAY, at=clock.at(on - _DAY, 8, 30), by=by)
    _of_institutions(county, on, draw, by)
    return 4


def _of_institutions(county: County, on: dt.date, draw: random.Random, by: Viewer) -> None:
    """To the institutions themselves, in the towns of those that have accounts."""
    own = set(InstitutionMembership.objects.values_list("institution_id", flat=True))
    towns = sorted(Institution.objects.filter(pk__in=own, town__isnull=False).values_list("town_id", flat=True))
    made = _draft(
        county,
        "寒假开班计划摸底",
        _PLANS,
        on + 4 * _DAY,
        at=clock.at(on - 6 * _DAY, 9),
        by=by,
        addressee=Addressee.INSTITUTIONS,
        towns=sorted(set(towns)),
    )
    send(collection=made, by=by, at=clock.at(on - 6 * _DAY, 10))
    others = [part for part in _parts(made) if part.institution_id not in own]
    for part in others[: len(others) // 3]:
        _answer(part, draw, by, clock.at(on - (1 + draw.randrange(5)) * _DAY, 9 + draw.randrange(8)))


def _draft(
    county: County,
    title: str,
    columns: Any,
    due_on: dt.date,
    *,
    at: dt.datetime,
    by: Viewer,
    addressee: Addressee = Addressee.TOWNS,
    towns: Sequence[int] = (),
) -> Collection:
    return create_collection(
        county=county,
        columns=columns,
        title=title,
        about=_ABOUT[addressee],
        addressee=addressee,
        shape=Shape.INSTITUTIONS,
        towns=list(towns),
        category="",
        stage="",
        legal_form="",
        due_on=due_on,
        by=by,
        at=at,
    )


def _sent(county: County, title: str, columns: Any, on: dt.date, *, due_on: dt.date, by: Viewer) -> Collection:
    made = _draft(county, title, columns, due_on, at=clock.at(on, 9), by=by)
    send(collection=made, by=by, at=clock.at(on, 10))
    return made


def _parts(row: Collection) -> list[CollectionPart]:
    return list(CollectionPart.objects.filter(collection=row).select_related("collection", "town").order_by("pk"))


def _answer(part: CollectionPart, draw: random.Random, by: Viewer, at: dt.datetime) -> None:
    typed: dict[int, dict[str, str]] = {}
    for row in part.rows.all():
        students = draw.randrange(12, 240)
        typed[row.number] = {
            key: _cell(column.name, column.type, list(column.choices), students, draw)
            for key, column in ((one.key, one) for one in part.collection.columns.all())
            if not column.source
        }
    saved = save_rows(part=part, typed=typed, expected_version=part.version, by=by, at=at)
    submit(part=saved, expected_version=saved.version, by=by, at=at)


def _cell(name: str, kind: str, choices: list[str], students: int, draw: random.Random) -> str:
    match FieldType(kind):
        case FieldType.WHOLE_NUMBER:
            return str(students * 7 // 10 if name.startswith("其中") else students)
        case FieldType.YUAN:
            return f"{students * draw.randrange(200, 1500)}.00"
        case FieldType.AREA:
            return str(draw.randrange(80, 600))
        case FieldType.YES_NO:
            return draw.choice(("是", "否"))
        case _:
            return draw.choice(choices) if choices else "无"
