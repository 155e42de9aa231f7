"""How the register's values are written on pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _t

from cixi_oversight.errors import Message
from cixi_oversight.web.tags import day
from cixi_oversight.web.words import worded
from institutions.enums import FilingKind
from institutions.forms.fields import quarter_code
from institutions.rules import labels

__all__ = ["field_label", "in_words", "month_code", "period_code", "quarter_code", "shown"]

_TABLES = {
    "category": labels.CATEGORY,
    "legal_form": labels.LEGAL_FORM,
    "status": labels.STATUS,
    "stage": labels.STAGE,
}


def in_words(table: Mapping[StrEnum, Message], value: str | None) -> str | None:
    """The words of a stored member of a closed set; None where it is unknown."""
    return next((worded(words) for member, words in table.items() if member == value), None)


def month_code(start: dt.date) -> str:
    return f"{start:%Y-%m}"


def period_code(kind: FilingKind, start: dt.date) -> str:
    return quarter_code(start) if kind is FilingKind.FINANCIAL_STATEMENT else month_code(start)


def field_label(name: str) -> str:
    """Of a column of the institution or a site, as on its form."""
    return {
        "name": _t("Name"),
        "uscc": _t("Unified social credit code"),
        "uscc_override_reason": _t("Why the old code was accepted"),
        "former_names": _t("Former names"),
        "trade_name": _t("Trade name"),
        "brand": _t("Brand"),
        "category": _t("Category"),
        "legal_form": _t("Legal form"),
        "stage": _t("Stage"),
        "status": _t("Status"),
        "town": _t("Town"),
        "approval_authority": _t("Approval authority"),
        "registration_authority": _t("Registration authority"),
        "sector_authority": _t("Sector authority"),
        "supervising_authority": _t("Supervising authority"),
        "not_found_on": _t("Not found on"),
        "address": _t("Address"),
        "usable_m2": _t("Usable area in m²"),
        "business_phone": _t("Published telephone"),
        "is_main": _t("Main site"),
        "opened_on": _t("In use since"),
        "closed_on": _t("Given up on"),
    }.get(name, name)


def shown(name: str, value: Any, places: dict[str, dict[int, str]]) -> str:
    """A stored value in words. `places` names towns and departments by id."""
    if value is None or (not value and not isinstance(value, bool | int)):
        return "—"
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, dt.date):
        return day(value)
    if name in _TABLES:
        return in_words(_TABLES[name], value) or str(value)
    if name == "town":
        return places["town"].get(value, str(value))
    if name.endswith("_authority"):
        return places["authority"].get(value, str(value))
    return "、".join(value) if isinstance(value, list) else str(value)
