"""The tab 教学 of an institution's file."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.context import business_time
from institutions.models import Institution
from institutions.rules.access.teaching import VIEW_TEACHING
from institutions.services.extensions import FileTab
from institutions.views.teaching import shown


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    context = shown.context(institution, viewer, business_time(request).date())
    return render_to_string("institutions/teaching/panels.html", context, request=request)


TAB: Final = FileTab("teaching", msg("Teaching"), VIEW_TEACHING, tab)
