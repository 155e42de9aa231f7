"""Which admission cases the demo city has, and how far each has come. Plain data for `cases`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from institutions.enums.cases import CaseKind as K


class Until(StrEnum):
    """How far it has come; `place` is the last stage of `cases` that runs."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"
    DECIDED = "decided"
    COMPLETED = "completed"

    @property
    def place(self) -> int:
        return _PLACE[self]


_PLACE: Final = {
    Until.DRAFT: -1,
    Until.SUBMITTED: 0,
    Until.WITHDRAWN: 0,
    Until.RETURNED: 1,
    Until.NOT_ACCEPTED: 1,
    Until.ACCEPTED: 1,
    Until.PARTLY: 2,
    Until.ANSWERED: 2,
    Until.REFUSED: 3,
    Until.DECIDED: 3,
    Until.COMPLETED: 4,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Begun `days_ago`; `pace` stretches the days between the stages; `owner` names an account of the demo."""

    kind: K
    until: Until
    days_ago: int
    pace: int = 1
    owner: str = ""
    name: str = ""
    near: bool = False  # in a town of the demo's town officer
    payload: dict[str, Any] = field(default_factory=dict)


CASES: Final = (
    Told(K.NONPROFIT_CONVERSION, Until.SUBMITTED, 2),
    Told(K.NONPROFIT_CONVERSION, Until.ACCEPTED, 5, near=True),
    Told(K.NONPROFIT_CONVERSION, Until.RETURNED, 7),
    Told(K.NONPROFIT_CONVERSION, Until.ANSWERED, 11),
    Told(K.NONPROFIT_CONVERSION, Until.DECIDED, 13),
    Told(K.NONPROFIT_CONVERSION, Until.COMPLETED, 31),
    Told(K.CATEGORY_CONVERSION, Until.SUBMITTED, 2, payload={"to_category": "arts"}),
    Told(K.CATEGORY_CONVERSION, Until.PARTLY, 9, payload={"to_category": "sci_tech"}),
    Told(K.CATEGORY_CONVERSION, Until.ANSWERED, 12, payload={"to_category": "arts"}),
    Told(K.CATEGORY_CONVERSION, Until.DECIDED, 14, payload={"to_category": "arts"}),
    Told(K.CATEGORY_CONVERSION, Until.COMPLETED, 33, payload={"to_category": "sports"}),
    Told(K.CHANGE, Until.ACCEPTED, 11, payload={"items": ["scope"], "scope": "美术、书法、舞蹈培训"}),
    Told(K.CHANGE, Until.ANSWERED, 16, payload={"items": ["scope"], "scope": "少儿编程、科学实验培训"}),
    Told(K.CHANGE, Until.DECIDED, 18, payload={"items": ["scope"], "scope": "篮球、羽毛球培训"}),
    Told(K.CHANGE, Until.COMPLETED, 40, payload={"items": ["scope"], "scope": "钢琴、声乐培训"}),
    Told(K.CHANGE, Until.WITHDRAWN, 25, payload={"items": ["scope"], "scope": "播音主持培训"}),
    Told(K.RENEWAL, Until.SUBMITTED, 1),
    Told(K.RENEWAL, Until.ACCEPTED, 4, near=True),
    Told(K.RENEWAL, Until.ACCEPTED, 12, near=True),
    Told(K.RENEWAL, Until.ANSWERED, 10),
    Told(K.RENEWAL, Until.COMPLETED, 30),
    Told(K.RENEWAL, Until.COMPLETED, 45),
    Told(K.DEREGISTRATION, Until.SUBMITTED, 6),
    Told(K.DEREGISTRATION, Until.ANSWERED, 19),
    Told(K.DEREGISTRATION, Until.DECIDED, 22),
)
ACADEMIC: Final = 8  # companies that turn out to teach academic subjects, for the conversions

_BALL: Final = {"category": "sports", "scope": "少儿篮球培训"}
_CODE: Final = {"category": "sci_tech", "scope": "少儿编程培训"}
ENTRIES: Final = (
    Told(K.ENTRY, Until.DRAFT, 1, name="慈溪市浒山小画笔美术培训有限公司"),
    Told(K.ENTRY, Until.ACCEPTED, 8, name="慈溪市古塘悦动篮球培训有限公司", payload=_BALL),
    Told(K.ENTRY, Until.DECIDED, 32, name="慈溪市周巷星河科创培训有限公司", payload=_CODE),
    Told(K.ENTRY, Until.REFUSED, 50, name="慈溪市坎墩琴韵音乐培训有限公司"),
    Told(K.ENTRY, Until.NOT_ACCEPTED, 20, name="慈溪市宗汉成人会计咨询有限公司"),
)
OWN: Final = (
    Told(K.CHANGE, Until.RETURNED, 4, owner="owner-green", payload={"items": ["scope"], "scope": "素描、油画培训"}),
    Told(K.DEREGISTRATION, Until.DRAFT, 3, owner="owner-red"),
)
_ENDING: Final = {
    "ground": "charter",
    "notice_on": "2026-03-02",
    "liquidator": "机构自行组织的清算组",
    "plan": "停止招生，逐名清退学员剩余费用，结清教师工资和社会保险，交回办学许可证和印章。",
    "students": 0,
    "unearned_fen": 0,
}
PAYLOADS: Final[dict[K, dict[str, Any]]] = {
    K.ENTRY: {
        "category": "arts",
        "legal_form": "company",
        "stage": "mixed",
        "address": "文化商务区创业路18号二楼",
        "area_m2": 320,
        "capital_fen": 30_000_000,
        "scope": "少儿美术、书法培训",
    },
    K.NONPROFIT_CONVERSION: {
        "capital_fen": 10_000_000,
        "students": 0,
        "unearned_fen": 0,
        "reason": "按要求转为非营利性机构",
    },
    K.CATEGORY_CONVERSION: {
        "scope": "艺术、科技类培训",
        "students": 0,
        "unearned_fen": 0,
        "reason": "不再开展学科类培训",
    },
    K.CHANGE: {"reason": "根据办学需要调整培训内容"},
    K.RENEWAL: {"students": 0},
    K.DEREGISTRATION: _ENDING,
}
