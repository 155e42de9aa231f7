"""Counties, towns and departments. Cixi's names and codes are those of the national statistics office (2023)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cixi_oversight.demo.copying import Sheets
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, Town

CIXI: Final = ("330282", "慈溪市")
# The other counties of Ningbo, for the load of `province`.
NINGBO: Final = (
    ("330203", "海曙区"),
    ("330205", "江北区"),
    ("330206", "北仑区"),
    ("330211", "镇海区"),
    ("330212", "鄞州区"),
    ("330213", "奉化区"),
    ("330225", "象山县"),
    ("330226", "宁海县"),
    ("330281", "余姚市"),
)
# code, name, column and row in the tile grid (west to east, north to south), institutions in a thousand
TOWNS: Final = (
    ("330282002", "宗汉街道", 3, 3, 55),
    ("330282003", "坎墩街道", 4, 2, 35),
    ("330282004", "浒山街道", 4, 4, 210),
    ("330282005", "白沙路街道", 5, 3, 140),
    ("330282006", "古塘街道", 4, 3, 150),
    ("330282104", "掌起镇", 8, 4, 18),
    ("330282107", "观海卫镇", 7, 4, 100),
    ("330282108", "附海镇", 7, 3, 14),
    ("330282109", "桥头镇", 6, 4, 16),
    ("330282110", "匡堰镇", 5, 5, 12),
    ("330282111", "逍林镇", 6, 3, 24),
    ("330282112", "新浦镇", 6, 2, 16),
    ("330282113", "胜山镇", 5, 2, 14),
    ("330282114", "横河镇", 4, 5, 32),
    ("330282116", "崇寿镇", 3, 2, 8),
    ("330282118", "庵东镇", 3, 1, 12),
    ("330282120", "长河镇", 2, 2, 14),
    ("330282121", "周巷镇", 2, 3, 90),
    ("330282123", "龙山镇", 9, 4, 40),
)
DEPARTMENTS: Final = {
    DepartmentKind.EDUCATION: "教育局",
    DepartmentKind.CIVIL_AFFAIRS: "民政局",
    DepartmentKind.MARKET_SUPERVISION: "市场监督管理局",
    DepartmentKind.SCIENCE_TECHNOLOGY: "科学技术局",
    DepartmentKind.CULTURE_TOURISM_SPORT: "文化和广电旅游体育局",
    DepartmentKind.ENFORCEMENT: "综合行政执法局",
    DepartmentKind.POLICE: "公安局",
    DepartmentKind.FIRE: "消防救援大队",
    DepartmentKind.POLITICS_LAW: "委政法委",
    DepartmentKind.SERVICE_CENTRE: "行政服务中心",
    DepartmentKind.ASSOCIATION: "校外培训机构协会",
}


@dataclass(frozen=True)
class Place:
    """A county as the builders need it: ids by name and kind."""

    county_id: int
    code: str
    name: str
    towns: dict[str, int]  # name -> id
    town_weights: tuple[tuple[str, int], ...]
    departments: dict[DepartmentKind, int]
    town_offices: dict[str, int]


def build_places(sheets: Sheets, plan: Plan) -> list[Place]:
    counties = [CIXI, *NINGBO][: plan.size.counties]
    return [_build_place(sheets, code, name) for code, name in counties]


def _build_place(sheets: Sheets, code: str, name: str) -> Place:
    county_id = sheets.add(County, code=code, name=name)
    tiles = TOWNS if code == CIXI[0] else _tiles(code, name)
    towns = {
        town: sheets.add(Town, county_id=county_id, code=town_code, name=town, grid_column=column, grid_row=row)
        for town_code, town, column, row, _ in tiles
    }
    departments = {
        kind: sheets.add(Department, county_id=county_id, kind=kind, town_id=None, name=name + words)
        for kind, words in DEPARTMENTS.items()
    }
    offices = {
        town: sheets.add(
            Department,
            county_id=county_id,
            kind=DepartmentKind.TOWN_OFFICE,
            town_id=town_id,
            name=f"{town}{'办事处' if town.endswith('街道') else '人民政府'}",
        )
        for town, town_id in towns.items()
    }
    weights = tuple((town, weight) for _, town, _, _, weight in tiles)
    return Place(county_id, code, name, towns, weights, departments, offices)


def _tiles(code: str, name: str) -> list[tuple[str, str, int, int, int]]:
    """Eight numbered areas stand in for the towns of a county that is there for load only."""
    return [
        (f"{code}9{number:02d}", f"{name}第{number}片区", 1 + (number - 1) % 4, 1 + (number - 1) // 4, 125)
        for number in range(1, 9)
    ]
