"""Admission cases in the frame, on the desk, in an institution's file and in the night."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.errors import msg
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums import ACTIVE
from institutions.enums.cases import CaseKind, CaseState, CaseVerb, DocumentState, StepState
from institutions.enums.whitelist import Criterion
from institutions.models import CaseCorrection, CaseStep, CaseTransition, Institution, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.access.cases import ANSWER_STEP, APPLY, DECIDE_CASE, VIEW_CASES, VIEW_OWN_CASES, WINDOW_WORK
from institutions.rules.labels import cases as labels
from institutions.services.cases import clocks, night
from institutions.services.cases.holds import case_holds, lapsed, not_held
from institutions.services.cases.links import OWN_SECTION, SECTION, case_url, own_case_url
from institutions.services.extensions import HEAD_BADGES, TIMELINE, WHITELIST_FACTS, WhitelistSource

_TIMELINE_MAX: Final = 30
_TONES: Final = {
    CaseState.DRAFT: Tone.NEUTRAL,
    CaseState.SUBMITTED: Tone.WAITS,
    CaseState.RETURNED: Tone.WAITS,
    CaseState.IN_REVIEW: Tone.PROGRESS,
    CaseState.TO_DECIDE: Tone.WAITS,
    CaseState.FOLLOWING: Tone.PROGRESS,
    CaseState.COMPLETED: Tone.DONE,
    CaseState.REFUSED: Tone.REFUSED,
    CaseState.NOT_ACCEPTED: Tone.REFUSED,
    CaseState.WITHDRAWN: Tone.NEUTRAL,
}
_STEP_TONES: Final = {
    StepState.PENDING: Tone.NEUTRAL,
    StepState.WAITING: Tone.WAITS,
    StepState.RECEIVED: Tone.PROGRESS,
    StepState.AGREED: Tone.DONE,
    StepState.OBJECTED: Tone.REFUSED,
    StepState.DONE: Tone.DONE,
    StepState.DROPPED: Tone.NEUTRAL,
}
_DOCUMENT_TONES: Final = {
    DocumentState.HANDED_IN: Tone.PROGRESS,
    DocumentState.TO_CORRECT: Tone.WAITS,
    DocumentState.ACCEPTED: Tone.DONE,
    DocumentState.REPLACED: Tone.NEUTRAL,
    DocumentState.REMOVED: Tone.NEUTRAL,
}
_BADGES: Final = {state.value: Badge(tone, labels.CASE_STATE[state]) for state, tone in _TONES.items()}
_STEP_BADGES: Final = {state.value: Badge(tone, labels.STEP_STATE[state]) for state, tone in _STEP_TONES.items()}
_DOCUMENT_BADGES: Final = {
    state.value: Badge(tone, labels.DOCUMENT_STATE[state]) for state, tone in _DOCUMENT_TONES.items()
}
_CASE_DEADLINES: Final = (
    DeadlineCode.LICENCE_SUPPLEMENT,
    DeadlineCode.LICENCE_DECISION,
    DeadlineCode.SCHOOL_DECISION,
    DeadlineCode.CASE_CORRECTION,
)
_STEP_DEADLINES: Final = (
    DeadlineCode.CASE_STEP,
    DeadlineCode.BUSINESS_CHANGE,
    DeadlineCode.CIVIL_REGISTRATION,
    DeadlineCode.CIVIL_DEREGISTRATION,
)


def seen(viewer: Viewer) -> QuerySet[Any]:
    rows: QuerySet[Any] = RegistrationCase.objects.visible_to(viewer)
    return rows


def steps_seen(viewer: Viewer) -> QuerySet[Any]:
    return CaseStep.objects.filter(case__in=seen(viewer)).select_related("case")


def corrections_seen(viewer: Viewer) -> QuerySet[Any]:
    return CaseCorrection.objects.filter(case__in=seen(viewer)).select_related("case")


def title(row: Any) -> str:
    """营转非 ZR330282-2026-00017 · 青禾培训."""
    kind = worded(labels.CASE_KIND[CaseKind(row.kind)])
    return " · ".join(filter(None, [f"{kind} {row.number or ''}".strip(), row.title]))


def waiting(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    """What waits for the viewer's own hand: at the window, on the department's or town's desk, to be decided."""
    states = []
    if viewer.roles & {Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR}:
        states.append(CaseState.SUBMITTED)
    if DECIDE_CASE.allows(viewer):
        states.append(CaseState.TO_DECIDE)
    steps = CaseStep.objects.on_desk_of(viewer).values("case")
    return seen(viewer).filter(Q(state__in=states) | Q(pk__in=steps))


