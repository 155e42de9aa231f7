"""Who is told of what: deadlines, filings, complaints, reds, heads of the audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cixi_oversight.audit.models import AuditHead
from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.enums import Channel
from cixi_oversight.desk.models import Message
from cixi_oversight.desk.services import alarms, audit_heads
from cixi_oversight.desk.services.sending import send_due
from cixi_oversight.desk.services.wording import words_of
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.nightly import follow_up, schedule
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import AlarmStage, DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.alarms import raise_alarms
from cixi_oversight.policy.services.extensions import Alarm
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel as Way
from inspections.enums import Matter
from inspections.models import Complaint
from inspections.services.complaints import receive_complaint
from institutions.services.filings.dues import plan_filings
from riskcodes.enums import Colour
from riskcodes.services.adoption import adopt_single
from tests.desk.gateway import Gateway, at, gateway, with_phone, world
from tests.people import AT, ON, World
from tests.project import things

assert all((gateway, world))  # fixtures


def complain(world: World, institution: Any = None) -> Complaint:
    return receive_complaint(
        institution=institution or world.institution,
        channel=Way.HOTLINE_12345,
        matter=Matter.REFUND,
        received_on=ON,
        by=system_viewer(label="tests"),
        at=AT,
    )


def told(template: str) -> set[str]:
    return set(Message.objects.filter(template=template).values_list("recipient__username", flat=True))


def alarm(row: Deadline, stage: AlarmStage, days_left: int) -> Alarm:
    return Alarm(
        row.pk,
        DeadlineCode(row.kind),
        row.subject_kind,
        row.subject_id,
        row.institution_id,
        row.due_on,
        row.safe_on,
        days_left,
        stage,
    )


def test_a_complaint_is_told_to_its_handlers_only(world: World) -> None:
    for role in (Role.INSPECTOR, Role.SECTION_CHIEF, Role.FUNDS_OFFICER, Role.TOWN_OFFICER, Role.INSTITUTION_OWNER):
        world.user(role)
    row = complain(world)
    assert told("complaint.received") == {"inspector", "section_chief"}
    message = Message.objects.filter(recipient=world.user(Role.INSPECTOR)).get()
    assert (message.subject_kind, message.subject_id) == ("complaint", row.pk)
    assert row.number in words_of(message).subject


def test_a_complaint_of_another_county_is_nobodys_here(world: World) -> None:
    world.user(Role.INSPECTOR)
    complain(world, world.foreign)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("stage", "days", "template"),
    [
        (AlarmStage.SOON, 5, "deadline.near"),
        (AlarmStage.BEFORE, 1, "deadline.near"),
        (AlarmStage.TODAY, 0, "deadline.last_day"),
        (AlarmStage.OVERDUE, -2, "deadline.overdue"),
    ],
)
def test_a_deadline_is_told_to_those_with_the_duty_once_a_stage(
    world: World, stage: AlarmStage, days: int, template: str
) -> None:
    for role in (Role.INSPECTOR, Role.FUNDS_OFFICER, Role.TOWN_OFFICER):
        world.user(role)
    complain(world)
    row = Deadline.objects.get(subject_kind="complaint")
    for _ in range(2):
        alarms.tell([alarm(row, stage, days)], AT)
    assert told(template) == {"inspector"}
    assert Message.objects.filter(template=template).count() == 1
    text = words_of(Message.objects.get(template=template)).body
    assert row.due_on.isoformat() in text


def test_many_of_one_kind_and_day_are_told_as_one(world: World) -> None:
    world.user(Role.INSPECTOR)
    for _ in range(alarms.SINGLE_MAX + 1):
        complain(world)
    rows = Deadline.objects.filter(subject_kind="complaint")
    alarms.tell([alarm(row, AlarmStage.SOON, 3) for row in rows], AT)
    (message,) = Message.objects.filter(topic="deadlines")
    assert (message.template, message.data["count"]) == ("deadline.many", alarms.SINGLE_MAX + 1)


def test_the_night_of_policy_tells_by_us(world: World) -> None:
    world.user(Role.INSPECTOR)
    complain(world)
    row = Deadline.objects.get(subject_kind="complaint")
    assert raise_alarms(on=row.due_on, at=AT) >= 1
    assert told("deadline.last_day") == {"inspector"}
    raise_alarms(on=row.due_on, at=AT)
    assert Message.objects.filter(template="deadline.last_day").count() == 1


def test_an_institution_is_told_of_its_own_filing_and_nobody_elses(world: World) -> None:
    owner = world.user(Role.INSTITUTION_OWNER)
    for county in (world.county, world.other_county):
        plan_filings(county=county, on=ON, by=system_viewer(label="tests"), at=AT)
    rows = Deadline.objects.filter(kind=DeadlineCode.STATEMENT_DUE)
    assert rows.count() == 2
    alarms.tell([alarm(row, AlarmStage.SOON, 3) for row in rows], AT)
    alarms.tell([alarm(row, AlarmStage.OVERDUE, -1) for row in rows], AT)
    mine = Message.objects.filter(recipient=owner)
    assert set(mine.values_list("template", "institution_id")) == {
        ("filing.due_soon", world.institution.pk),
        ("filing.overdue", world.institution.pk),
    }


def test_a_newly_adopted_red_is_told_to_its_town_and_its_owners_once(world: World) -> None:
    for role in (Role.TOWN_OFFICER, Role.INSTITUTION_OWNER, Role.REGISTRAR):
        world.user(role)
    things.run(world.institution)
    for reason in ("核实", "复核"):
        adopt_single(
            institution=world.institution,
            code=Colour.RED,
            by=world.viewer(Role.SECTION_CHIEF),
            at=AT,
            on=ON,
            reason=reason,
        )
    assert told("risk.red") == {"town_officer", "institution_owner"}
    assert Message.objects.filter(template="risk.red").count() == 2
    assert Message.objects.filter(template="risk.red", urgent=True).count() == 2


# --- the head of the audit leaves the machine ---


def sealed(world: World) -> AuditHead:
    record("tests.done", by=world.viewer(Role.SECTION_CHIEF), subject=("user", 1), at=AT)
    job = start(
        "audit.seal", slot="t", by=system_viewer(label="tests"), payload={"on": _next().isoformat()}, waking=False
    )
    Job.objects.filter(pk=job.pk).update(night=_next())
    work_through(job.pk, patient=True)
    head = AuditHead.objects.order_by("-day").first()
    assert head is not None
    return head


def _next() -> dt.date:
    return ON + dt.timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_after_the_seal_the_printed_line_goes_to_the_audit_administrators(gateway: Gateway, world: World) -> None:
    with_phone(world, Role.AUDIT_ADMIN)
    world.user(Role.SYSTEM_ADMIN)
    head = sealed(world)
    by = system_viewer(label="schedule")
    lines = [line for line in schedule() if line.job == audit_heads.JOB]
    assert lines[0].after == ("audit.seal",)
    assert not lines[0].runs_after_failure
    (job,) = follow_up(day=_next(), by=by, lines=lines)
    work_through(job.pk, patient=True)
    job.refresh_from_db()
    assert job.slices.get().result == {"heads": [head.printed]}, "the line stays in the job's log"
    assert told("audit.head") == {"audit_admin"}
    assert head.printed in words_of(Message.objects.get(template="audit.head")).body
    assert send_due(Channel.DINGTALK, now=at(12)) == 1
    assert gateway.sent()[0]["text"].endswith(head.printed), "to the letter: verify_audit.py takes it as it is"


def test_heads_are_sent_once_and_missed_nights_are_made_up(world: World) -> None:
    world.user(Role.AUDIT_ADMIN)
    for number in range(1, 4):
        day = ON - dt.timedelta(days=number)
        AuditHead.objects.create(
            day=day, events=0, upto_id=0, marks=b"", previous="0" * 64, hash=f"{number}" * 64, sealed_at=AT
        )
    assert len(audit_heads.send_heads(on=ON, at=AT)) == 3
    audit_heads.send_heads(on=ON, at=AT)
    assert Message.objects.filter(template="audit.head").count() == 3
