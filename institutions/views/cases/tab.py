"""Cases in an institution's file, and what can be opened at the counter."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.context import business_time
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseOrigin
from institutions.models import Institution, PermitLapse, RegistrationCase
from institutions.rules.access.cases import VIEW_CASES, WINDOW_WORK
from institutions.rules.labels.cases import CASE_KIND
from institutions.services.cases.holds import case_holds
from institutions.services.cases.offering import offers
from institutions.services.cases.reading import waits_of
from institutions.services.extensions import FileTab

_MAX: Final = 50


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    on = business_time(request).date()
    rows = list(_seen(institution, viewer).select_related("result").order_by("-since", "-pk")[:_MAX])
    waits = waits_of(rows)
    window = WINDOW_WORK.allows(viewer)
    ex_officio = offers([institution.pk], on, CaseOrigin.EX_OFFICIO) if window else []
    return render_to_string(
        "institutions/cases/tab.html",
        {
            "institution": institution,
            "rows": [
                {
                    "row": row,
                    "kind": worded(CASE_KIND[CaseKind(row.kind)]),
                    "waits": "；".join(f"{worded(one.who)} {worded(one.what)}" for one in waits[row.pk]),
                    "url": reverse("institutions:case", args=[row.public_id]),
                }
                for row in rows
            ],
            "offers": [one for one in offers([institution.pk], on) if not one.open_case] if window else [],
            "ex_officio": [one for one in ex_officio if not one.open_case],
            "hold": case_holds([institution.pk], on).get(institution.pk),
            "lapses": PermitLapse.objects.filter(institution=institution)
            .select_related("permit")
            .order_by("-ended_on"),
        },
        request=request,
    )


def count(institution: Institution, viewer: Viewer) -> int:
    """Running ones."""
    return int(_seen(institution, viewer).running().count())


def _seen(institution: Institution, viewer: Viewer) -> Any:
    return RegistrationCase.objects.visible_to(viewer).filter(institution=institution)


TAB: Final = FileTab("cases", msg("Admission cases"), VIEW_CASES, tab, count)
