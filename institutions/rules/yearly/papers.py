"""What the papers of the annual inspection say. Papers are Chinese: they go to Chinese institutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cixi_oversight.documents.rules.papers import in_chinese
from institutions.enums.yearly import Conclusion

LEGAL_BASIS: Final = "《中华人民共和国民办教育促进法实施条例》第四十七条"
WORDS: Final = {Conclusion.PASS: "合格", Conclusion.BASIC: "基本合格", Conclusion.FAIL: "不合格"}
_ORDER: Final = ("一", "二", "三")


def result_notice(
    *,
    addressee: str,
    year: int,
    conclusion: Conclusion,
    grounds: str,
    legal_basis: str,
    demands: str = "",
    rectify_by: dt.date | None = None,
    is_recheck: bool = False,
) -> dict[str, Any]:
    """The notice of one result; with what has to be put right and by when where something has."""
    act = "复检" if is_recheck else "检查"
    body: list[dict[str, str]] = [
        {
            "text": f"根据{legal_basis}的规定，我局组织开展了{year}年度校外培训机构年度检查。经自查、属地初审和"
            f"我局{'复检' if is_recheck else '审定'}，现将你单位{act}结果通知如下："
        },
        {"head": "一、检查结论：", "text": f"{WORDS[conclusion]}。"},
    ]
    if grounds:
        body.append({"head": "二、主要依据：", "text": f"{_stopped(grounds)}"})
    if demands and rectify_by is not None:
        body.append(
            {
                "head": "三、整改要求：",
                "text": f"{_stopped(demands)}请于{in_chinese(rectify_by)}前完成整改，书面报送情况。我局将组织复检。",
            }
        )
    body.append({"text": "对本结果有异议的，可自收到本通知之日起向我局提出书面意见，并附相关材料。"})
    return {"addressee": addressee, "contact": "", "body": body}


def announcement(
    *, year: int, title: str, legal_basis: str, lists: Mapping[Conclusion, Sequence[tuple[str, str]]]
) -> dict[str, Any]:
    """The announcement of a batch: figures in the text, names and towns in a table a conclusion."""
    shown = [one for one in Conclusion if lists.get(one)]
    figures = "、".join(f"{WORDS[one]}{len(lists[one])}家" for one in shown)
    opening = (
        f"根据{legal_basis}的规定，我局组织开展了{year}年度校外培训机构年度检查。经机构自查、镇（街道）初审和我局审定，"
    )
    total = sum(len(lists[one]) for one in shown)
    return {
        "heading": f"关于{title}结果的公告",
        "body": [
            f"{opening}本次参检机构{total}家，其中{figures}。",
            "结论为基本合格、不合格的机构应当按照要求限期整改，整改情况经复检后另行公布。现将结果予以公告，接受社会监督。",
        ],
        "lists": [
            {
                "title": f"{_ORDER[n]}、{WORDS[one]}（{len(lists[one])}家）",
                "rows": [[name, town or "—"] for name, town in lists[one]],
            }
            for n, one in enumerate(shown)
        ],
    }


def _stopped(text: str) -> str:
    """One full stop at the end, whatever was typed."""
    return f"{text.rstrip('。；;. ')}。"
