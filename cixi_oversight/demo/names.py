"""Invented names, addresses, phones and codes. None belongs to a real institution, brand, school or person.

Trade names pair two words that no training brand of the city is known by; codes have the organisation part DEM…,
which is not assigned; phone numbers begin with 0, which no subscriber's number does; house numbers start at 9000 in
roads that do not exist.
"""

from __future__ import annotations

import random
from typing import Final

from stdnum.cn import uscc

from institutions.enums import Category, LegalForm

# fmt: off
PAIRS: Final = (
    "青禾", "拾砚", "听鹭", "纸鸢", "松穗", "星屿", "竹笛", "糖坊", "苇岸", "榆荫",
    "陶埙", "麦垄", "雁汀", "萤灯", "梧阶", "槐序", "藕舟", "芦汐", "枫磬", "桐月",
    "荷风", "蕉雨", "棠影", "檐铃", "潮音", "盐丘", "杉语", "莲渡", "蒲扇",
)
# fmt: on
_TAILS: Final = ("", "田", "园", "里", "坞", "溪", "湾", "谷", "轩", "舍")
ROADS: Final = (
    "拾光路", "听荷东路", "鹭影路", "松果路", "星屿大道", "砚田路", "竹笛巷", "纸鹞路", "糖坊弄", "苇岸路",
    "榆荫街", "陶埙路", "麦垄路", "雁汀路", "萤灯街", "梧阶路", "藕舟路", "盐丘北路", "潮音南路", "檐铃巷",
)  # fmt: skip
_SUBJECTS: Final = {
    Category.ARTS: ("艺术", "美术", "音乐", "舞蹈", "书法", "文化艺术"),
    Category.SPORTS: ("体育", "篮球", "游泳", "武术", "体育运动", "棋类"),
    Category.SCI_TECH: ("科技", "机器人", "少儿编程", "科学实践"),
    Category.OTHER: ("语言艺术", "综合素质", "研学", "职业技能"),
    Category.ACADEMIC: ("文化", "教育", "课外辅导"),
}
_TAIL_WORDS: Final = {
    LegalForm.COMPANY: ("培训有限公司",),
    LegalForm.PRIVATE_NON_ENTERPRISE: ("培训中心", "培训学校"),
    LegalForm.SOLE_TRADER: ("工作室", "培训部"),
    LegalForm.PARTNERSHIP: ("培训中心（有限合伙）",),
}
_CODE_HEAD: Final = {
    LegalForm.COMPANY: "91",
    LegalForm.PARTNERSHIP: "91",
    LegalForm.SOLE_TRADER: "92",
    LegalForm.PRIVATE_NON_ENTERPRISE: "52",
}
_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Names:
    """Hands out each full name once."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._taken: set[str] = set()

    def brand(self) -> str:
        return self._chance.choice(PAIRS) + self._chance.choice(_TAILS)

    def name(self, *, county: str, town: str, brand: str, category: Category, form: LegalForm) -> str:
        """慈溪市浒山青禾艺术培训有限公司"""
        area = town.removesuffix("街道").removesuffix("镇") if town else ""
        for _ in range(1_000):
            subject, tail = self._chance.choice(_SUBJECTS[category]), self._chance.choice(_TAIL_WORDS[form])
            full = f"{county}{area}{brand}{subject}{tail}"
            if full not in self._taken:
                self._taken.add(full)
                return full
            brand = brand[:2] + self._chance.choice(PAIRS)
        raise RuntimeError("no name is left; add words")


def organisation_code(number: int) -> str:
    """Nine characters in the invented range DEM…, with the check character of GB 11714."""
    text = ""
    for _ in range(5):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    body = "DEM" + text
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(alphabet.index(c) * weight for c, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    check = (11 - total % 11) % 11
    return body + ("X" if check == 10 else str(check))


def uscc_of(number: int, *, county_code: str, form: LegalForm) -> str:
    """A unified social credit code with both check characters right."""
    body = _CODE_HEAD[form] + county_code + organisation_code(number)
    return body + str(uscc.calc_check_digit(body))


def phone(number: int) -> str:
    return f"0574-0{number % 10_000_000:07d}"


def address(chance: random.Random, *, county: str, town: str) -> str:
    return f"{county}{town}{chance.choice(ROADS)}{chance.randint(9000, 9999)}号{chance.randint(1, 5)}楼"
