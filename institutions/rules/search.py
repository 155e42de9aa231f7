"""What somebody typed into the search box, made fit for looking it up.

A term is a piece of any name, of its pinyin or initials, of a uscc, a permit number or a published telephone. It is
matched literally: % and _ are letters like others.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MAX_LENGTH: Final = 64
MIN_DIGITS: Final = 4  # fewer digits hit every permit number and telephone
_LATIN: Final = re.compile(r"[a-z' ]+", re.ASCII)
_PHONE_OR_PERMIT: Final = re.compile(r"[0-9 ()\-]+", re.ASCII)
_PERMIT_WORDS: Final = re.compile(r"^教民|号$")
_NOT_DIGITS: Final = re.compile(r"[^0-9]")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """`texts`: any of them in the search text is a hit. `digits`: in a permit number or telephone, if not empty."""

    texts: tuple[str, ...]
    digits: str

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.digits


def read_term(typed: str) -> SearchTerm:
    """Width and case do not matter (NFKC, lower case); spaces inside pinyin do not either. What is beyond 64
    characters is cut off: nobody means it."""
    folded = unicodedata.normalize("NFKC", typed.replace("\x00", "")).lower()
    term = _SPACES.sub(" ", folded).strip()[:MAX_LENGTH].strip()
    if not term:
        return SearchTerm((), "")
    texts = [term]
    joined = term.replace(" ", "").replace("'", "")
    if _LATIN.fullmatch(term) and joined and joined != term:
        texts.append(joined)
    return SearchTerm(tuple(texts), _digits(term))


def _digits(term: str) -> str:
    """Of a telephone or a permit number, also as printed (教民133028270001234号, 0574-6301 2345)."""
    bare = _PERMIT_WORDS.sub("", term)
    if _PHONE_OR_PERMIT.fullmatch(bare) is None:
        return ""
    digits = _NOT_DIGITS.sub("", bare)
    return digits if len(digits) >= MIN_DIGITS else ""


def digits_of(number: str) -> str:
    """The digits of a permit number or telephone as stored."""
    return _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", number))
