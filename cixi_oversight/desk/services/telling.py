"""Who is told what about an assignment: rows of inbox and outbox, written in the step's own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import PartyRole
from cixi_oversight.desk.models import Assignment, AssignmentExtension, AssignmentParty
from cixi_oversight.desk.models.assignment import SUBJECT
from cixi_oversight.desk.services import parties, recipients
from cixi_oversight.desk.services.messages import notify
from cixi_oversight.desk.services.recipients import Recipients
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import AlarmStage
from cixi_oversight.policy.services.extensions import Alarm


def given(row: Assignment, *, by: Viewer, at: dt.datetime) -> None:
    """To all parties, when it is assigned, assigned anew or opened again."""
    data = {"title": row.title, "by": by.label, "due_on": row.due_on}
    _tell("assignment.given", _to(parties.current(row)), row, data, f"given:{row.pk}:{row.version}", at=at)


def stepped(row: Assignment, verb: Verb, *, by: Viewer, why: str, at: dt.datetime) -> None:
    """What a step means for the other side."""
    key = f"{verb}:{row.pk}:{row.version}"
    if verb is Verb.REPORT:
        _tell("assignment.reported", _issuer(row), row, {"title": row.title, "by": by.label}, key, at=at)
    elif verb is Verb.RETURN:
        data = {"title": row.title, "by": by.label, "why": why}
        _tell("assignment.returned", _issuer(row), row, data, key, at=at)
    elif verb is Verb.SEND_BACK:
        data = {"title": row.title, "by": by.label, "why": why}
        _tell("assignment.returned", _to(_owners(row)), row, data, key, at=at)
    elif verb is Verb.CLOSE:
        _tell("assignment.closed", _to(parties.current(row)), row, {"title": row.title, "by": by.label}, key, at=at)
    elif verb is Verb.WITHDRAW:
        data = {"title": row.title, "by": by.label, "why": why}
        _tell("assignment.withdrawn", _to(parties.current(row)), row, data, key, at=at)
    elif verb in (Verb.REASSIGN, Verb.REOPEN):
        given(row, by=by, at=at)


def people_of(row: Assignment, *, at: dt.datetime) -> set[int]:
    """The accounts behind the present parties."""
    return recipients.resolve(_to(parties.current(row)), subject=(SUBJECT, row.pk), on=at.date())


def taken_away(row: Assignment, before: set[int], *, by: Viewer, at: dt.datetime) -> None:
    """To those of `people_of` before it was assigned anew who have it no longer."""
    gone = recipients.users(*(before - people_of(row, at=at)))
    data = {"title": row.title, "by": by.label}
    _tell("assignment.taken_away", gone, row, data, f"taken_away:{row.pk}:{row.version}", at=at)


def reminded(row: Assignment, note_id: int, *, by: Viewer, at: dt.datetime) -> None:
    data = {"title": row.title, "by": by.label, "due_on": row.due_on}
    _tell("assignment.reminded", _to(parties.current(row)), row, data, f"reminded:{note_id}", at=at)


def asked_for_time(row: Assignment, asked: AssignmentExtension, *, by: Viewer, at: dt.datetime) -> None:
    """To whoever assigned it, who has to decide."""
    data = {"title": row.title, "by": by.label, "until": asked.until, "why": asked.why}
    _tell("assignment.extension_asked", _issuer(row), row, data, f"extension_asked:{asked.pk}", at=at)


def refused_time(row: Assignment, asked: AssignmentExtension, *, by: Viewer, at: dt.datetime) -> None:
    """To the owner, who asked: the day stays."""
    data = {"title": row.title, "by": by.label, "due_on": row.due_on, "why": asked.answer}
    _tell("assignment.extension_refused", _to(_owners(row)), row, data, f"extension_refused:{asked.pk}", at=at)


def extended(row: Assignment, *, why: str, at: dt.datetime) -> None:
    data = {"title": row.title, "due_on": row.due_on, "why": why}
    _tell("assignment.extended", _to(parties.current(row)), row, data, f"extended:{row.pk}:{row.version}", at=at)


def due(row: Assignment, alarm: Alarm, *, at: dt.datetime) -> None:
    """Near its end or over, to all parties; when it is over, whoever gave it is told too."""
    key = f"due:{row.pk}:{alarm.due_on}:{alarm.stage}"
    data: dict[str, Any] = {"title": row.title, "due_on": alarm.due_on}
    if alarm.stage is AlarmStage.OVERDUE:
        to = _to(parties.current(row)) | _issuer(row)
        _tell("assignment.overdue", to, row, {**data, "days": abs(alarm.days_left)}, key, at=at)
    else:
        _tell("assignment.due_soon", _to(parties.current(row)), row, data, key, at=at)


def _tell(
    template: str, to: Recipients, row: Assignment, data: Mapping[str, Any], key: str, *, at: dt.datetime
) -> None:
    notify(
        template=template,
        to=to,
        data=data,
        subject=(SUBJECT, row.pk),
        dedupe=f"assignment.{key}",
        at=at,
        institution_id=row.institution_id,
    )


def _owners(row: Assignment) -> list[AssignmentParty]:
    return [party for party in parties.current(row) if party.role == PartyRole.OWNER]


def _to(rows: Sequence[AssignmentParty]) -> Recipients:
    to = recipients.departments(*(row.department_id for row in rows if row.department_id))
    to |= recipients.towns(*(row.town_id for row in rows if row.town_id))
    for row in rows:
        if row.institution_id:
            to |= recipients.members(row.institution_id)
    return to


def _issuer(row: Assignment) -> Recipients:
    """Whoever assigned it; the section chief where that was no account."""
    user_id = row.created_by.user_id
    return recipients.users(user_id) if user_id else recipients.roles(row.county_id, Role.SECTION_CHIEF)
