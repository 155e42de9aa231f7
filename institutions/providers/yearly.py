"""The annual inspection in the frame: menu, desk, badges, deadlines, subjects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.extensions import DUTIES, Duty
from cixi_oversight.web import badges, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.home import TODO, Todo
from cixi_oversight.web.nav import NAV, NavEntry
from cixi_oversight.web.subjects import Subject
from institutions.enums.whitelist import Criterion
from institutions.enums.yearly import BatchState, Conclusion, YearlyState
from institutions.models import AnnualBatch, AnnualInspection
from institutions.rules.access import yearly as access
from institutions.rules.labels.yearly import BATCH_STATE, CONCLUSION, YEARLY_STATE
from institutions.rules.yearly.workflow import DECIDERS, SIGNATORIES
from institutions.services.extensions import WHITELIST_FACTS, WhitelistSource
from institutions.services.yearly import results
from institutions.services.yearly.common import BATCH_SUBJECT, SUBJECT

_TONES: Final = {
    YearlyState.REPORTING: Tone.NEUTRAL,
    YearlyState.RETURNED: Tone.WAITS,
    YearlyState.REPORTED: Tone.WAITS,
    YearlyState.CHECKED: Tone.WAITS,
    YearlyState.PASSED: Tone.DONE,
    YearlyState.RECTIFYING: Tone.PROGRESS,
    YearlyState.RECTIFIED: Tone.WAITS,
    YearlyState.CLOSED: Tone.DONE,
    YearlyState.EXEMPT: Tone.NEUTRAL,
}
_BATCH_TONES: Final = {
    BatchState.OPEN: Tone.PROGRESS,
    BatchState.PUBLISHED: Tone.DONE,
    BatchState.CANCELLED: Tone.NEUTRAL,
}
_RESULT_TONES: Final = {Conclusion.PASS: Tone.DONE, Conclusion.BASIC: Tone.WAITS, Conclusion.FAIL: Tone.REFUSED}
_OWN_ASKS: Final[dict[str, Message]] = {
    YearlyState.REPORTING: msg("Self-report of the annual inspection to send"),
    YearlyState.RETURNED: msg("Self-report of the annual inspection to put right"),
    YearlyState.RECTIFYING: msg("Rectification after the annual inspection to report"),
}

_CIVIL: Final = msg("Yearly report to civil affairs to be noted")


def seen(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = AnnualInspection.objects.visible_to(viewer)
    return rows.select_related("institution", "batch")


def title(row: Any) -> str:
    """2025年度校外培训机构年检 · 青禾艺术培训."""
    return f"{row.batch.title} · {row.institution.name}"


def url(row: Any) -> str:
    return reverse("institutions:annual", args=[row.public_id])


def batches_seen(viewer: Viewer) -> QuerySet[Any]:
    rows: QuerySet[Any] = AnnualBatch.objects.visible_to(viewer)
    return rows


def todo(viewer: Viewer, on: dt.date) -> list[Todo]:
    """First checks for towns, decisions and re-checks for the bureau, batches to publish; own work for owners."""
    return [*_first_checks(viewer), *_decisions(viewer, on), *_to_publish(viewer), *_own(viewer)]


def _running(viewer: Viewer) -> QuerySet[Any]:
    rows: Any = AnnualInspection.objects.visible_to(viewer)
    return rows.exclude(batch__state=BatchState.CANCELLED)


def _first_checks(viewer: Viewer) -> list[Todo]:
    if Role.TOWN_OFFICER not in viewer.roles:
        return []
    rows = _running(viewer).filter(state=YearlyState.REPORTED)
    return _lines(rows, {YearlyState.REPORTED: msg("Annual inspections to be checked first")}, F("batch__check_by"))


def _decisions(viewer: Viewer, on: dt.date) -> list[Todo]:
    if not viewer.roles & DECIDERS:
        return []
    rows = _running(viewer)
    late = Q(state=YearlyState.RECTIFYING, rectify_by__lt=on)
    day = Case(When(state=YearlyState.CHECKED, then=F("batch__decide_by")), default=F("rectify_by"))
    labels = {
        YearlyState.CHECKED: msg("Annual inspections to be decided"),
        YearlyState.RECTIFIED: msg("Re-checks to be recorded"),
        YearlyState.RECTIFYING: msg("Rectifications overdue"),
    }
    return _lines(rows.filter(Q(state__in=[YearlyState.CHECKED, YearlyState.RECTIFIED]) | late), labels, day)


def _lines(rows: QuerySet[Any], labels: Mapping[YearlyState, Message], day: Any) -> list[Todo]:
    """One line a batch and state; what is in a state to be rectified is late."""
    found = rows.values("batch__public_id", "state").annotate(n=Count("pk"), first=Min(day)).order_by("first")
    return [
        Todo(
            labels[YearlyState(one["state"])],
            one["n"],
            f"{reverse('institutions:annual_batch', args=[one['batch__public_id']])}?state={one['state']}",
            due_on=one["first"],
            urgent=one["state"] == YearlyState.RECTIFYING,
        )
        for one in found
    ]


def _to_publish(viewer: Viewer) -> list[Todo]:
    if not viewer.roles & SIGNATORIES:
        return []
    rows: Any = AnnualBatch.objects.visible_to(viewer).filter(state=BatchState.OPEN)
    undecided = AnnualInspection.objects.undecided().values("batch_id")
    return [
        Todo(
            msg("Annual inspection to be published"),
            1,
            reverse("institutions:annual_batch", args=[row.public_id]),
            due_on=row.decide_by,
            title=row.title,
        )
        for row in rows.exclude(pk__in=undecided)
    ]


def _own(viewer: Viewer) -> list[Todo]:
    if not access.REPORT_ANNUAL.allows(viewer):
        return []
    rows = _running(viewer).filter(institution__in=viewer.institution_ids, state__in=list(_OWN_ASKS))
    mine = list(rows.select_related("batch", "institution").order_by("pk"))
    due = _first_days(Deadline.objects.filter(subject_kind=SUBJECT, subject_id__in=[row.pk for row in mine]))
    asked = [(_OWN_ASKS[row.state], row, due.get(row.pk)) for row in mine]
    civil = Deadline.objects.filter(
        subject_kind=SUBJECT, institution_id__in=viewer.institution_ids, kind=DeadlineCode.NONPROFIT_REGISTRAR
    )
    days = _first_days(civil)
    owing = (
        _running(viewer).filter(pk__in=list(days), registrar_reported_on=None).select_related("batch", "institution")
    )
    asked += [(_CIVIL, row, days[row.pk]) for row in owing.order_by("pk")] if days else []
    return [
        Todo(words, 1, reverse("institutions:my_annual"), due_on=day, title=row.batch.title, whose=row.institution.name)
        for words, row, day in asked
    ]


def _first_days(rows: QuerySet[Any]) -> dict[int, dt.date]:
    """Of each inspection the first day that runs: a non-profit's report is due on 31 March, whatever the batch says,
    and one that was returned has its own time."""
    running = rows.filter(stopped_on=None).values("subject_id").annotate(first=Min("due_on")).order_by()
    return {one["subject_id"]: one["first"] for one in running}


def register() -> None:
    """Called once from the package's own `register`."""
    badges.register("annual_inspection", {s.value: Badge(tone, YEARLY_STATE[s]) for s, tone in _TONES.items()})
    badges.register("annual_batch", {s.value: Badge(tone, BATCH_STATE[s]) for s, tone in _BATCH_TONES.items()})
    badges.register("annual_result", {c.value: Badge(tone, CONCLUSION[c]) for c, tone in _RESULT_TONES.items()})
    subjects.register(Subject(SUBJECT, seen, title, url, member_url=lambda _row: reverse("institutions:my_annual")))
    subjects.register(
        Subject(
            BATCH_SUBJECT,
            batches_seen,
            lambda row: row.title,
            lambda row: reverse("institutions:annual_batch", args=[row.public_id]),
            institution=lambda _row: None,
        )
    )
    for kind in (DeadlineCode.ANNUAL_REPORT, DeadlineCode.ANNUAL_CHECK):
        DUTIES.register(Duty(kind, access.VIEW_ANNUAL, access.CHECK_ANNUAL))
    for kind in (
        DeadlineCode.ANNUAL_DECISION,
        DeadlineCode.ANNUAL_RECTIFICATION,
        DeadlineCode.NONPROFIT_SUPERVISOR,
        DeadlineCode.NONPROFIT_REGISTRAR,
    ):
        DUTIES.register(Duty(kind, access.VIEW_ANNUAL, access.DECIDE_ANNUAL))
    WHITELIST_FACTS.register(WhitelistSource(Criterion.ANNUAL_NOT_FAILED, results.not_failed), rank=40)
    TODO.register(todo, rank=55)
    NAV.register(
        NavEntry(
            "annual",
            msg("Annual inspection"),
            "institutions:annual_batches",
            access.VIEW_ANNUAL,
            icon="clipboard-check",
        ),
        rank=45,
    )
    NAV.register(
        NavEntry(
            "my.annual",
            msg("Annual inspection"),
            "institutions:my_annual",
            access.VIEW_OWN_ANNUAL,
            icon="clipboard-check",
            face="my",
        ),
        rank=34,
    )
