"""What is typed or sent, read into the one form that is sealed and indexed. None where it cannot be read.

People and sheets are met half-way (full-width digits, blanks, +86); machines are not: `strict` takes the plain form
only.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from cixi_oversight.personal.enums import DocumentType

_MOBILE: Final = re.compile(r"1\d{10}", re.ASCII)
_LINE: Final = re.compile(r"0\d{9,11}", re.ASCII)
_ABROAD: Final = re.compile(r"\+(?!86)[1-9]\d{6,14}", re.ASCII)
_HOME: Final = re.compile(r"(?:\+86|0086|86)(?=1\d{10}$)", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s\-()]")
_RESIDENT: Final = re.compile(r"\d{17}[\dX]", re.ASCII)
_PAPER: Final = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_ACCOUNT: Final = re.compile(r"\d{8,30}", re.ASCII)
_CERTIFICATE: Final = re.compile(r"[A-Z0-9]{6,30}", re.ASCII)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


def read_phone(text: str, *, strict: bool = False) -> str | None:
    """Digits only: a mobile of 11, a line with its area code (10 to 12), or +… for one abroad."""
    plain = text if strict else _HOME.sub("", _BETWEEN.sub("", unicodedata.normalize("NFKC", text)))
    fits = _MOBILE.fullmatch(plain) or _LINE.fullmatch(plain) or _ABROAD.fullmatch(plain)
    return plain if fits else None


def read_document(kind: DocumentType, text: str, *, strict: bool = False) -> str | None:
    """Capitals and digits. A resident identity card: GB 11643 with its check digit and a day that exists."""
    plain = text if strict else _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if kind is not DocumentType.RESIDENT_ID:
        return plain if _PAPER.fullmatch(plain) else None
    if not _RESIDENT.fullmatch(plain) or check_character(plain[:17]) != plain[17] or born_on(plain) is None:
        return None
    return plain


def read_account(text: str, *, strict: bool = False) -> str | None:
    plain = text if strict else _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return plain if _ACCOUNT.fullmatch(plain) else None


def read_certificate(text: str, *, strict: bool = False) -> str | None:
    """Capitals and digits: 17 digits of a teacher certificate, or the number of a professional one."""
    plain = text if strict else _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain if _CERTIFICATE.fullmatch(plain) else None


def check_character(seventeen: str) -> str:
    """ISO 7064 MOD 11-2, the last character of a resident identity number."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def born_on(resident_id: str) -> dt.date | None:
    """The birthday that the number holds; None where there is no such day."""
    try:
        return dt.datetime.strptime(resident_id[6:14], "%Y%m%d").date()  # noqa: DTZ007  # a day, no moment
    except ValueError:
        return None
