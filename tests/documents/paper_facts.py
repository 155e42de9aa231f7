"""What the tests put on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import papers
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County

BOARD = {
    "name": "慈溪市浒山青禾艺术培训有限公司",
    "complaints": "12345",
    "permit": [["许可证编号", "教民133028270000001号"]],
    "registration": [["登记证书", "营业执照"]],
}
NOTICE = {
    "addressee": "慈溪市浒山青禾艺术培训有限公司",
    "contact": "",
    "body": [{"text": "近期，你单位投诉较多。"}, {"head": "一、约谈时间：", "text": "2026年11月26日。"}],
}
ANNOUNCEMENT = {
    "heading": "关于2025年度年检结果的公告",
    "body": ["本次参检机构2家。", "现将结果予以公告。"],
    "lists": [{"title": "一、合格（1家）", "rows": [["慈溪市浒山青禾艺术培训有限公司", "浒山街道"]]}],
}
CERTIFICATE = {"name": "慈溪市浒山青禾艺术培训有限公司", "stars": 4, "text": "你单位被评为诚信办学四星级单位。"}
FACTS = dict.fromkeys(PaperKind, NOTICE) | {
    PaperKind.POSTING_BOARD: BOARD,
    PaperKind.ANNUAL_ANNOUNCEMENT: ANNOUNCEMENT,
    PaperKind.STAR_CERTIFICATE: CERTIFICATE,
}


def issued(
    county: County,
    by: Viewer,
    at: dt.datetime,
    *,
    kind: PaperKind = PaperKind.TALK_NOTICE,
    subject: int = 1,
    **more: Any,
) -> Paper:
    return papers.issue(
        **{
            "kind": kind,
            "county": county,
            "subject": ("institution", subject),
            "institution_id": subject,
            "holder": BOARD["name"],
            "data": FACTS[kind],
            "by": by,
            "at": at,
        }
        | more
    )
