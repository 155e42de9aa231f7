"""Papers that the portal issues: their look, their number (文号) and the codes by which they are checked.

A number is the office's word, the year in corner brackets and a serial without gaps: 慈教约〔2026〕3号. What the
paper says comes from the app whose thing it is about; this app numbers, sets, keeps and answers for it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight.documents.enums import PaperKind

TOKEN_LENGTH: Final = 24  # of 31 letters: 118 bits
CODE_LENGTH: Final = 8
_BRACKETS: Final = str.maketrans(dict.fromkeys("[({【〈《", "〔") | dict.fromkeys("])}】〉》", "〕"))
_NUMBER: Final = re.compile(r"(?P<word>[^〔〕\s]{1,20})〔(?P<year>[0-9]{4})〕第?(?P<serial>[0-9]{1,6})号?")


@dataclass(frozen=True, slots=True)
class Look:
    """`word` numbers the papers of a county that has set none of its own. `names_holder`: whether the public check
    says whose paper it is, so that a board cannot be hung up elsewhere."""

    template: str
    word: str
    title: str
    names_holder: bool


LOOKS: Final[dict[PaperKind, Look]] = {
    PaperKind.POSTING_BOARD: Look("board.typ", "教培公示", "校外培训机构信息公示牌", True),
    PaperKind.TALK_NOTICE: Look("office.typ", "教约", "行政约谈通知书", False),
    PaperKind.LICENCE_GRANT: Look("office.typ", "教许准", "准予行政许可决定书", True),
    PaperKind.LICENCE_REFUSAL: Look("office.typ", "教许不", "不予行政许可决定书", False),
    PaperKind.LICENCE_NOT_ACCEPTED: Look("office.typ", "教许退", "行政许可不予受理通知书", False),
    PaperKind.LICENCE_CANCELLED: Look("office.typ", "教许销", "注销行政许可决定书", True),
    PaperKind.CONVERSION_NOTICE: Look("office.typ", "教转登", "校外培训机构转登记结果通知书", True),
    PaperKind.ANNUAL_RESULT: Look("office.typ", "教年检", "年度检查结果通知书", False),
    PaperKind.ANNUAL_ANNOUNCEMENT: Look("announcement.typ", "教年检公", "校外培训机构年度检查结果公告", True),
    PaperKind.STAR_CERTIFICATE: Look("certificate.typ", "教星级", "诚信办学星级证书", True),
}


def number_of(word: str, year: int, serial: int) -> str:
    return f"{word}〔{year}〕{serial}号"


def read_number(typed: str) -> str | None:
    """A number as somebody types it from the paper, in the form in which it is kept; None where it is none.

    Full width, other brackets, spaces and a 第 are taken for what they mean.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).translate(_BRACKETS).split())
    match = _NUMBER.fullmatch(text)
    return None if match is None else number_of(match["word"], int(match["year"]), int(match["serial"]))


def read_code(typed: str) -> str:
    """The check code without the hyphen and the spaces it is printed with."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed).lower() if c.isalnum())


def shown_code(code: str) -> str:
    return f"{code[:4]}-{code[4:]}".upper()


def in_chinese(day: dt.date) -> str:
    """GB/T 9704: Arabic figures, no leading nought."""
    return f"{day.year}年{day.month}月{day.day}日"


def cleaned(value: Any) -> Any:
    """What goes into a paper: text in NFC without control, direction and private characters; line breaks become
    spaces. Data stay data: nothing here is ever read as markup."""
    return _walked(value, _clean)


def _walked(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _walked(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_walked(one, change) for one in value]
    return value


def _clean(text: str) -> str:
    kept = (
        " " if c in "\t\n\r\u2028\u2029" else c
        for c in unicodedata.normalize("NFC", text)
        if c in "\t\n\r\u2028\u2029" or not unicodedata.category(c).startswith("C")
    )
    return " ".join("".join(kept).split(" ")).strip()
