"""What teaching shows in the frame: lists where cases wait, the institution's own page, and what is to be done."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from institutions.rules.access.teaching import VIEW_MATERIALS, VIEW_OWN_TEACHING, VIEW_RECORD_CHECKS
from institutions.services.teaching import waiting


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Checks overdue, for those who urge them. Material that waits is among the filings to be looked at."""
    found = []
    if VIEW_RECORD_CHECKS.allows(viewer) and viewer.roles & {Role.INSPECTOR, Role.TOWN_OFFICER}:
        rows = waiting.checks_overdue(viewer, on)
        found.append(
            Todo(msg("People whose check of criminal records is overdue"), rows, reverse("institutions:record_checks"))
        )
    return found


def register() -> None:
    TODO.register(todo, rank=56)
    NAV.register(
        NavEntry(
            "materials",
            msg("Training material"),
            "institutions:materials",
            VIEW_MATERIALS,
            count=lambda viewer, on: waiting.materials_to_review(viewer),
            icon="books",
        ),
        rank=37,
    )
    NAV.register(
        NavEntry(
            "record_checks",
            msg("Record checks"),
            "institutions:record_checks",
            VIEW_RECORD_CHECKS,
            icon="user-shield",
        ),
        rank=38,
    )
    NAV.register(
        NavEntry(
            "my.teaching", msg("Teaching"), "institutions:my_teaching", VIEW_OWN_TEACHING, icon="school", face="my"
        ),
        rank=25,
    )
