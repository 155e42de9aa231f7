"""What the result papers of admission cases say. Chinese: they go to Chinese offices and institutions.

One paper a case: granted, refused, not accepted, cancelled, or the notice of a reregistration's result.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.rules.papers import in_chinese
from institutions.enums import Category
from institutions.enums.cases import CaseKind

_REVIEW: Final = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内依法向人民法院"
    "提起行政诉讼。"
)
_MATTER: Final = {
    CaseKind.ENTRY: "设立校外培训机构",
    CaseKind.NONPROFIT_CONVERSION: "由营利性机构转登记为非营利性机构（营转非）",
    CaseKind.CATEGORY_CONVERSION: "由学科类转登记为非学科类培训机构",
    CaseKind.CHANGE: "变更办学许可事项",
    CaseKind.RENEWAL: "延续办学许可证有效期",
    CaseKind.DEREGISTRATION: "终止办学、注销办学许可",
}
_CATEGORY: Final = {
    Category.ACADEMIC: "学科类",
    Category.ARTS: "文化艺术类",
    Category.SPORTS: "体育类",
    Category.SCI_TECH: "科技类",
    Category.OTHER: "其他非学科类",
}
_SILENCE: Final = (
    "在该许可有效期届满前，我局未作出是否准予延续的决定。根据《中华人民共和国行政许可法》第五十条第二款的规定，"
    "视为准予延续。"
)
_HAND_BACK: Final = "请自收到本决定书之日起交回办学许可证和印章，停止一切教育培训活动，并依法办理注销登记。"
_HOLD: Final = (
    "取得新的办学许可后，应当在7个工作日内到市场监督管理部门办理经营范围变更或者注销登记，并告知办理结果；在此之前"
    "不得招生、不得收费。"
)


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """`expires_on`: the last day of the permit that the decision gives; None where it gives none."""

    paper: PaperKind
    kind: CaseKind
    addressee: str
    case_number: str
    accepted_on: dt.date | None
    legal_basis: str
    reasons: str
    new_name: str
    category: Category | None
    permit_number: str
    expires_on: dt.date | None
    decided_on: dt.date
    by_silence: bool = False


def result(facts: ResultFacts) -> dict[str, Any]:
    """Addressee and paragraphs."""
    body = {
        PaperKind.LICENCE_REFUSAL: _refused,
        PaperKind.LICENCE_NOT_ACCEPTED: _not_accepted,
        PaperKind.LICENCE_CANCELLED: _cancelled,
        PaperKind.CONVERSION_NOTICE: _converted,
    }.get(facts.paper, _granted)(facts)
    return {"addressee": facts.addressee, "contact": "", "body": [{"text": one} for one in body]}


def _opening(facts: ResultFacts) -> str:
    accepted = f"，我局于{in_chinese(facts.accepted_on)}依法受理" if facts.accepted_on else ""
    return f"你单位提出的{_MATTER[facts.kind]}申请（办件编号：{facts.case_number}）收悉{accepted}。"


def _permit(facts: ResultFacts) -> list[str]:
    if not facts.permit_number:
        return []
    until = f"，有效期至{in_chinese(facts.expires_on)}" if facts.expires_on else ""
    return [f"办学许可证编号：{facts.permit_number}{until}。"]


def _granted(facts: ResultFacts) -> list[str]:
    if facts.by_silence:
        return [
            _opening(facts),
            _SILENCE,
            *_permit(facts),
        ]
    found = [f"{_opening(facts)}经审查，{_clause(facts.reasons)}", f"根据{facts.legal_basis}的规定，决定准予许可。"]
    if facts.new_name:
        found.append(f"核准名称：{facts.new_name}。")
    return [*found, *_permit(facts), "请按照许可的内容依法开展活动，接受监督检查。"]


def _refused(facts: ResultFacts) -> list[str]:
    return [
        f"{_opening(facts)}经审查，{_clause(facts.reasons)}",
        f"根据{facts.legal_basis}的规定，决定不予许可。",
        _REVIEW,
    ]


def _not_accepted(facts: ResultFacts) -> list[str]:
    return [
        f"{_opening(facts)}经审查，{_clause(facts.reasons)}",
        "根据《中华人民共和国行政许可法》第三十二条的规定，决定不予受理。",
        _REVIEW,
    ]


def _cancelled(facts: ResultFacts) -> list[str]:
    return [
        f"{_opening(facts)}经审查，{_clause(facts.reasons)}",
        f"根据{facts.legal_basis}的规定，决定注销你单位的办学许可。{_HAND_BACK}",
        _REVIEW,
    ]


def _converted(facts: ResultFacts) -> list[str]:
    to = f"转登记后的类别：{_CATEGORY[facts.category]}。" if facts.category else ""
    name = f"核准名称：{facts.new_name}。" if facts.new_name else ""
    return [
        f"{_opening(facts)}经镇（街道）实地核查和有关部门审核，{_clause(facts.reasons)}",
        f"根据{facts.legal_basis}的规定，同意你单位{_MATTER[facts.kind]}。{name}{to}",
        *_permit(facts),
        _HOLD,
    ]


def _clause(reasons: str) -> str:
    text = reasons.strip().rstrip("。；; ")
    return f"{text}。" if text else "符合法定条件。"
