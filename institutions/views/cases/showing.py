"""What both faces show of a case: steps with dates, clocks, fields and documents with comments, history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from cixi_oversight import money
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services import calendar
from cixi_oversight.users.models import Town
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseState, CaseVerb, DocumentState, FieldType, StepPhase, StepVerb
from institutions.models import CaseDocument, CaseStepTransition, CaseTransition, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.schema import CaseField
from institutions.rules.labels import cases as labels
from institutions.services.cases import clocks
from institutions.services.cases.correcting import asked_of
from institutions.services.cases.reading import step_is_late, waits_of, whose


@dataclass(slots=True)
class Stage:
    """One line of the steps on top."""

    label: str
    who: str
    state: str  # done, now, later
    since: Any = None
    until: dt.date | None = None
    note: str = ""
    late: bool = False
    steps: list[Any] = field(default_factory=list)


def stages(row: RegistrationCase, on: dt.date) -> list[Stage]:
    """Application, window, authorities, decision, registrations: with dates and who is waited for."""
    state = CaseState(row.state)
    done = row.ended_on if state is CaseState.COMPLETED else None
    order = [
        (gettext("Application"), gettext("Applicant"), {CaseState.DRAFT, CaseState.RETURNED}, row.submitted_at),
        (gettext("Window"), gettext("Service-centre window"), {CaseState.SUBMITTED}, row.accepted_on),
        (gettext("Authorities"), "", {CaseState.IN_REVIEW}, None),
        (gettext("Decision of the case"), gettext("Education bureau"), {CaseState.TO_DECIDE}, row.decided_on),
        (
            gettext("Registrations that follow"),
            "",
            {CaseState.FOLLOWING},
            done,
        ),
    ]
    now = next((n for n, one in enumerate(order) if state in one[2]), len(order))
    if state in (CaseState.REFUSED, CaseState.NOT_ACCEPTED, CaseState.WITHDRAWN):
        now = 99
    found = []
    for n, (label, who, _, day) in enumerate(order):
        place = "done" if n < now and (now != 99 or day) else "now" if n == now else "later"
        found.append(Stage(label, who, place, since=day, note=""))
    waiting = waits_of([row])[row.pk]
    if now < len(order):
        found[now].who = "、".join(dict.fromkeys(worded(one.who) for one in waiting)) or found[now].who
        found[now].since = row.since
        found[now].until = min((one.due_on for one in waiting if one.due_on), default=None)
        until = found[now].until
        found[now].late = until is not None and until < on
    return found


def steps(row: RegistrationCase, on: dt.date, viewer: Viewer) -> list[dict[str, Any]]:
    """Every authority's step with its receipt; `mine` where the viewer is to answer."""
    table = KINDS[CaseKind(row.kind)]
    found = []
    rows = row.steps.select_related("department", "town", "answered_by")
    phases = {StepPhase.REVIEW: 0, StepPhase.FOLLOWING: 1}
    for step in sorted(rows, key=lambda one: (phases[StepPhase(one.phase)], one.place, one.pk)):
        spec = table.steps_by_key[step.key]
        mine = step.department_id in viewer.department_ids or step.town_id in viewer.town_ids
        found.append(
            {
                "step": step,
                "label": worded(spec.label),
                "who": whose(step),
                "phase": worded(labels.PHASE[StepPhase(step.phase)]),
                "late": step_is_late(step, on),
                "mine": mine and step.state in ("waiting", "received"),
                "unsigned": step.state == "waiting",
                "checks": [(worded(label), step.checks.get(key)) for key, label in spec.checks] if step.checks else [],
                "holds": spec.holds,
                "answer_url": reverse("institutions:case_step", args=[row.public_id, step.public_id]),
                "receive_url": reverse("institutions:case_receive", args=[row.public_id, step.public_id]),
            }
        )
    return found


