"""What texts go through on their way into the vault."""

from __future__ import annotations

import unicodedata
from typing import Final

from cixi_oversight.personal.errors import NumberInText, ReasonMissing
from cixi_oversight.personal.rules.scan import has_number

REASON_MIN: Final = 4
REASON_MAX: Final = 300


def clean(text: str) -> str:
    """NFC, no control or direction characters, no blanks around."""
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return kept.strip()


def a_reason(why: str) -> str:
    """Raises ReasonMissing, NumberInText: what the vault keeps must not stand in its log."""
    reason = clean(why)[:REASON_MAX]
    if len(reason) < REASON_MIN:
        raise ReasonMissing(field="why")
    without_numbers(reason, field="why")
    return reason


def without_numbers(text: str, *, field: str) -> str:
    """Raises NumberInText where a person's number stands in a text that everybody reads."""
    if has_number(unicodedata.normalize("NFKC", text)):
        raise NumberInText(field=field)
    return text
