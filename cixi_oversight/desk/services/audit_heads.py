"""Each closed day's head leaves the machine: after the seal the printed line goes to the audit administrators, who keep
it. Whoever later changes a row and reckons all heads anew cannot change what lies in other people's telephones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from cixi_oversight import clock
from cixi_oversight.audit.models import AuditHead
from cixi_oversight.desk.services.messages import Note, notify_all
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import DepartmentMembership, User

JOB: Final = "desk.audit_heads"
SUBJECT: Final = "audit_head"
DAYS: Final = 7  # missed nights are made up, years are not sent at once


def send_heads(*, on: dt.date, at: dt.datetime) -> list[str]:
    """Tell every audit administrator the heads of the last days before `on`, each once; the lines, oldest first."""
    works = DepartmentMembership.objects.in_force(on).filter(role=Role.AUDIT_ADMIN)
    people = User.objects.filter(pk__in=works.values("user_id"), is_active=True)
    to = frozenset(people.values_list("pk", flat=True))
    heads = list(AuditHead.objects.defer("marks").filter(day__lt=on).order_by("-day")[:DAYS])[::-1]
    notify_all([_note(head, to) for head in heads], at=at)
    return [head.printed for head in heads]


def _note(head: AuditHead, to: frozenset[int]) -> Note:
    figures = {"day": head.day, "events": head.events, "line": head.printed}
    return Note("audit.head", to, figures, (SUBJECT, head.pk), f"audit.head:{head.day}")


def _plan(_: Job) -> Sequence[tuple[int, int]]:
    return [(1, 1)]


def _work(piece: JobSlice) -> SliceResult:
    lines = send_heads(on=dt.date.fromisoformat(piece.job.payload["on"]), at=clock.now())
    return SliceResult(rows=len(lines), data={"heads": lines})


def _finish(_: Job) -> None:
    """The messages are on their way when the slice commits."""


KIND: Final = JobKind(JOB, msg("Sending the heads of the audit"), _plan, _work, _finish)
