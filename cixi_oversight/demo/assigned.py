"""What the demo's assignments are about, whose they are and how they went. Plain data for `assignments`.

The departments' work is that of the letter: civil affairs, market supervision, science and culture receive converted
institutions, enforcement deals with violations, police with incidents, politics and law with stability.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cixi_oversight.desk.enums import GroupKind, SourceKind
from cixi_oversight.users.enums import DepartmentKind as D


class Story(StrEnum):
    """How far it has come on the demo's day."""

    NEW = "new"
    WORKING = "working"
    LATE = "late"
    URGED = "urged"
    RETURNED = "returned"
    REPORTED = "reported"
    CLOSED = "closed"
    CLOSED_LATE = "closed_late"
    SENT_BACK = "sent_back"
    ASKS_TIME = "asks_time"
    EXTENDED = "extended"
    REFUSED_TIME = "refused_time"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """Assigned `days_ago`, for `days` calendar days. `owner`: a department, or "town" or "institution" of what it is
    about."""

    title: str
    task: str
    source: SourceKind
    source_text: str
    owner: D | str
    co_owners: tuple[D | str, ...]
    group: GroupKind
    days_ago: int
    days: int
    story: Story


_MEETING: Final = "市“双减”工作专班例会"
_PAPER: Final = "宁波市教育局关于开展校外培训机构暑期专项治理“回头看”的通知"
_C, _M, _P, _O = SourceKind.COMPLAINT, SourceKind.MEETING, SourceKind.PAPER_ABOVE, SourceKind.OTHER
_G = GroupKind
FROM_PAPERS: Final = (
    Given("非学科类培训机构转登记材料清零", "核对尚未完成转登记的科技类机构，逐家落实接收和准入审核，形成清单。",
          _M, _MEETING, D.SCIENCE_TECHNOLOGY, (D.CIVIL_AFFAIRS,), _G.ADMISSION, 40, 30, Story.CLOSED),
    Given("文艺体育类机构准入审核", "按照“先接收、后管理”的思路，完成存量文艺、体育类机构准入条件核查。",
          _M, _MEETING, D.CULTURE_TOURISM_SPORT, (D.MARKET_SUPERVISION, D.FIRE), _G.ADMISSION, 26, 21, Story.LATE),
    Given("民办非企业单位年检材料移交", "移交营转非机构的登记档案和年检材料，列明缺件。",
          _M, _MEETING, D.CIVIL_AFFAIRS, (), _G.ADMISSION, 18, 14, Story.URGED),
    Given("预收费资金监管扩面", "排查未开设监管账户的非学科类机构，督促接入“甬信培”平台。",
          _P, _PAPER, D.SCIENCE_TECHNOLOGY, (D.CULTURE_TOURISM_SPORT,), _G.FUNDS, 12, 25, Story.WORKING),
    Given("培训广告专项排查", "排查中小学校周边和网络平台的学科类培训广告，依法处理并反馈清单。",
          _P, _PAPER, D.MARKET_SUPERVISION, (D.ENFORCEMENT,), _G.ENFORCEMENT, 16, 20, Story.ASKS_TIME),
    Given("培训场所消防安全检查", "会同属地检查高层和地下培训场所的疏散通道、消防设施，隐患逐项销号。",
          _P, _PAPER, D.FIRE, ("towns",), _G.STABILITY, 22, 28, Story.EXTENDED),
    Given("涉稳风险联合研判", "梳理红码、黄码机构涉稳风险，提出分类处置意见。",
          _M, _MEETING, D.POLITICS_LAW, (D.POLICE,), _G.STABILITY, 9, 12, Story.REPORTED),
    Given("涉培训机构警情信息核查", "核查近一个月涉培训机构退费纠纷警情，反馈涉及机构和处置情况。",
          _O, "公安机关警情通报", D.POLICE, (), _G.STABILITY, 7, 7, Story.NEW),
    Given("周末隐形变异培训暗访", "对居民小区、商务楼宇开展周末暗访，发现问题依法查处。",
          _M, _MEETING, D.ENFORCEMENT, ("towns",), _G.ENFORCEMENT, 14, 10, Story.SENT_BACK),
    Given("转登记窗口一件事办理情况报送", "报送转登记“一窗受理、一件事办理”办件量和退件原因。",
          _P, _PAPER, D.SERVICE_CENTRE, (), _G.ADMISSION, 6, 10, Story.WORKING),
    Given("网络舆情线索核处", "核实网民反映的机构拖欠退费信息，及时回应并反馈。",
          _O, "宣传部门舆情专报", D.EDUCATION, (D.POLICE,), _G.PUBLIC_OPINION, 5, 5, Story.REPORTED),
    Given("白名单机构信息复核", "复核学科类机构白名单公示信息，更正变更事项。",
          _M, _MEETING, D.EDUCATION, (), _G.COORDINATION, 30, 20, Story.CLOSED_LATE),
    Given("专项工作小组月度小结", "汇总各小组本月工作进展、问题和下月安排。",
          _M, _MEETING, D.EDUCATION, (), _G.COORDINATION, 4, 7, Story.WORKING),
    Given("行业自律公约签订情况核查", "核查协会会员单位自律公约签订情况。",
          _O, "协会来函", D.MARKET_SUPERVISION, (), _G.COORDINATION, 20, 15, Story.WITHDRAWN),
)  # fmt: skip
_VISIT: Final = "上门核实投诉反映的退费情况，组织双方调解，反馈处理结果。"
_SEE: Final = "核查收费公示、合同文本和预收费时长，督促立行立改。"
_SELF: Final = "按教育局要求自查退费台账和合同履行情况，逐项整改并提交说明。"
# each about the institution of a complaint, the newest complaint first
FROM_COMPLAINTS: Final = (
    ("核实退费投诉", _VISIT, "town", (), 3, 7, Story.NEW),
    ("退费纠纷调解", _VISIT, "town", ("institution",), 4, 6, Story.WORKING),
    ("收费行为核查", _SEE, D.MARKET_SUPERVISION, ("town",), 5, 5, Story.WORKING),
    ("限期自查整改", _SELF, "institution", (), 6, 10, Story.WORKING),
    ("核实退费投诉", _VISIT, "town", (), 9, 6, Story.LATE),
    ("集中退费诉求处置", _VISIT, "town", (D.POLICE,), 10, 7, Story.URGED),
    ("收费行为核查", _SEE, D.MARKET_SUPERVISION, (), 11, 8, Story.RETURNED),
    ("限期自查整改", _SELF, "institution", ("town",), 12, 9, Story.REPORTED),
    ("违规收费查处", _SEE, D.ENFORCEMENT, (D.MARKET_SUPERVISION,), 13, 10, Story.LATE),
    ("核实退费投诉", _VISIT, "town", (), 15, 10, Story.ASKS_TIME),
    ("退费纠纷调解", _VISIT, "town", ("institution",), 16, 12, Story.REFUSED_TIME),
    ("核实退费投诉", _VISIT, "town", (), 20, 10, Story.CLOSED),
    ("限期自查整改", _SELF, "institution", (), 22, 10, Story.CLOSED),
    ("退费纠纷调解", _VISIT, "town", (), 24, 12, Story.CLOSED_LATE),
    ("收费行为核查", _SEE, D.MARKET_SUPERVISION, (), 26, 14, Story.CLOSED),
    ("违规收费查处", _SEE, D.ENFORCEMENT, (), 28, 15, Story.REOPENED),
)
# the newest adopted red first; those before were settled
OF_REDS: Final = (
    Story.NEW, Story.WORKING, Story.LATE, Story.URGED, Story.ASKS_TIME, Story.REPORTED, Story.RETURNED,
)  # fmt: skip
GROUPS: Final = (
    (_G.COORDINATION, D.EDUCATION, "统筹协调“双减”工作，研究制定相关政策，督促各小组落实。",
     (D.POLITICS_LAW, D.CIVIL_AFFAIRS, D.MARKET_SUPERVISION)),
    (_G.ADMISSION, D.EDUCATION, "做好学科类机构“营转非”和非学科类机构转登工作，实行一窗受理、一件事办理。",
     (D.CIVIL_AFFAIRS, D.MARKET_SUPERVISION, D.SCIENCE_TECHNOLOGY, D.CULTURE_TOURISM_SPORT, D.SERVICE_CENTRE)),
    (_G.ENFORCEMENT, D.ENFORCEMENT, "组织明查暗访和“双随机、一公开”检查，整治处罚违规办学行为。",
     (D.EDUCATION, D.MARKET_SUPERVISION, D.FIRE)),
    (_G.STABILITY, D.POLITICS_LAW, "处置涉稳风险事件，跟踪红码、黄码机构，调解退费纠纷。",
     (D.EDUCATION, D.POLICE, D.FIRE, D.ENFORCEMENT)),
    (_G.FUNDS, D.EDUCATION, "推进监管账户、成本预拨、计次消课和隔天划转，恢复风险保证金。",
     (D.SCIENCE_TECHNOLOGY, D.CULTURE_TOURISM_SPORT, D.MARKET_SUPERVISION)),
    (_G.PUBLIC_OPINION, D.EDUCATION, "监测研判舆情，发布政策和白名单，回应家长关切。",
     (D.POLICE, D.POLITICS_LAW)),
)  # fmt: skip
