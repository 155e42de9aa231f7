"""Annual inspections and stars in an institution's file: every year, every rating."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.context import business_time
from cixi_oversight.web.words import worded
from institutions.enums.stars import RatingCause
from institutions.enums.yearly import BatchState
from institutions.models import AnnualInspection, Institution, StarApplication
from institutions.rules.access.stars import DECIDE_STARS
from institutions.rules.access.yearly import VIEW_ANNUAL
from institutions.rules.labels.stars import RATING_CAUSE
from institutions.services.extensions import FileTab
from institutions.services.stars.reading import history, in_force
from institutions.views.stars.common import drawn


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    rows: Any = AnnualInspection.objects.visible_to(viewer).filter(institution=institution)
    applications: Any = StarApplication.objects.visible_to(viewer).filter(institution=institution)
    now = in_force(institution.pk, business_time(request).date())
    ratings = [(row, drawn(row.stars), worded(RATING_CAUSE[RatingCause(row.cause)])) for row in history(institution.pk)]
    context = {
        "institution": institution,
        "rows": rows.select_related("batch", "notice").order_by("-year", "-pk"),
        "now": now,
        "drawn": drawn(now.stars) if now else "",
        "ratings": ratings,
        "applications": applications.order_by("-pk"),
        "may_change": now is not None and DECIDE_STARS.allows(viewer),
    }
    return render_to_string("institutions/yearly/tab.html", context, request=request)


def count(institution: Institution, viewer: Viewer) -> int:
    """Those under way."""
    rows: Any = AnnualInspection.objects.visible_to(viewer).filter(institution=institution)
    return int(rows.filter(batch__state=BatchState.OPEN, conclusion="").count())


TAB: Final = FileTab("annual", msg("Inspection and stars"), VIEW_ANNUAL, tab, count)
