"""What the demo's offices said to those who hesitate, and what they wrote to those who did not listen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from institutions.enums.guidance import Outcome, PersuasionWay, Rung, Stance
from institutions.enums.zeroing import ZeroingRoute

_LAW: Final = "《中华人民共和国民办教育促进法》第四十一条、第六十二条"


@dataclass(frozen=True, slots=True)
class Said:
    way: PersuasionWay
    stance: Stance
    leans_to: ZeroingRoute | None
    said: str
    agreed: str
    next_step: str
    came_of_it: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """`term`: days until it has to be rectified; `word`: of the number."""

    rung: Rung
    days_ago: int
    matter: str
    legal_basis: str = ""
    word: str = ""
    term: int = 0
    outcome: Outcome | None = None
    note: str = ""


CONTACTS: Final = (
    Said(
        PersuasionWay.VISIT,
        Stance.UNDECIDED,
        ZeroingRoute.NONACADEMIC,
        "讲解学科类机构转型政策和准入标准。机构担心转艺术类后师资不足，仍在观望。",
        "两周内盘点现有师资和场地，书面提出意向。",
        "上门核对师资和场地盘点情况",
        "已提交书面意向，拟转艺术类。",
    ),
    Said(
        PersuasionWay.OFFICE,
        Stance.HOPES,
        None,
        "通报清零时间表。机构认为政策可能放宽，抱侥幸心理，未提出方案。",
        "一周内就转型或注销作出答复。",
        "电话敦促答复，未答复的安排约谈",
        "机构答复倾向注销，学员退费方案另行提交。",
    ),
    Said(
        PersuasionWay.PHONE,
        Stance.AGREED,
        ZeroingRoute.CLOSE,
        "机构负责人表示生源减少，同意年内注销，询问退费和注销流程。",
        "月底前提交未完成课程处置表。",
        "核对未完成课程处置表",
        "已开立处置表，退费进行中。",
    ),
    Said(
        PersuasionWay.MEETING,
        Stance.AGREED,
        ZeroingRoute.NONACADEMIC,
        "片区集中会议，逐家确认转型意向，机构同意转为科技类。",
        "按科技类准入标准准备材料，经一窗申请。",
        "",
    ),
    Said(
        PersuasionWay.PHONE,
        Stance.UNREACHABLE,
        None,
        "连续三日电话无人接听，微信工作群未回复。",
        "",
        "会同镇街上门核实",
        "上门见到校长，已转达政策，约定再谈。",
    ),
    Said(
        PersuasionWay.OFFICE,
        Stance.REFUSES,
        None,
        "机构以租约未到期为由拒绝转型，要求补偿。已说明补偿无政策依据。",
        "机构保留意见，同意再谈一次。",
        "安排局领导约谈",
        "已列入约谈计划。",
    ),
)
STEPS: Final = (
    Written(
        Rung.REMINDER, 48, "收费项目和教师信息公示不全，请在一周内补齐。", outcome=Outcome.RECTIFIED, note="已补齐"
    ),
    Written(
        Rung.RECTIFY,
        34,
        "逾期未报送财务报表，且周末晚间课程超过20:30，责令限期改正。",
        _LAW,
        "慈教责改",
        term=20,
        outcome=Outcome.RECTIFIED,
        note="已补报，课表已调整",
    ),
    Written(Rung.CIRCULATE, 22, "拒不按期整改，在全市校外培训机构范围内通报。", "", "慈教通报"),
    Written(
        Rung.REFER,
        12,
        "经责令整改和通报仍在法定休息日组织学科类培训，移送综合行政执法部门处理。",
        _LAW,
        "慈教移",
        outcome=Outcome.RECEIPT,
        note="已收案",
    ),
)