def clocks_of(row: RegistrationCase, on: dt.date, viewer: Viewer) -> list[dict[str, Any]]:
    """Periods with days left: workdays where they are counted so. Staff are led to the period's own page."""
    found = []
    work = calendar.load()
    for one in clocks.of_case(row):
        in_workdays = one.span == "workdays"
        left = work.workdays_between(on, one.due_on) if in_workdays else (one.due_on - on).days
        found.append(
            {
                "row": one,
                "label": worded(DEADLINES[DeadlineCode(one.kind)]),
                "in_workdays": in_workdays,
                "left": left,
                "late": (on - one.due_on).days if one.stopped_on is None and one.due_on < on else 0,
                "url": reverse("policy:deadline", args=[one.pk]) if viewer.kind is ViewerKind.STAFF else "",
            }
        )
    return sorted(found, key=lambda one: (one["row"].stopped_on is not None, one["row"].due_on))


def fields(row: RegistrationCase) -> list[dict[str, Any]]:
    """What was entered, with the window's comment where one stands."""
    comments = asked_of(row) if row.state in (CaseState.RETURNED, CaseState.SUBMITTED) else {}
    return [
        {
            "label": worded(spec.label),
            "value": in_words(spec, row.payload.get(spec.key)),
            "asked": comments.get(("field", spec.key)),
        }
        for spec in KINDS[CaseKind(row.kind)].fields
        if spec.applies(row.payload)
    ]


def in_words(spec: CaseField, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if spec.type is FieldType.YUAN:
        return f"¥{money.format_yuan(value)}"
    if spec.type is FieldType.TOWN:
        town = Town.objects.filter(code=value).first()
        return town.name if town else str(value)
    named: Mapping[str, Any] = {key.value: label for key, label in (spec.choices or {}).items()}
    if spec.type is FieldType.CHOICES:
        return "、".join(worded(named[one]) for one in value if one in named)
    if spec.type is FieldType.CHOICE:
        return worded(named[value]) if value in named else str(value)
    return str(value)


def documents(row: RegistrationCase, url: Callable[..., str]) -> list[dict[str, Any]]:
    """Each document of the list with its files, the newest first; replaced ones stay to be seen. `url` leads to the
    case's own forms."""
    comments = asked_of(row)
    by_key: dict[str, list[CaseDocument]] = {}
    for one in CaseDocument.objects.filter(case=row).exclude(state="removed").select_related("file__owner"):
        by_key.setdefault(one.key, []).insert(0, one)
    found = []
    for spec in KINDS[CaseKind(row.kind)].wanted(row.payload):
        rows = by_key.get(spec.key, [])
        may_add = row.state == CaseState.DRAFT or (
            row.state == CaseState.RETURNED and ("document", spec.key) in comments
        )
        found.append(
            {
                "key": spec.key,
                "label": worded(spec.label),
                "note": worded(spec.note) if spec.note else "",
                "required": spec.required,
                "rows": [
                    (one, url("remove", one.public_id) if one.state == DocumentState.HANDED_IN else "") for one in rows
                ],
                "upload_url": url("upload", spec.key),
                "asked": comments.get(("document", spec.key)),
                "may_add": may_add,
            }
        )
    return found


def history(row: RegistrationCase) -> list[TimelineEntry]:
    """Moves of the case and of its steps."""
    table = KINDS[CaseKind(row.kind)]
    found = [
        TimelineEntry(one.recorded_at, one.actor.label, labels.CASE_VERB[CaseVerb(one.verb)], one.why)
        for one in CaseTransition.objects.filter(case=row).select_related("actor")
    ]
    moves = CaseStepTransition.objects.filter(step__case=row).select_related("actor", "step")
    for one in moves:
        words = f"{worded(table.steps_by_key[one.step.key].label)}：{worded(labels.STEP_VERB[StepVerb(one.verb)])}"
        found.append(TimelineEntry(one.recorded_at, one.actor.label, words, one.why))
    return sorted(found, key=lambda entry: entry.at, reverse=True)
