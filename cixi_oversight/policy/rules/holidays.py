"""The names of holidays in both languages. Plain Python.

A notice and the bureau write them in Chinese, several of one day joined by 、, and 调休上班 behind them on a day
that is worked instead. Whatever else somebody has written stays as it is.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg

_JOINED: Final = "、"
_WORKED: Final = "调休上班"
_QINGMING: Final = msg("Qingming Festival")
_EVE: Final = msg("Spring Festival Eve")
NAMES: Final[dict[str, Message]] = {
    "元旦": msg("New Year"),
    "除夕": _EVE,
    "农历除夕": _EVE,
    "春节": msg("Spring Festival"),
    "清明": _QINGMING,
    "清明节": _QINGMING,
    "劳动节": msg("Labour Day"),
    "端午节": msg("Dragon Boat Festival"),
    "中秋节": msg("Mid-Autumn Festival"),
    "国庆节": msg("National Day"),
    "抗战胜利纪念日": msg("Victory Day"),
}


def holiday_names(name: str) -> list[Message | str]:
    """Each holiday of the day: known ones to be worded, others as written."""
    parts = name.removesuffix(_WORKED).split(_JOINED)
    return [NAMES.get(part.strip(), part.strip()) for part in parts if part.strip()]


def is_made_up(name: str) -> bool:
    """The day is worked instead of another one."""
    return name.endswith(_WORKED)
