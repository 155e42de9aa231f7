"""What a parent typed into the public look-up, made fit for `LookupEntry`: a piece of any name, former name, shop sign
or street, or a whole social credit code or permit number.

The text is folded as the database folds it (migration 0011): NFKC, lower case, no blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LENGTH_MIN: Final = 2
LENGTH_MAX: Final = 40  # nobody means what is beyond
_BLANKS: Final = re.compile(r"\s+")
_USCC: Final = re.compile(r"[0-9a-z]{18}", re.ASCII)
_PERMIT: Final = re.compile(r"(教民)?([0-9]{10,16})号?", re.ASCII)
# written before and after what tells institutions apart: a term of nothing else finds everything and helps nobody
_COMMON: Final = ("有限公司", "培训中心", "培训学校", "培训机构", "慈溪市", "慈溪", "培训", "学校", "中心", "公司")


@dataclass(frozen=True, slots=True)
class LookupTerm:
    """`pairs` of neighbouring characters, each of which every hit has. `numbers`: as a whole, not a piece of it."""

    text: str
    pairs: tuple[str, ...]
    uscc: str
    permit: str

    @property
    def is_too_short(self) -> bool:
        return len(self.text) < LENGTH_MIN

    @property
    def is_common(self) -> bool:
        """Consists of words that most names have."""
        left = self.text
        for word in _COMMON:
            left = left.replace(word, "")
        return len(left) < LENGTH_MIN


def read_lookup(typed: str) -> LookupTerm:
    folded = unicodedata.normalize("NFKC", typed.replace("\x00", "")).lower()
    text = _BLANKS.sub("", folded)[:LENGTH_MAX]
    permit = _PERMIT.fullmatch(text)
    return LookupTerm(
        text=text,
        pairs=tuple(dict.fromkeys(text[n : n + 2] for n in range(len(text) - 1))),
        uscc=text.upper() if _USCC.fullmatch(text) else "",
        permit=permit[2] if permit else "",
    )
