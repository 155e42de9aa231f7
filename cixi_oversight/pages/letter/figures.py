"""Every figure that the letter states, with its day, its definition (口径) and the letter's own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg

START: Final = dt.date(2021, 7, 24)  # the day of the national opinion on the double reduction
DEADLINE: Final = dt.date(2021, 12, 16)
MID_2022: Final = dt.date(2022, 6, 30)  # the letter says 目前 and bears no day
WHITELIST: Final = dt.date(2022, 1, 10)


class Unit(StrEnum):
    INSTITUTIONS = "institutions"
    PERCENT = "percent"
    DAY = "day"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class LetterFigure:
    """`as_of` None: as of today. `stated` is what the letter says."""

    key: str
    label: Message
    stated: int | dt.date
    unit: Unit
    as_of: dt.date | None
    definition: Message
    quote: str


_TOTAL: Final = "全市233家义务段学科类营利性培训机构压减任务完成率达100%，其中注销46家，转登为非营利性92家、非学科95家"
_UNTIL: Final = "截至去年12月16日，" + _TOTAL

FIGURES: Final = (
    LetterFigure(
        "cohort",
        msg("For-profit academic institutions of compulsory schooling"),
        233,
        Unit.INSTITUTIONS,
        START,
        msg(
            "Teaching on the day; category academic, stage compulsory, legal form company, partnership or sole trader, "
            "each by the dated row that held on the day."
        ),
        _UNTIL,
    ),
    LetterFigure(
        "deregistered",
        msg("of these: deregistered"),
        46,
        Unit.INSTITUTIONS,
        DEADLINE,
        msg("Those of the first figure whose status by the day was deregistered or closed by order."),
        _UNTIL,
    ),
    LetterFigure(
        "nonprofit",
        msg("of these: re-registered as non-profit"),
        92,
        Unit.INSTITUTIONS,
        DEADLINE,
        msg("Those of the first figure that still teach academic subjects and whose legal form is non-profit by then."),
        _UNTIL,
    ),
    LetterFigure(
        "nonacademic",
        msg("of these: turned non-academic"),
        95,
        Unit.INSTITUTIONS,
        DEADLINE,
        msg("Those of the first figure that are not ended and whose category by the day is no longer academic."),
        _UNTIL,
    ),
    LetterFigure(
        "completion",
        msg("Reduction completed"),
        100,
        Unit.PERCENT,
        DEADLINE,
        msg("(deregistered + non-profit + non-academic) / the first figure, rounded down to the whole percent."),
        _UNTIL,
    ),
    LetterFigure(
        "completed_on",
        msg("Day on which the last one was done"),
        DEADLINE,
        Unit.DAY,
        DEADLINE,
        msg("The latest of the days on which the institutions of the first figure reached one of the three ends."),
        _UNTIL,
    ),
    LetterFigure(
        "academic",
        msg("Academic institutions"),
        154,
        Unit.INSTITUTIONS,
        MID_2022,
        msg(
            "Teaching on the day, category academic by the dated row that held on the day. The letter bears no day; "
            "30 June 2022 is taken. 62 of them are not among the 92 re-registered ones; where a demo generated them, "
            "their category row says so."
        ),
        "目前我市现存的154家学科类培训机构均开设了监管账户",
    ),
    LetterFigure(
        "academic_left",
        msg("Academic institutions left (goal of the letter: none)"),
        0,
        Unit.INSTITUTIONS,
        None,
        msg("Teaching today, category academic by the dated row that holds today."),
        "实现学科类培训机构“清零”",
    ),
    LetterFigure(
        "families",
        msg("Families of supervision indicators behind the three colours"),
        4,
        Unit.COUNT,
        None,
        msg("Families of the indicators in the rule set in force today."),
        "根据办学规模、财务报表、保险办理、有效投诉等监管指标，三码之间动态调整",
    ),
    LetterFigure(
        "escrow_accounts",
        msg("Academic institutions with a supervised escrow account"),
        154,
        Unit.INSTITUTIONS,
        MID_2022,
        msg("Academic institutions of the day with an escrow account open on the day."),
        "目前我市现存的154家学科类培训机构均开设了监管账户",
    ),
    LetterFigure(
        "whitelist_on",
        msg("First white list of academic institutions published"),
        WHITELIST,
        Unit.DAY,
        WHITELIST,
        msg("The day on which the first white list was published."),
        "2022年1月10日，市“双减”工作领导小组工作专班向社会公布了首批学科类培训机构白名单",
    ),
    LetterFigure(
        "inspection_groups",
        msg("Inspection groups of city and towns"),
        28,
        Unit.COUNT,
        MID_2022,
        msg("Groups with at least one visit planned in the year up to the day."),
        "组织28个小组在周末及节假日早晚期间采用明查暗访形式开展全时段、全覆盖专项检查",
    ),
    LetterFigure(
        "penalised",
        msg("Unlicensed sites penalised since 2021"),
        4,
        Unit.INSTITUTIONS,
        MID_2022,
        msg("Penalty cases for teaching without permit and registration, decided from 1 January 2021 up to the day."),
        "去年以来，共依法查处4家无证无照培训机构",
    ),
    LetterFigure(
        "working_groups",
        msg("Special working groups"),
        6,
        Unit.COUNT,
        MID_2022,
        msg("Groups of the double reduction office: coordination, registration, enforcement, safety, funds, opinion."),
        "组建综合协调、准入登记、监管执法、安全稳定、资金监管、舆情管控等专项工作小组",
    ),
    LetterFigure(
        "disclosure_items",
        msg("Items that an institution posts on its board"),
        5,
        Unit.COUNT,
        MID_2022,
        msg("Kinds of items on the posting board: permit, registration, fees, teachers, star rating."),
        "公示办学许可证、法人登记证书（营业执照）、收费项目及收费标准、教师个人信息、诚信办学星级评估等级",
    ),
)
BY_KEY: Final = {figure.key: figure for figure in FIGURES}
