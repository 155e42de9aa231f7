"""What the register's papers say. Papers are Chinese: they go to Chinese offices and hang on Chinese walls.

The posting board (公示牌) says what permit and registration say, nothing else. The notice of a talk names capacities,
never persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight import money
from cixi_oversight.documents.rules.papers import in_chinese
from cixi_oversight.personal.enums import Capacity
from institutions.enums import RegistrationKind

COMPLAINTS_TO: Final = "12345政务服务便民热线"
LEGAL_BASIS: Final = "《中华人民共和国民办教育促进法》第四十一条"
_SCOPE_MAX: Final = 220
_WEEKDAYS: Final = "一二三四五六日"
_CERTIFICATE: Final = {
    RegistrationKind.BUSINESS: "营业执照",
    RegistrationKind.PRIVATE_NON_ENTERPRISE: "民办非企业单位登记证书",
    RegistrationKind.PUBLIC_INSTITUTION: "事业单位法人证书",
}
_CAPITAL: Final = {RegistrationKind.BUSINESS: "注册资本"}
CAPACITY: Final = {
    Capacity.SPONSOR: "举办者",
    Capacity.LEGAL_REPRESENTATIVE: "法定代表人",
    Capacity.PRINCIPAL: "校长",
    Capacity.FINANCE: "财务联系人",
}


@dataclass(frozen=True, slots=True)
class PermitFacts:
    number: str
    authority: str
    scope: str
    issued_on: dt.date | None
    expires_on: dt.date | None  # None: without end


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    kind: RegistrationKind
    number: str
    name: str
    scope: str
    registered_on: dt.date | None
    capital_fen: int | None


def board(name: str, uscc: str | None, permit: PermitFacts, registration: RegistrationFacts) -> dict[str, Any]:
    """The facts of a posting board; a line without a value is left out."""
    return {
        "name": name,
        "complaints": COMPLAINTS_TO,
        "permit": _lines(
            ("许可证编号", permit.number),
            ("发证机关", permit.authority),
            ("许可内容", _short(permit.scope, "办学许可证")),
            ("发证日期", _day(permit.issued_on)),
            ("有效期限", f"至{in_chinese(permit.expires_on)}" if permit.expires_on else "长期"),
        ),
        "registration": _lines(
            ("登记证书", _CERTIFICATE[registration.kind]),
            ("统一社会信用代码", uscc or registration.number),
            ("登记名称", registration.name),
            ("业务范围", _short(registration.scope, "登记证书")),
            ("登记日期", _day(registration.registered_on)),
            (_CAPITAL.get(registration.kind, "开办资金"), _capital(registration.capital_fen)),
        ),
    }


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """`at` in Shanghai's time; `contact` is an office's, never a person's."""

    addressee: str
    grounds: str
    legal_basis: str
    at: dt.datetime
    place: str
    capacities: Sequence[Capacity]
    matter: str
    contact: str


def talk_notice(talk: TalkFacts) -> dict[str, Any]:
    """The facts of a notice: addressee, paragraphs, whom to ask."""
    grounds = talk.grounds.rstrip("。；;. ")
    return {
        "addressee": talk.addressee,
        "contact": talk.contact,
        "body": [
            {
                "text": f"{grounds}。为督促你单位依法规范办学，及时化解风险，根据{talk.legal_basis}的规定，"
                "我局决定对你单位进行约谈。现将有关事项通知如下："
            },
            {"head": "一、约谈时间：", "text": f"{moment(talk.at)}。"},
            {"head": "二、约谈地点：", "text": f"{talk.place.rstrip('。')}。"},
            {"head": "三、约谈对象：", "text": f"{'、'.join(CAPACITY[one] for one in talk.capacities)}。"},
            {"head": "四、约谈事项：", "text": f"{talk.matter.rstrip('。')}。"},
            {"text": "请上述人员携带有关材料准时参加。因故不能参加的，请提前书面说明理由。约谈情况将如实记录。"},
        ],
    }


def moment(at: dt.datetime) -> str:
    """2026年11月26日（星期四）14时30分."""
    minute = f"{at.minute}分" if at.minute else ""
    return f"{in_chinese(at.date())}（星期{_WEEKDAYS[at.weekday()]}）{at.hour}时{minute}"


def _lines(*lines: tuple[str, str]) -> list[list[str]]:
    return [[label, value] for label, value in lines if value]


def _day(day: dt.date | None) -> str:
    return in_chinese(day) if day else ""


def _short(text: str, whole: str) -> str:
    """A scope of a thousand characters would not be read on a wall: it says where the whole stands."""
    return text if len(text) <= _SCOPE_MAX else f"{text[:_SCOPE_MAX]}……（全文见{whole}）"


def _capital(fen: int | None) -> str:
    if fen is None:
        return ""
    if fen % 1_000_000 == 0:
        return f"{fen // 1_000_000}万元"
    return f"{money.format_yuan(fen)}元"
