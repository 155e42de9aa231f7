"""Persuasion of those who hesitate, and the ladder of guidance: dated facts, deadlines, what desk and file say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.desk.models import Message
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, User
from cixi_oversight.web.home import todo
from institutions.enums import Occasion
from institutions.enums.guidance import Outcome, PersuasionWay, Rung, Stance
from institutions.enums.zeroing import ZeroingRoute
from institutions.errors import DateInFuture, NobodyInvited
from institutions.errors.guidance import (
    DayBeforeStep,
    DueDayMissing,
    NextStepNeedsDay,
    OutcomeDoesNotFit,
    OutcomeKnown,
    ReferredToMissing,
    StepDone,
)
from institutions.models import GuidanceStep, Institution, InstitutionMembership, Persuasion
from institutions.rules.guidance.ladder import Taken, highest
from institutions.services.guidance.ladder import record_outcome, rungs, take_step
from institutions.services.guidance.persuasion import finish_step, record_persuasion
from institutions.services.talks import notify_talk, plan_talk
from tests.institutions.conftest import AT, ON

DAY = dt.timedelta(days=1)


def contact(**changed: Any) -> dict[str, Any]:
    return {
        "met_on": ON,
        "way": PersuasionWay.VISIT,
        "our_side": "民办教育科、浒山街道教育办",
        "capacities": [Capacity.PRINCIPAL],
        "stance": Stance.UNDECIDED,
        "leans_to": ZeroingRoute.NONACADEMIC,
        "said": "讲解转登记政策，机构仍在观望",
        "agreed": "一周内书面答复",
        "next_step": "上门回访",
        "next_on": ON + 7 * DAY,
        "talk": None,
    } | changed


def test_a_contact_and_its_next_step(institution: Institution, by: Viewer) -> None:
    row = record_persuasion(institution=institution, by=by, at=AT, **contact())
    deadline = Deadline.objects.get(subject_kind="persuasion", subject_id=row.pk)
    assert (deadline.due_on, deadline.stopped_on) == (ON + 7 * DAY, None)
    finish_step(persuasion=row, done_on=ON + 6 * DAY, note="已递交转登记申请", by=by, at=AT + 6 * DAY)
    assert Deadline.objects.get(pk=deadline.pk).stopped_on == ON + 6 * DAY
    with pytest.raises(StepDone):
        finish_step(persuasion=row, done_on=ON + 6 * DAY, note="再次", by=by, at=AT + 6 * DAY)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"met_on": ON + DAY}, DateInFuture),
        ({"said": " "}, ReasonMissing),
        ({"our_side": ""}, ReasonMissing),
        ({"said": "电话13812345678"}, NumberInText),
        ({"capacities": []}, NobodyInvited),
        ({"next_on": None}, NextStepNeedsDay),
        ({"next_step": ""}, NextStepNeedsDay),
        ({"next_on": ON - DAY}, DayBeforeStep),
    ],
)
def test_what_a_record_cannot_say(institution: Institution, by: Viewer, changed: dict[str, Any], error: Any) -> None:
    with pytest.raises(error):
        record_persuasion(institution=institution, by=by, at=AT, **contact(**changed))
    assert not Persuasion.objects.exists()


def test_nobody_has_to_be_met_where_nobody_is_reached(institution: Institution, by: Viewer) -> None:
    facts = contact(capacities=[], stance=Stance.UNREACHABLE, next_step="", next_on=None, leans_to=None)
    row = record_persuasion(institution=institution, by=by, at=AT, **facts)
    assert not Deadline.objects.filter(subject_kind="persuasion", subject_id=row.pk).exists()
    with pytest.raises(NextStepNeedsDay):
        finish_step(persuasion=row, done_on=ON, note="无", by=by, at=AT)


def test_the_offices_notes_are_not_the_institutions(institution: Institution, by: Viewer) -> None:
    record_persuasion(institution=institution, by=by, at=AT, **contact())
    owner = Viewer(kind=ViewerKind.MEMBER, user_id=1, institution_ids=frozenset({institution.pk}))
    assert not Persuasion.objects.visible_to(owner).exists()  # type: ignore[attr-defined]


# --- the ladder ---


def step(institution: Institution, by: Viewer, rung: Rung, **changed: Any) -> GuidanceStep:
    facts: dict[str, Any] = {"taken_on": ON, "matter": "收费公示不全", "at": AT} | changed
    return take_step(institution=institution, rung=rung, by=by, **facts)


@pytest.fixture
def enforcement(county: Any) -> Department:
    return Department.objects.create(county=county, kind=DepartmentKind.ENFORCEMENT, name="慈溪市综合行政执法局")


def test_five_rungs_with_their_sources(institution: Institution, by: Viewer, enforcement: Department) -> None:
    step(institution, by, Rung.REMINDER, taken_on=ON - 9 * DAY)
    talk = plan_talk(
        institution=institution,
        by=by,
        at=AT - 8 * DAY,
        occasion=Occasion.OTHER,
        occasion_on=None,
        grounds="逾期未整改",
        legal_basis="《中华人民共和国民办教育促进法》第四十一条",
        matter="说明整改情况",
        capacities=[Capacity.PRINCIPAL],
        starts_at=clock.at(ON - 5 * DAY, 14),
        place="会议室",
        contact="",
    )
    assert [one.rung for one in rungs([institution.pk])[institution.pk]] == [Rung.REMINDER], "a plan is no talk yet"
    notify_talk(talk=talk, by=by, at=AT - 8 * DAY)
    order = step(institution, by, Rung.RECTIFY, taken_on=ON - 4 * DAY, due_on=ON + DAY)
    step(institution, by, Rung.CIRCULATE, taken_on=ON - DAY)
    referral = step(institution, by, Rung.REFER, to_department=enforcement)
    record_outcome(
        step=referral, outcome=Outcome.RECEIPT, known_on=ON, paper_number="慈综执收〔2026〕8号", by=by, at=AT
    )
    taken = rungs([institution.pk])[institution.pk]
    assert [one.rung for one in taken] == list(Rung)
    assert highest(taken) is Rung.REFER
    assert [one.source[0] for one in taken] == [
        "guidance_step",
        "regulatory_talk",
        "guidance_step",
        "guidance_step",
        "guidance_step",
    ]
    by_rung = {one.rung: one for one in taken}
    assert by_rung[Rung.REFER].to == enforcement.name
    assert not by_rung[Rung.REFER].is_over, "a receipt is not yet the result"
    assert (by_rung[Rung.RECTIFY].is_late(ON + DAY), by_rung[Rung.RECTIFY].is_late(ON + 2 * DAY)) == (False, True)
    record_outcome(step=order, outcome=Outcome.RECTIFIED, known_on=ON, note="已公示", by=by, at=AT)
    assert Deadline.objects.get(subject_kind="guidance_step", subject_id=order.pk).stopped_on == ON
    with pytest.raises(OutcomeKnown):
        record_outcome(step=order, outcome=Outcome.RECTIFIED, known_on=ON, by=by, at=AT)
    owner = Viewer(kind=ViewerKind.MEMBER, user_id=1, institution_ids=frozenset({institution.pk}))
    seen = rungs([institution.pk], known_to=owner)[institution.pk]
    assert [one.rung for one in seen] == [Rung.REMINDER, Rung.TALK, Rung.RECTIFY, Rung.CIRCULATE]


@pytest.mark.parametrize(
    ("rung", "changed", "error"),
    [
        (Rung.RECTIFY, {}, DueDayMissing),
        (Rung.RECTIFY, {"due_on": ON - DAY}, DayBeforeStep),
        (Rung.REFER, {}, ReferredToMissing),
        (Rung.REMINDER, {"matter": ""}, ReasonMissing),
        (Rung.REMINDER, {"taken_on": ON + DAY}, DateInFuture),
    ],
)
def test_what_a_step_needs(
    institution: Institution, by: Viewer, rung: Rung, changed: dict[str, Any], error: Any
) -> None:
    with pytest.raises(error):
        step(institution, by, rung, **changed)


def test_an_outcome_fits_its_step(institution: Institution, by: Viewer) -> None:
    reminder = step(institution, by, Rung.REMINDER)
    with pytest.raises(OutcomeDoesNotFit):
        record_outcome(step=reminder, outcome=Outcome.RECEIPT, known_on=ON, by=by, at=AT)
    with pytest.raises(DayBeforeStep):
        record_outcome(step=reminder, outcome=Outcome.RECTIFIED, known_on=ON - DAY, by=by, at=AT)


def test_nobody_stands_on_no_rung() -> None:
    assert highest([]) is None
    assert highest([Taken(Rung.RECTIFY, ON, "", ("guidance_step", 1)), Taken(Rung.TALK, ON, "", ("talk", 1))]) == (
        Rung.RECTIFY
    )


def test_the_desk_the_lists_and_the_file(
    institution: Institution, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    pin(AT)
    record_persuasion(institution=institution, by=by, at=AT, **contact())
    step(institution, by, Rung.RECTIFY, taken_on=ON - 9 * DAY, due_on=ON - DAY)
    lines = {one.url: (one.count, one.due_on, one.urgent) for one in todo(as_role(Role.INSPECTOR), ON)}
    assert lines["/bureau/persuasions/?step=waiting"] == (1, ON + 7 * DAY, False)
    assert lines["/bureau/guidance/?state=late"] == (1, ON - DAY, True)
    client = Client()
    client.force_login(User.objects.get(username=Role.INSPECTOR.value))
    tab = client.get(reverse("institutions:file", args=[institution.public_id, "transition"])).content.decode()
    assert "收费公示不全" in tab
    assert "一周内书面答复" in tab
    assert "收费公示不全" in client.get("/bureau/guidance/", {"state": "late"}).content.decode()
    assert client.get("/bureau/guidance/", {"format": "csv"}).status_code == 200
    assert client.get("/bureau/persuasions/", {"step": "late"}).status_code == 200


# --- what the institution is told ---


@pytest.fixture
def people(institution: Institution) -> dict[Role, User]:
    found = {}
    for role in (Role.INSTITUTION_OWNER, Role.INSTITUTION_FRONT_DESK, Role.TEACHER):
        user = User.objects.create(username=f"own-{role}", name="甲", joined_at=AT)
        InstitutionMembership.objects.create(
            institution=institution,
            user=user,
            role=role,
            from_on=ON - 30 * DAY,
        )
        found[role] = user
    return found


def told(user: User) -> list[str]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("template", flat=True))


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        (Rung.REMINDER, "教育局提醒"),
        (Rung.RECTIFY, "责令于2026-11-30前整改"),
        (Rung.CIRCULATE, "您机构被通报"),
    ],
)
def test_a_step_reaches_the_institutions_people(
    institution: Institution,
    by: Viewer,
    people: dict[Role, User],
    rung: Rung,
    words: str,
) -> None:
    made = step(institution, by, rung, due_on=ON + 7 * DAY)
    template = f"guidance.{rung}"
    assert [told(user) for user in people.values()] == [[template], [template], []], "owner, front desk, no teacher"
    record_outcome(step=made, outcome=Outcome.RECTIFIED, known_on=ON, by=by, at=AT)
    assert told(people[Role.INSTITUTION_OWNER]) == [template, "guidance.settled"]
    pin(AT)
    client = Client()
    client.force_login(people[Role.INSTITUTION_OWNER])
    assert words in client.get("/my/inbox/").content.decode()
    own = client.get("/my/transition/").content.decode()
    assert "收费公示不全" in own
    assert "移送" not in own, "what goes to another authority is not told, nor that nothing did"


def test_nobody_is_told_of_a_referral_or_of_what_is_rolled_back(
    institution: Institution, by: Viewer, people: dict[Role, User], enforcement: Department
) -> None:
    referral = step(institution, by, Rung.REFER, to_department=enforcement)
    record_outcome(step=referral, outcome=Outcome.DECIDED, known_on=ON, by=by, at=AT)
    with transaction.atomic():
        step(institution, by, Rung.REMINDER)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
