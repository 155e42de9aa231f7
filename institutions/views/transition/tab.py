"""The tab of an institution's file: what it was received with, who is responsible for it and since when."""

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
from institutions.enums import ACTIVE, ENDED, Category, Status
from institutions.enums.zeroing import ZeroingRoute
from institutions.models import AuthorityRow, CourseSettlement, GapList, Institution, Persuasion
from institutions.rules.access.gaps import OPEN_GAPS, VIEW_GAPS
from institutions.rules.access.guidance import RECORD_PERSUASION, TAKE_STEP, VIEW_GUIDANCE
from institutions.rules.access.settlement import EDIT_SETTLEMENT, VIEW_SETTLEMENTS
from institutions.rules.access.zeroing import PLAN_ZEROING, VIEW_ZEROING
from institutions.rules.labels.settlement import CLEARANCE_TOPIC
from institutions.rules.labels.zeroing import ZEROING_ROUTE
from institutions.rules.zeroing import state
from institutions.services.clearances import ask
from institutions.services.extensions import FileTab
from institutions.services.gaps.reading import with_counts
from institutions.services.zeroing import history_of
from institutions.views.gaps.lists import list_url
from institutions.views.guidance.steps import ladder_of
from institutions.views.transition.common import left_pill
from institutions.views.words import field_label


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    on = business_time(request).date()
    lists = gap_lists(institution, viewer, on)
    is_open = any(one["row"].state == "open" for one in lists)
    return render_to_string(
        "institutions/transition/tab.html",
        {
            "institution": institution,
            "on": on,
            "gap_lists": lists,
            "open_url": reverse("institutions:open_gap_list", args=[institution.public_id])
            if OPEN_GAPS.allows(viewer) and not is_open
            else "",
            "authorities": authorities_of(institution),
            **zeroing_of(institution, viewer, on),
            **settlement_of(institution, viewer, on),
            **guidance_of(institution, viewer, on),
        },
        request=request,
    )


def gap_lists(institution: Institution, viewer: Viewer, on: Any) -> list[dict[str, Any]]:
    rows: Any = GapList.objects.visible_to(viewer)
    found = with_counts(rows.filter(institution=institution)).select_related("receiver").order_by("-opened_on", "-pk")
    return [
        {
            "row": row,
            "url": list_url(row),
            "closed": row.gaps - row.gaps_open - row.gaps_waiting,
            "left": left_pill(row.due_on, on, done_on=row.ended_on),
        }
        for row in found
    ]


def authorities_of(institution: Institution) -> list[tuple[str, Any]]:
    """Who answered for it from when: the newest first."""
    rows = AuthorityRow.objects.standing().filter(institution=institution).select_related("department", "recorded_by")
    return [(field_label(f"{row.capacity}_authority"), row) for row in rows.order_by("-from_on", "-pk")]


def zeroing_of(institution: Institution, viewer: Viewer, on: Any) -> dict[str, Any]:
    """The plan as it stands with all that it was before; nothing for who may not see it."""
    if not VIEW_ZEROING.allows(viewer):
        return {"zeroing": [], "may_plan_zeroing": False}
    may = institution.category == Category.ACADEMIC and institution.status not in ENDED
    plans = history_of(institution)
    now = state(
        ZeroingRoute(plans[0].route) if plans else None,
        plans[0].planned_on if plans else None,
        status=institution.status,
        category=institution.category,
        legal_form=institution.legal_form,
        on=on,
    )
    return {
        "zeroing": [(row, worded(ZEROING_ROUTE[ZeroingRoute(row.route)])) for row in plans],
        "zeroing_state": now.value,
        "may_plan_zeroing": may and PLAN_ZEROING.allows(viewer),
        "shows_zeroing": may or bool(plans),
    }


def settlement_of(institution: Institution, viewer: Viewer, on: Any) -> dict[str, Any]:
    """What would be asked before it may end, once it wants to close or a table is open."""
    if not VIEW_SETTLEMENTS.allows(viewer):
        return {"clearances": []}
    row = CourseSettlement.objects.filter(institution=institution).exclude(state="abandoned").first()
    closing = row is not None or institution.status in (Status.CLOSING, Status.VANISHED)
    return {
        "clearances": [(worded(CLEARANCE_TOPIC[one.topic]), one) for one in ask([institution.pk], on)[institution.pk]]
        if closing
        else [],
        "settlement": row,
        "may_open_settlement": row is None and EDIT_SETTLEMENT.allows(viewer) and institution.status in ACTIVE,
    }


def guidance_of(institution: Institution, viewer: Viewer, on: Any) -> dict[str, Any]:
    """The ladder, and the contacts with those who hesitated."""
    if not VIEW_GUIDANCE.allows(viewer):
        return {"ladder": [], "persuasions": []}
    contacts: Any = Persuasion.objects
    contacts = contacts.visible_to(viewer).filter(institution=institution).order_by("-met_on", "-pk")
    name = institution.public_id
    return {
        "ladder": ladder_of(institution, viewer, on),
        "step_url": reverse("institutions:take_step", args=[name]) if TAKE_STEP.allows(viewer) else "",
        "persuade_url": reverse("institutions:persuade", args=[name]) if RECORD_PERSUASION.allows(viewer) else "",
        "persuasions": [
            (row, left_pill(row.next_on, on, done_on=row.done_on, near=3) if row.next_on else "") for row in contacts
        ],
    }


TAB: Final = FileTab("transition", msg("Transition and guidance"), VIEW_GAPS, tab)
