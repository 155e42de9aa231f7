"""How the register's values are written on pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from cixi_oversight.errors import Message
from cixi_oversight.web.tags import day
from cixi_oversight.web.words import worded
from institutions.rules import labels
from institutions.rules.labels.periods import month_words, quarter_words

__all__ = ["field_label", "in_words", "month", "quarter", "shown"]

_TABLES = {
    "category": labels.CATEGORY,
    "legal_form": labels.LEGAL_FORM,
    "status": labels.STATUS,
    "stage": labels.STAGE,
}


def in_words(table: Mapping[StrEnum, Message], value: str | None) -> str | None:
    """The words of a stored member of a closed set; None where it is unknown."""
    return next((worded(words) for member, words in table.items() if member == value), None)


def quarter(start: dt.date) -> str:
    return worded(quarter_words(start))


def month(start: dt.date) -> str:
    return worded(month_words(start))


def field_label(name: str) -> str:
    """Of a column of the institution or a site, as on its form."""
    return {
        "name": gettext("Name"),
        "uscc": gettext("Unified social credit code"),
        "uscc_override_reason": gettext("Why the old code was accepted"),
        "former_names": gettext("Former names"),
        "trade_name": gettext("Trade name"),
        "brand": gettext("Brand"),
        "category": gettext("Category"),
        "legal_form": gettext("Legal form"),
        "stage": gettext("Stage"),
        "status": gettext("Status"),
        "town": gettext("Town"),
        "approval_authority": gettext("Approval authority"),
        "registration_authority": gettext("Registration authority"),
        "sector_authority": gettext("Sector authority"),
        "supervising_authority": gettext("Supervising authority"),
        "not_found_on": gettext("Not found on"),
        "address": gettext("Address"),
        "usable_m2": gettext("Usable area in m²"),
        "business_phone": gettext("Published telephone"),
        "is_main": gettext("Main site"),
        "opened_on": gettext("In use since"),
        "closed_on": gettext("Given up on"),
    }.get(name, name)


def shown(name: str, value: Any, places: dict[str, dict[int, str]]) -> str:
    """A stored value in words. `places` names towns and departments by id."""
    if value is None or (not value and not isinstance(value, bool | int)):
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.date):
        return day(value)
    if name in _TABLES:
        return in_words(_TABLES[name], value) or str(value)
    if name == "town":
        return places["town"].get(value, str(value))
    if name.endswith("_authority"):
        return places["authority"].get(value, str(value))
    return "、".join(value) if isinstance(value, list) else str(value)