def own_waiting(viewer: Viewer, on: dt.date) -> QuerySet[Any]:
    states = (CaseState.DRAFT, CaseState.RETURNED) if APPLY.allows(viewer) else ()
    return RegistrationCase.objects.filter(institution__in=viewer.institution_ids, state__in=states)


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """The same with the earliest day; of one's own institution each returned application."""
    found: list[Todo] = []
    base = reverse("institutions:cases")
    if ANSWER_STEP.allows(viewer):
        steps = CaseStep.objects.on_desk_of(viewer).filter(case__in=seen(viewer))
        found.append(Todo(msg("Steps of admission cases on your desk"), steps, f"{base}?show=mine", since="due_on"))
    if viewer.roles & {Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR}:
        rows = _with_due(seen(viewer).filter(state=CaseState.SUBMITTED))
        found.append(Todo(msg("Applications to accept or return"), rows, f"{base}?state=submitted", since="first_due"))
    if viewer.roles & {Role.REGISTRAR, Role.TOWN_OFFICER}:
        ended: Any = Institution.objects.visible_to(viewer)
        ended = ended.filter(pk__in=lapsed(on).values("institution"), status__in=sorted(ACTIVE))
        page = f"{reverse('institutions:list')}?permit=ended"
        found.append(Todo(msg("Permits ended without renewal"), ended, page))
    if DECIDE_CASE.allows(viewer):
        rows = _with_due(seen(viewer).filter(state=CaseState.TO_DECIDE))
        found.append(Todo(msg("Admission cases to decide"), rows, f"{base}?state=to_decide", since="first_due"))
    if APPLY.allows(viewer):
        returned = RegistrationCase.objects.filter(
            institution__in=viewer.institution_ids, state=CaseState.RETURNED
        ).annotate(due=Min("corrections__due_on"))
        found += [
            Todo(msg("Application to put right"), 1, own_case_url(row), row.due, title=title(row), whose=row.title)
            for row in returned
        ]
    return found


def _with_due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the day on which the first of the case's own periods ends that still runs."""
    running = Deadline.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"), stopped_on=None)
    return rows.annotate(first_due=Subquery(running.order_by("due_on").values("due_on")[:1]))


def timeline(institution_id: int, viewer: Viewer) -> list[TimelineEntry]:
    """What happened in an institution's cases, as far as the viewer may see them."""
    if not VIEW_CASES.allows(viewer):
        return []
    rows = CaseTransition.objects.filter(case__institution=institution_id, case__in=seen(viewer))
    rows = rows.select_related("actor", "case").order_by("-recorded_at", "-pk")[:_TIMELINE_MAX]
    return [
        TimelineEntry(
            row.recorded_at,
            row.actor.label,
            msg(
                "%(kind)s: %(verb)s",
                kind=labels.CASE_KIND[CaseKind(row.case.kind)],
                verb=labels.CASE_VERB[CaseVerb(row.verb)],
            ),
            row.why,
            case_url(row.case),
        )
        for row in rows
    ]


def held(ids: list[int], viewer: Viewer) -> dict[int, Any]:
    """A mark in the file's head: no enrolment, no charging, because of what, since when."""
    return {
        pk: badges.pill(
            Tone.REFUSED,
            worded(msg("%(kind)s: no enrolment, no charging since %(day)s", kind=hold.kind, day=hold.since)),
        )
        for pk, hold in case_holds(ids, clock.today()).items()
    }


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("registration_case", _BADGES)
    badges.register("case_step", _STEP_BADGES)
    badges.register("case_document", _DOCUMENT_BADGES)
    registry.register(night.KIND)
    subjects.register(Subject(SUBJECT, seen, title, case_url, member_url=own_case_url))
    subjects.register(
        Subject(
            clocks.STEP_SUBJECT,
            steps_seen,
            lambda row: title(row.case),
            lambda row: case_url(row.case),
            institution=lambda row: row.case.institution_id,
        )
    )
    subjects.register(
        Subject(
            clocks.CORRECTION_SUBJECT,
            corrections_seen,
            lambda row: title(row.case),
            lambda row: case_url(row.case),
            named_by="pk",
            institution=lambda row: row.case.institution_id,
        )
    )
    for kind in _CASE_DEADLINES:
        DUTIES.register(Duty(kind, VIEW_CASES, DECIDE_CASE if kind in _CASE_DEADLINES[1:3] else WINDOW_WORK))
    for kind in _STEP_DEADLINES:
        DUTIES.register(Duty(kind, VIEW_CASES, ANSWER_STEP))
    TODO.register(todo, rank=20)
    TIMELINE.register(timeline, rank=20)
    HEAD_BADGES.register(held, rank=60)
    WHITELIST_FACTS.register(WhitelistSource(Criterion.ENROLMENT_OPEN, not_held), rank=30)
    NAV.register(
        NavEntry(SECTION, msg("Admission cases"), "institutions:cases", VIEW_CASES, waiting, "file-check"), rank=22
    )
    NAV.register(
        NavEntry(
            OWN_SECTION,
            msg("Registration matters"),
            "institutions:my_cases",
            VIEW_OWN_CASES,
            own_waiting,
            "file-check",
            face="my",
        ),
        rank=25,
    )
