"""Transition and guidance in the frame: menu, names, badges, deadlines, the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums.gaps import GapListState, GapState, StandardKey
from institutions.enums.settlement import SettlementState
from institutions.enums.zeroing import ZeroingState
from institutions.models import CourseSettlement, EntryStandard, GapItem, GapList, UnfinishedCourse
from institutions.providers import guidance
from institutions.rules.access.gaps import DECIDE_GAPS, OWN_TRANSITION, VIEW_GAPS
from institutions.rules.access.zeroing import PLAN_ZEROING
from institutions.rules.labels.gaps import GAP_LIST_STATE, GAP_STATE, STANDARD_KEY
from institutions.rules.labels.settlement import SETTLEMENT_STATE
from institutions.rules.labels.zeroing import ZEROING_STATE
from institutions.rules.settlement import CHECKERS
from institutions.services import zeroing
from institutions.services.extensions import CASE_CLEARANCES
from institutions.services.gaps import items, lists, night, reading
from institutions.services.settlement import tables
from institutions.services.settlement.clearance import clearances

_LIST_TONES: Final = {
    GapListState.OPEN: Tone.PROGRESS,
    GapListState.CLOSED: Tone.DONE,
    GapListState.ENDED: Tone.NEUTRAL,
}
_ITEM_TONES: Final = {GapState.OPEN: Tone.NEUTRAL, GapState.HANDED_IN: Tone.WAITS, GapState.CLOSED: Tone.DONE}
_LIST_BADGES: Final = {state.value: Badge(tone, GAP_LIST_STATE[state]) for state, tone in _LIST_TONES.items()}
_ITEM_BADGES: Final = {state.value: Badge(tone, GAP_STATE[state]) for state, tone in _ITEM_TONES.items()}
_ZEROING_TONES: Final = {
    ZeroingState.UNPLANNED: Tone.WAITS,
    ZeroingState.PLANNED: Tone.PROGRESS,
    ZeroingState.OVERDUE: Tone.REFUSED,
    ZeroingState.DONE: Tone.DONE,
}
_ZEROING_BADGES: Final = {state.value: Badge(tone, ZEROING_STATE[state]) for state, tone in _ZEROING_TONES.items()}
_SETTLEMENT_TONES: Final = {
    SettlementState.OPEN: Tone.PROGRESS,
    SettlementState.DECLARED: Tone.WAITS,
    SettlementState.CONFIRMED: Tone.DONE,
    SettlementState.ABANDONED: Tone.NEUTRAL,
}
_SETTLEMENT_BADGES: Final = {
    state.value: Badge(tone, SETTLEMENT_STATE[state]) for state, tone in _SETTLEMENT_TONES.items()
}


def lists_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = GapList.objects.visible_to(viewer)
    return rows.select_related("institution")


def items_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = GapList.objects.visible_to(viewer)
    return GapItem.objects.filter(gap_list__in=rows).select_related("gap_list__institution")


def list_title(row: Any) -> str:
    return worded(msg("Gap list of %(name)s", name=row.institution.name))


def item_title(row: Any) -> str:
    return f"{row.gap_list.institution.name} · {worded(STANDARD_KEY[StandardKey(row.key)])}"


def list_url(row: Any) -> str:
    return reverse("institutions:gap_list", args=[row.public_id])


def own_url(_row: Any) -> str:
    return reverse("institutions:my_transition")


def standards_seen(viewer: Viewer) -> QuerySet[Any]:
    return EntryStandard.objects.filter(county_id__in=viewer.county_ids)


def settlements_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = CourseSettlement.objects.visible_to(viewer)
    return rows.select_related("institution")


def courses_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = CourseSettlement.objects.visible_to(viewer)
    return UnfinishedCourse.objects.filter(settlement__in=rows).select_related("settlement__institution")


def settlement_title(row: Any) -> str:
    return worded(msg("Unfinished courses of %(name)s", name=row.institution.name))


def settlement_url(row: Any, *, own: bool = False) -> str:
    return reverse("institutions:my_settlement" if own else "institutions:settlement", args=[row.public_id])


def settlement_todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Tables that institutions have declared, for whoever checks them."""
    if not viewer.roles & CHECKERS:
        return []
    rows: Any = CourseSettlement.objects.visible_to(viewer)
    return [
        Todo(
            msg("Settlements of unfinished courses to be checked"),
            rows.filter(state=SettlementState.DECLARED),
            f"{reverse('institutions:settlements')}?state=declared",
        )
    ]


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Evidence that waits for the receiver, transitions that are over with gaps left; to an institution its own."""
    if OWN_TRANSITION.allows(viewer):
        return own_todo(viewer)
    if not DECIDE_GAPS.allows(viewer):
        return []
    page = reverse("institutions:gaps")
    return [
        Todo(
            msg("Evidence on entry standards waits for your decision"),
            reading.waiting_for(viewer),
            f"{page}?state=waiting",
        ),
        Todo(
            msg("Transition over, entry standards not met"),
            reading.overdue(viewer, on),
            f"{page}?state=overdue",
            since="due_on",
            urgent=True,
        ),
    ]


def zeroing_todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """Academic institutions without a plan, and those behind theirs, for whoever makes the plan."""
    if not PLAN_ZEROING.allows(viewer):
        return []
    rows = zeroing.planned(viewer, on)
    page = reverse("institutions:zeroing_list")
    return [
        Todo(
            msg("Academic institutions behind the zeroing plan"),
            rows.filter(zeroing_state=ZeroingState.OVERDUE),
            f"{page}?state=overdue",
            since="planned_on",
            urgent=True,
        ),
        Todo(
            msg("Academic institutions without a zeroing plan"),
            rows.filter(zeroing_state=ZeroingState.UNPLANNED),
            f"{page}?state=unplanned",
        ),
    ]


def own_todo(viewer: Viewer) -> list[Todo]:
    rows = GapList.objects.open().filter(institution__in=viewer.institution_ids).select_related("institution")
    return [
        Todo(
            msg("Entry standards still to be met"),
            row.items.filter(state=GapState.OPEN).count(),
            reverse("institutions:my_transition"),
            due_on=row.due_on,
            whose=row.institution.name if Role.INSTITUTION_OWNER in viewer.roles else "",
        )
        for row in rows
    ]


def register() -> None:
    """Called once from the package's own `register`."""
    registry.register(night.KIND)
    badges.register("gap_list", _LIST_BADGES)
    badges.register("gap_item", _ITEM_BADGES)
    badges.register("zeroing", _ZEROING_BADGES)
    subjects.register(Subject(lists.SUBJECT, lists_seen, list_title, list_url, member_url=own_url))
    subjects.register(
        Subject(items.SUBJECT, items_seen, item_title, lambda row: list_url(row.gap_list), member_url=own_url)
    )
    subjects.register(
        Subject(
            "entry_standard",
            standards_seen,
            lambda row: worded(STANDARD_KEY[StandardKey(row.key)]),
            lambda _row: reverse("institutions:standards"),
            named_by="pk",
            institution=lambda _row: None,
        )
    )
    DUTIES.register(Duty(DeadlineCode.GAP_TRANSITION, VIEW_GAPS, DECIDE_GAPS))
    TODO.register(todo, rank=46)
    TODO.register(zeroing_todo, rank=47)
    TODO.register(settlement_todo, rank=45)
    _register_settlements()
    guidance.register()
    NAV.register(
        NavEntry("transition", msg("Transition and guidance"), "institutions:gaps", VIEW_GAPS, icon="route"), rank=32
    )
    NAV.register(
        NavEntry(
            "my.transition",
            msg("Meeting the standards, putting right"),
            "institutions:my_transition",
            OWN_TRANSITION,
            icon="list-check",
            face="my",
        ),
        rank=28,
    )


def _register_settlements() -> None:
    badges.register("course_settlement", _SETTLEMENT_BADGES)
    CASE_CLEARANCES.register(clearances, rank=10)
    subjects.register(
        Subject(
            tables.SUBJECT,
            settlements_seen,
            settlement_title,
            settlement_url,
            member_url=lambda row: settlement_url(row, own=True),
        )
    )
    subjects.register(
        Subject(
            tables.COURSE,
            courses_seen,
            lambda row: f"{row.settlement.institution.name} · {row.course}",
            lambda row: settlement_url(row.settlement),
            member_url=lambda row: settlement_url(row.settlement, own=True),
        )
    )
