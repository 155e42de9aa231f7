"""Names of files. A name is text and never a place on the disk: the stored name is another.

Path, length and marks that nobody sees are neutralised; what can only be meant badly is refused (SHEETS 10).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.rules.files.kinds import SUFFIXES

NAME_MAX: Final = 120
# NUL and line breaks, also as browsers write them
_REFUSED: Final = re.compile(r"[\x00\r\n\x0b\x0c\x85\u2028\u2029]|%(?:00|0a|0d)", re.IGNORECASE)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def is_refused(name: str) -> bool:
    """Whether the name holds a NUL or a line break."""
    return _REFUSED.search(name) is not None


def clean_name(name: str) -> str:
    """The name without path, controls and direction marks, at most NAME_MAX characters with its ending kept."""
    base = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in unicodedata.normalize("NFC", base) if unicodedata.category(each) not in _UNSEEN)
    plain = seen.strip().rstrip(". ").lstrip(".").strip()
    stem, ending = plain.removesuffix(suffix_of(plain)), suffix_of(plain)
    return f"{stem[: NAME_MAX - len(ending)]}{ending}" or "file"


def suffix_of(name: str) -> str:
    """The last extension with its dot; empty where there is none. Never longer than 12 characters."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending}" if dot and stem and 0 < len(ending) <= 11 and " " not in ending else ""


def fits(name: str, kind: FileKind) -> bool:
    """Whether the last extension, if there is one, is one of the kind's."""
    suffix = suffix_of(name).lower()
    return not suffix or suffix in SUFFIXES[kind]


def offered_name(name: str, kind: FileKind) -> str:
    """What the browser is told to save it as: always with an ending of its kind."""
    return name if suffix_of(name).lower() in SUFFIXES[kind] else f"{name}{SUFFIXES[kind][0]}"


def attachment(name: str) -> str:
    """The header Content-Disposition of RFC 6266: the name in UTF-8, and in ASCII for old browsers."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "-_. ()") else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
