"""Deadlines near or at their end become messages: to those whose duty it is and who see the matter, and to the
institution that owes a filing. `policy` finds the alarms and tells each once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from cixi_oversight.desk.models import Assignment
from cixi_oversight.desk.rules.workflow import OPEN
from cixi_oversight.desk.services import telling
from cixi_oversight.desk.services.message_extensions import MEMBERS
from cixi_oversight.desk.services.messages import Note, notify_all
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services.extensions import DUTIES, Alarm
from cixi_oversight.users.models import DepartmentMembership, User
from cixi_oversight.users.services.viewer import viewers_of
from cixi_oversight.web import subjects

# what an institution itself has to do
FILINGS: Final = frozenset(
    {
        DeadlineCode.STATEMENT_DUE,
        DeadlineCode.ENROLMENT_DUE,
        DeadlineCode.ANNUAL_REPORT_DUE,
        DeadlineCode.STAFF_CHECK_DUE,
        DeadlineCode.COLLECTION_DUE,
    }
)
_ASSIGNMENT: Final = DeadlineCode.ASSIGNMENT_DUE  # its parties are told by name
SINGLE_MAX: Final = 3  # more of one kind, stage and day are told as one
TEMPLATE: Final[Mapping[AlarmStage, str]] = {
    AlarmStage.SOON: "deadline.near",
    AlarmStage.BEFORE: "deadline.near",
    AlarmStage.TODAY: "deadline.last_day",
    AlarmStage.OVERDUE: "deadline.overdue",
}


def tell(alarms: Sequence[Alarm], at: dt.datetime) -> None:
    """What `policy` calls in its night's transaction. Again with the same alarms: nobody is told twice."""
    on = at.date()
    notes = [note for viewer in _officers(on) for note in _for_viewer(viewer, alarms, on)]
    notify_all([*notes, *_for_institutions(alarms, on)], at=at)
    _of_assignments([alarm for alarm in alarms if alarm.kind is _ASSIGNMENT], at)


def _officers(on: dt.date) -> list[Viewer]:
    """Everybody who has a duty of any kind."""
    roles = {role for duty in DUTIES.all() for role in duty.act.roles}
    works = DepartmentMembership.objects.in_force(on).filter(role__in=sorted(roles))
    people = User.objects.filter(pk__in=works.values("user_id"), is_active=True).order_by("pk")
    return viewers_of(list(people), on=on)


def _for_viewer(viewer: Viewer, alarms: Sequence[Alarm], on: dt.date) -> list[Note]:
    """Theirs, one message each; many of the same kind, stage and day become one."""
    kinds = {duty.kind for duty in DUTIES.all() if duty.act.allows(viewer) and duty.kind is not _ASSIGNMENT}
    mine = [alarm for alarm in alarms if alarm.kind in kinds]
    seen = subjects.links(viewer, [(alarm.subject_kind, alarm.subject_id) for alarm in mine])
    groups: dict[tuple[DeadlineCode, AlarmStage, dt.date], list[Alarm]] = defaultdict(list)
    for alarm in mine:
        if (alarm.subject_kind, alarm.subject_id) in seen:
            groups[alarm.kind, alarm.stage, alarm.due_on].append(alarm)
    found: list[Note] = []
    for group in groups.values():
        if len(group) > SINGLE_MAX:
            found.append(_many(viewer, group, on))
        else:
            found += [_one(viewer, alarm, seen[alarm.subject_kind, alarm.subject_id][0]) for alarm in group]
    return found


def _one(viewer: Viewer, alarm: Alarm, title: str) -> Note:
    figures: dict[str, object] = {"kind": DEADLINES[alarm.kind], "title": title, "due_on": alarm.due_on}
    if alarm.stage is not AlarmStage.TODAY:
        figures["days"] = abs(alarm.days_left)
    return Note(
        TEMPLATE[alarm.stage],
        frozenset({viewer.user_id or 0}),
        figures,
        (alarm.subject_kind, alarm.subject_id),
        f"deadline:{alarm.deadline_id}:{alarm.due_on}:{alarm.stage}",
        alarm.institution_id,
    )


def _many(viewer: Viewer, group: Sequence[Alarm], on: dt.date) -> Note:
    first = group[0]
    return Note(
        "deadline.many",
        frozenset({viewer.user_id or 0}),
        {"count": len(group), "kind": DEADLINES[first.kind], "due_on": first.due_on},
        (first.subject_kind, first.subject_id),
        f"deadlines:{first.kind}:{first.due_on}:{first.stage}:{on}",
    )


def _for_institutions(alarms: Sequence[Alarm], on: dt.date) -> list[Note]:
    ask = MEMBERS.ask()
    if ask is None:
        return []
    found: list[Note] = []
    for alarm in alarms:
        if alarm.kind not in FILINGS or alarm.institution_id is None:
            continue
        owners = frozenset(ask([alarm.institution_id], [Role.INSTITUTION_OWNER], on))
        late = alarm.stage is AlarmStage.OVERDUE
        found.append(
            Note(
                "filing.overdue" if late else "filing.due_soon",
                owners,
                {"what": DEADLINES[alarm.kind], "due_on": alarm.due_on},
                (alarm.subject_kind, alarm.subject_id),
                f"filing:{alarm.deadline_id}:{alarm.due_on}:{alarm.stage}",
                alarm.institution_id,
            )
        )
    return found


def _of_assignments(alarms: Sequence[Alarm], at: dt.datetime) -> None:
    """Only what is still being worked on: one that is reported as done waits for the bureau."""
    rows = Assignment.objects.filter(pk__in=[alarm.subject_id for alarm in alarms], state__in=sorted(OPEN))
    by_id = {row.pk: row for row in rows.select_related("created_by")}
    for alarm in alarms:
        if alarm.subject_id in by_id:
            telling.due(by_id[alarm.subject_id], alarm, at=at)
