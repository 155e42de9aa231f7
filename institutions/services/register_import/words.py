"""Stored values of choices in words, for previews."""

from __future__ import annotations

from typing import Final

from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, Stage, Status
from institutions.rules import labels

_LABELS: Final = {
    "category": (Category, labels.CATEGORY),
    "legal_form": (LegalForm, labels.LEGAL_FORM),
    "stage": (Stage, labels.STAGE),
    "status": (Status, labels.STATUS),
}


def word_of(field_key: str, value: str) -> str:
    kind, table = _LABELS[field_key]
    return worded(table[kind(value)])
