"""What pages, which knows all apps, answers for the frame: the desk's entry, workplace, saved views, noted exports."""

from __future__ import annotations

from typing import Final

from cixi_oversight.audit.services.record import record
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.pages.access import VIEW_OWN
from cixi_oversight.pages.letter.access import VIEW_LETTER
from cixi_oversight.pages.sidebar import ARRANGEMENT
from cixi_oversight.permissions import ANY_STAFF, Viewer
from cixi_oversight.users.models import Department, SavedView
from cixi_oversight.web import context, export, nav, saved
from institutions.models import Institution

_NAMES_MAX: Final = 3


def workplace(viewer: Viewer) -> str:
    names = list(Department.objects.filter(pk__in=viewer.department_ids).values_list("name", flat=True)[:_NAMES_MAX])
    if not names and viewer.institution_ids:
        names = list(
            Institution.objects.filter(pk__in=viewer.institution_ids).values_list("name", flat=True)[:_NAMES_MAX]
        )
    return " · ".join(names)


class SavedViews:
    """Rows of users.SavedView; each account has its own."""

    def of(self, viewer: Viewer, page: str) -> list[saved.View]:
        rows = SavedView.objects.filter(user=viewer.user_id, page=page)
        return [saved.View(row.pk, row.name, row.query) for row in rows]

    def save(self, viewer: Viewer, page: str, *, name: str, query: str) -> None:
        SavedView.objects.update_or_create(user_id=viewer.user_id or 0, page=page, name=name, defaults={"query": query})

    def remove(self, viewer: Viewer, page: str, view_id: int) -> None:
        SavedView.objects.filter(user=viewer.user_id, page=page, pk=view_id).delete()


def note_export(viewer: Viewer, page: str, kind: str) -> None:
    """Who took which list out of the portal. The public takes what is public anyway, and is nobody in the audit."""
    if not viewer.is_signed_in:
        return
    record("pages.export_list", by=viewer, subject=("user", viewer.user_id or 0), data={"page": page, "format": kind})


def register() -> None:
    name_verbs({"pages.export_list": msg("Took a list out of the portal")})
    context.WORKPLACE.register(workplace)
    saved.SAVED_VIEWS.register(SavedViews())
    export.EXPORTED.register(note_export)
    nav.ARRANGEMENT.register(ARRANGEMENT)
    nav.NAV.register(
        nav.NavEntry("home", msg("Desk"), "pages:desk", ANY_STAFF, icon="layout-dashboard"),
        rank=10,
    )
    nav.NAV.register(
        nav.NavEntry("statistics", msg("Statistics"), "pages:letter", VIEW_LETTER, icon="report-analytics"),
        rank=80,
    )
    nav.NAV.register(
        nav.NavEntry("my", msg("To do and risk code"), "pages:my", VIEW_OWN, icon="checklist", face="my"),
        rank=10,
    )
