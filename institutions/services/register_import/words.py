"""Stored values in words, for previews and the work list."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.imports.enums import FieldKind
from cixi_oversight.imports.rules.dates import OPEN_END
from cixi_oversight.money import format_yuan
from cixi_oversight.users.models import Department, Town
from cixi_oversight.web.words import worded
from institutions.enums import Category, LegalForm, Stage, Status
from institutions.rules import labels
from institutions.services.register_import.fields import FIELDS

_LABELS: Final = {
    "category": (Category, labels.CATEGORY),
    "legal_form": (LegalForm, labels.LEGAL_FORM),
    "stage": (Stage, labels.STAGE),
    "status": (Status, labels.STATUS),
}


def word_of(field_key: str, value: str) -> str:
    """`value` is the stored value as text; of a town or department its id."""
    match FIELDS[field_key].kind:
        case FieldKind.CHOICE:
            kind, table = _LABELS[field_key]
            return worded(table[kind(value)])
        case FieldKind.AMOUNT:
            return f"¥{format_yuan(int(value))}"
        case FieldKind.LOOKUP:
            model: type[Town | Department] = Town if field_key == "town" else Department
            return model.objects.get(pk=int(value)).name
        case _:
            return worded(msg("open-ended")) if value == OPEN_END else value
