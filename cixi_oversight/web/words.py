"""Sentences worded in the reader's language: `Message` of the rules, roles, and how a figure is written."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role

ROLES: Final[Mapping[Role, Message]] = {
    Role.BUREAU_DIRECTOR: msg("Bureau director"),
    Role.SECTION_CHIEF: msg("Section chief"),
    Role.REGISTRAR: msg("Registrar"),
    Role.FUNDS_OFFICER: msg("Funds officer"),
    Role.INSPECTOR: msg("Inspector"),
    Role.LEGAL_REVIEWER: msg("Legal reviewer"),
    Role.RISK_ANALYST: msg("Risk analyst"),
    Role.TOWN_OFFICER: msg("Town officer"),
    Role.SERVICE_CENTRE_CLERK: msg("Service-centre clerk"),
    Role.DEPARTMENT_OFFICER: msg("Department officer"),
    Role.ASSOCIATION_OFFICER: msg("Association officer"),
    Role.INSTITUTION_OWNER: msg("Institution owner"),
    Role.INSTITUTION_FINANCE: msg("Institution finance"),
    Role.INSTITUTION_FRONT_DESK: msg("Institution front desk"),
    Role.TEACHER: msg("Teacher"),
    Role.SYSTEM_ADMIN: msg("System administrator"),
    Role.SECURITY_ADMIN: msg("Security administrator"),
    Role.AUDIT_ADMIN: msg("Audit administrator"),
    Role.API_CLIENT: msg("API client"),
}


def worded(sentence: Message | Promise | str) -> str:
    """A sentence in the active language. Figures that are sentences themselves are worded too; a figure that the
    catalogue's text does not name is left out."""
    if not isinstance(sentence, Message):
        return str(sentence)
    text = gettext(sentence.id)
    return text % {name: written(value) for name, value in sentence.figures.items()} if sentence.figures else text


def written(value: Any) -> Any:
    """A figure as it stands in a sentence. Numbers stay numbers: the text may format them (`%(share).1f`)."""
    if isinstance(value, Message):
        return worded(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return gettext(", ").join(str(written(part)) for part in value)
    return value


def spoken() -> str:
    """The language that a command answers in: what the environment's LANGUAGE names, else Chinese."""
    wanted = os.environ.get("LANGUAGE", "").split(":")[0].lower()
    return "en" if wanted.startswith("en") else "zh-hans"
