"""What complaints show in the frame and in an institution's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.rules.access import CALL
from cixi_oversight.personal.services.retention import NEEDED
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import BACKFILLS, DUTIES, Backfill, Duty
from cixi_oversight.web import subjects
from cixi_oversight.web.context import business_time
from cixi_oversight.web.counts import Count
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from inspections.enums import Channel, Matter, Outcome
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from inspections.rules import labels
from inspections.rules.access import JUDGE_VALIDITY, RECEIVE_COMPLAINT, RESOLVE_COMPLAINT, VIEW_COMPLAINTS
from inspections.rules.verbs import VERBS
from inspections.services import complaints
from institutions.models import Institution
from institutions.services.extensions import TABS, TIMELINE, FileTab

_TIMELINE_MAX: Final = 30
_TAB_MAX: Final = 100
_TODO_MAX: Final = 10


def tab(request: HttpRequest, institution: Institution) -> SafeString:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    rows = Complaint.objects.visible_to(viewer).filter(institution=institution).with_decisions()
    shown = [
        (
            row,
            worded(labels.MATTER[Matter(row.matter)]),
            worded(labels.CHANNEL[Channel(row.channel)]),
            worded(labels.OUTCOME[Outcome(row.outcome)]) if row.outcome else "",
        )
        for row in rows.order_by("-received_on", "-pk")[:_TAB_MAX]
    ]
    return render_to_string(
        "inspections/tab_complaints.html",
        {
            "institution": institution,
            "complaints": shown,
            "on": business_time(request).date(),
            "may_receive": RECEIVE_COMPLAINT.allows(viewer),
            "may_call": CALL.allows(viewer),
        },
        request=request,
    )


def count(institution: Institution, viewer: Viewer) -> int:
    """Open ones."""
    return Complaint.objects.visible_to(viewer).filter(institution=institution).open().count()


def timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """Receipts, judgements and ends, as far as the viewer may see complaints."""
    if not VIEW_COMPLAINTS.allows(viewer):
        return []
    found = [
        TimelineEntry(
            row.recorded_at,
            row.recorded_by.label,
            msg("Complaint received: %(matter)s", matter=labels.MATTER[Matter(row.matter)]),
            "",
            _url(row),
        )
        for row in _newest(Complaint.objects.filter(institution=institution_id), "recorded_by")
    ]
    for row in _newest(ComplaintValidity.objects.filter(institution=institution_id), "recorded_by", "complaint"):
        what = msg("Complaint found valid") if row.is_valid else msg("Complaint found not valid")
        found.append(TimelineEntry(row.recorded_at, row.recorded_by.label, what, row.reason, _url(row.complaint)))
    for row in _newest(ComplaintResolution.objects.filter(institution=institution_id), "recorded_by", "complaint"):
        what = msg("Complaint closed: %(outcome)s", outcome=labels.OUTCOME[Outcome(row.outcome)])
        found.append(TimelineEntry(row.recorded_at, row.recorded_by.label, what, row.reason, _url(row.complaint)))
    return found


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """For those who judge or close: each open complaint by its day, the first ones by name."""
    if not (JUDGE_VALIDITY.allows(viewer) or RESOLVE_COMPLAINT.allows(viewer)):
        return []
    rows: Any = Complaint.objects.visible_to(viewer).open().with_decisions().select_related("institution")
    shown = list(rows.order_by("standing_due_on", "pk")[: _TODO_MAX + 1])
    lines = [_todo_line(row) for row in shown[:_TODO_MAX]]
    if len(shown) > _TODO_MAX:
        page = f"{reverse('inspections:complaints')}?state=open&sort=due"
        more = Complaint.objects.visible_to(viewer).open().count() - _TODO_MAX
        lines.append(Todo(msg("Further open complaints"), more, page, shown[-1].standing_due_on))
    return lines


def _todo_line(row: Any) -> Todo:
    label = msg("Complaint to be judged") if row.is_valid is None else msg("Complaint to be closed")
    title = f"{row.number} {worded(labels.MATTER[Matter(row.matter)])}"
    return Todo(label, 1, _url(row), row.standing_due_on, title=title, whose=row.institution.name)


def late(viewer: Viewer, on: dt.date) -> Count:
    """The number beside the menu's entry: overdue ones, for those who close them."""
    if not RESOLVE_COMPLAINT.allows(viewer):
        return 0
    rows: QuerySet[Any] = Complaint.objects.visible_to(viewer).overdue(on)
    return rows


def needed(kind: str, ids: Sequence[int], on: dt.date) -> set[int]:
    """Complaints that are still open: whoever complained has to be answered first."""
    if kind != "complaint":
        return set()
    return set(Complaint.objects.filter(pk__in=ids).open().values_list("pk", flat=True))


def _url(row: Complaint) -> str:
    return reverse("inspections:complaint", args=[row.public_id])


def _newest(rows: Any, *related: str) -> Any:
    return rows.select_related(*related).order_by("-recorded_at")[:_TIMELINE_MAX]


def register() -> None:
    name_verbs(VERBS)
    NAV.register(
        NavEntry(
            "complaints", msg("Leads and complaints"), "inspections:complaints", VIEW_COMPLAINTS, late, "message-report"
        ),
        rank=70,
    )
    NEEDED.register(needed)
    DUTIES.register(Duty(DeadlineCode.COMPLAINT_REPLY, VIEW_COMPLAINTS, RESOLVE_COMPLAINT))
    BACKFILLS.register(Backfill("complaint", complaints.lowest_and_highest_without, complaints.without))
    subjects.register(Subject("complaint", Complaint.objects.visible_to, lambda row: row.number, _url))
    TODO.register(todo, rank=20)
    TABS.register(FileTab("complaints", msg("Complaints"), VIEW_COMPLAINTS, tab, count), rank=40)
    TIMELINE.register(timeline, rank=20)
