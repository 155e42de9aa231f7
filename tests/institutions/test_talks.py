"""Regulatory talks: the table, the notice, the term after a yellow code, who sees what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.desk.models import Message
from cixi_oversight.documents.enums import PaperState
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import checking
from cixi_oversight.errors import DomainError, Forbidden, Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.home import todo
from cixi_oversight.workflows import states
from institutions.enums import Occasion, TalkState, TalkVerb
from institutions.errors import DateInFuture, NobodyInvited, OccasionDay, OccasionFixed, TalkInPast, TalkNotYet
from institutions.models import Institution, RegulatoryTalk, TalkTransition
from institutions.rules.papers import TalkFacts, moment, talk_notice
from institutions.rules.talks import CASEWORKERS, SIGNATORIES, TALK
from institutions.services.talks import cancel_talk, change_talk, hold_talk, notify_talk, plan_talk
from tests.people import World, make_world

from .conftest import AT, ON
from .test_races import refusals, together

DAY = dt.timedelta(days=1)
STARTS = clock.at(ON + 3 * DAY, 14, 30)
AFTER = STARTS + dt.timedelta(hours=2)


def plan(**changed: Any) -> dict[str, Any]:
    return {
        "occasion": Occasion.COMPLAINTS,
        "occasion_on": None,
        "grounds": "近期，你单位有效投诉较集中",
        "legal_basis": "《中华人民共和国民办教育促进法》第四十一条",
        "matter": "说明投诉处理情况，提出整改措施",
        "capacities": [Capacity.PRINCIPAL, Capacity.LEGAL_REPRESENTATIVE],
        "starts_at": STARTS,
        "place": "慈溪市教育局三楼会议室",
        "contact": "联系科室：民办教育科，电话：0574-63000000",
    } | changed


@pytest.fixture
def planned(institution: Institution, by: Viewer) -> Callable[..., RegulatoryTalk]:
    return lambda **changed: plan_talk(institution=institution, by=by, at=AT, **plan(**changed))


@pytest.fixture
def talk(planned: Callable[..., RegulatoryTalk]) -> RegulatoryTalk:
    return planned()


def fresh(talk: RegulatoryTalk) -> RegulatoryTalk:
    return RegulatoryTalk.objects.get(pk=talk.pk)


def held(talk: RegulatoryTalk, by: Viewer, **facts: Any) -> RegulatoryTalk:
    return hold_talk(
        **{"talk": talk, "held_on": ON + 3 * DAY, "record_text": "校长到会说明", "by": by, "at": AFTER} | facts
    )


def test_the_way_of_a_talk(talk: RegulatoryTalk, by: Viewer) -> None:
    assert talk.state == TalkState.PLANNED
    notified = notify_talk(talk=talk, by=by, at=AT + DAY)
    assert notified.notice is not None
    assert notified.notice.issued_on == ON + DAY
    done = held(talk, by, demands="限期整改", demands_due_on=ON + 20 * DAY)
    assert (done.state, done.held_on) == (TalkState.HELD, ON + 3 * DAY)
    rows = TalkTransition.objects.filter(talk=talk).order_by("pk")
    assert [(row.verb, row.target) for row in rows] == [
        ("plan", "planned"),
        ("notify", "notified"),
        ("hold", "held"),
    ]
    verbs = Event.objects.filter(subject_kind="regulatory_talk", subject_id=talk.pk).order_by("pk")
    assert [event.verb for event in verbs] == [
        "institutions.plan_talk",
        "institutions.move_talk",
        "institutions.move_talk",
    ]


ACTS: dict[TalkVerb, Callable[[RegulatoryTalk, Viewer], Any]] = {
    TalkVerb.NOTIFY: lambda talk, by: notify_talk(talk=talk, by=by, at=AT),
    TalkVerb.HOLD: held,
    TalkVerb.CANCEL: lambda talk, by: cancel_talk(talk=talk, why="另行安排", by=by, at=AT),
}
ALLOWED = {
    (TalkState.PLANNED, TalkVerb.NOTIFY),
    (TalkState.NOTIFIED, TalkVerb.HOLD),
    (TalkState.PLANNED, TalkVerb.CANCEL),
    (TalkState.NOTIFIED, TalkVerb.CANCEL),
}


def brought_to(talk: RegulatoryTalk, state: TalkState, by: Viewer) -> None:
    if state in (TalkState.NOTIFIED, TalkState.HELD):
        notify_talk(talk=talk, by=by, at=AT)
    if state is TalkState.HELD:
        held(talk, by)
    if state is TalkState.CANCELLED:
        cancel_talk(talk=talk, why="取消", by=by, at=AT)


@pytest.mark.parametrize("verb", ACTS)
@pytest.mark.parametrize("state", TalkState)
def test_each_verb_from_each_state(talk: RegulatoryTalk, by: Viewer, state: TalkState, verb: TalkVerb) -> None:
    brought_to(talk, state, by)
    papers_before = Paper.objects.count()
    if (state, verb) in ALLOWED:
        ACTS[verb](talk, by)
        return
    with pytest.raises(WrongState):
        ACTS[verb](talk, by)
    assert Paper.objects.count() == papers_before, "a refused notice takes no number"


def test_the_table_knows_no_other_state() -> None:
    assert states(TALK.moves) == set(TalkState)


@pytest.mark.parametrize("role", [Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR, Role.INSPECTOR, Role.REGISTRAR])
def test_only_chief_and_director_let_the_notice_out(
    talk: RegulatoryTalk, as_role: Callable[[Role], Viewer], role: Role
) -> None:
    if role in SIGNATORIES:
        assert notify_talk(talk=talk, by=as_role(role), at=AT).state == TalkState.NOTIFIED
        return
    with pytest.raises(Forbidden):
        notify_talk(talk=talk, by=as_role(role), at=AT)
    assert fresh(talk).notice is None


def test_a_refused_notice_gives_its_number_back(
    talk: RegulatoryTalk, by: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    with pytest.raises(Forbidden):
        notify_talk(talk=talk, by=as_role(Role.INSPECTOR), at=AT)
    made = notify_talk(talk=talk, by=by, at=AT)
    assert made.notice is not None
    assert made.notice.serial == 1


def test_the_notice_says_who_when_where_and_why_and_names_no_person(talk: RegulatoryTalk, by: Viewer) -> None:
    notice = notify_talk(talk=talk, by=by, at=AT).notice
    assert notice is not None
    facts = notice.facts
    assert facts["addressee"] == talk.institution.name
    said = "".join(part.get("head", "") + part["text"] for part in facts["body"])
    assert "2026年11月26日（星期四）14时30分" in said
    assert "慈溪市教育局三楼会议室" in said
    assert "法定代表人、校长" in said
    assert "《中华人民共和国民办教育促进法》第四十一条" in said


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"starts_at": AT}, TalkInPast),
        ({"capacities": []}, NobodyInvited),
        ({"grounds": "  "}, Problems),
        ({"matter": "", "place": ""}, Problems),
        ({"grounds": "请联系13812345678"}, NumberInText),
        ({"occasion": Occasion.YELLOW_CODE}, OccasionDay),
        ({"occasion": Occasion.YELLOW_CODE, "occasion_on": ON + DAY}, DateInFuture),
    ],
)
def test_a_plan_that_lacks_something_is_refused(
    planned: Callable[..., RegulatoryTalk], changed: dict[str, Any], refused: type[DomainError]
) -> None:
    with pytest.raises(refused):
        planned(**changed)
    assert not RegulatoryTalk.objects.exists()


def test_a_planned_talk_can_be_changed_until_the_notice_is_out(talk: RegulatoryTalk, by: Viewer) -> None:
    change_talk(talk=talk, expected_version=talk.version, by=by, at=AT, **plan(place="二楼"))
    assert fresh(talk).place == "二楼"
    with pytest.raises(StaleVersion):
        change_talk(talk=talk, expected_version=talk.version, by=by, at=AT, **plan(place="一楼"))
    now = fresh(talk).version
    with pytest.raises(OccasionFixed):
        change_talk(talk=talk, expected_version=now, by=by, at=AT, **plan(occasion=Occasion.FUNDS))
    notify_talk(talk=talk, by=by, at=AT)
    with pytest.raises(WrongState):
        change_talk(talk=talk, expected_version=fresh(talk).version, by=by, at=AT, **plan(place="一楼"))


def test_a_notice_that_comes_too_late_is_refused(talk: RegulatoryTalk, by: Viewer) -> None:
    with pytest.raises(TalkInPast):
        notify_talk(talk=talk, by=by, at=STARTS)
    assert not Paper.objects.exists()


def test_a_talk_is_recorded_once_it_was_held(talk: RegulatoryTalk, by: Viewer) -> None:
    notify_talk(talk=talk, by=by, at=AT)
    with pytest.raises(TalkNotYet):
        held(talk, by, held_on=ON, at=AT)
    with pytest.raises(DateInFuture):
        held(talk, by, held_on=ON + 4 * DAY)
    with pytest.raises(ReasonMissing):
        held(talk, by, record_text=" ")
    with pytest.raises(NumberInText):
        held(talk, by, record_text="家长电话13812345678")
    assert fresh(talk).state == TalkState.NOTIFIED


def test_cancelling_makes_the_notice_void(talk: RegulatoryTalk, by: Viewer) -> None:
    notice = notify_talk(talk=talk, by=by, at=AT).notice
    assert notice is not None
    with pytest.raises(ReasonMissing):
        cancel_talk(talk=talk, why="", by=by, at=AT)
    cancel_talk(talk=talk, why="改由镇街约谈", by=by, at=AT)
    found = checking.state(notice, ON)
    assert (found.state, found.why) == (PaperState.VOID, "约谈取消：改由镇街约谈")


def test_after_a_yellow_code_the_talk_is_due_within_ten_days(
    planned: Callable[..., RegulatoryTalk], by: Viewer
) -> None:
    talk = planned(occasion=Occasion.YELLOW_CODE, occasion_on=ON - 2 * DAY)
    term = Deadline.objects.get(subject_kind="regulatory_talk", subject_id=talk.pk)
    assert (term.kind, term.due_on) == (DeadlineCode.REGULATORY_TALK, ON + 8 * DAY)
    notify_talk(talk=talk, by=by, at=AT)
    held(talk, by)
    assert Deadline.objects.get(pk=term.pk).stopped_on == ON + 3 * DAY


def test_other_occasions_have_no_term(talk: RegulatoryTalk) -> None:
    assert not Deadline.objects.filter(subject_kind="regulatory_talk").exists()


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "2026年11月23日（星期一）9时"), (14, 5, "2026年11月23日（星期一）14时5分")],
)
def test_a_moment_in_words(hour: int, minute: int, words: str) -> None:
    assert moment(clock.at(ON, hour, minute)) == words


def test_full_stops_are_not_doubled() -> None:
    facts = TalkFacts("甲", "情况。", "《法》第一条", AT, "三楼。", [Capacity.PRINCIPAL], "说明。", "")
    assert "。。" not in str(talk_notice(facts))


# --- at the same moment ---


@pytest.mark.django_db(transaction=True)
def test_two_signatories_at_once_issue_one_notice() -> None:
    world, by = make_world(), system_viewer(label="tests")
    talk = plan_talk(institution=world.institution, by=by, at=AT, **plan())
    answers = together(*[lambda: notify_talk(talk=talk, by=by, at=AT)] * 2)
    assert refusals(answers) == [WrongState]
    assert Paper.objects.count() == 1


# --- pages ---


@pytest.fixture
def world(db: None) -> World:
    pin(ON)
    return make_world()


@pytest.fixture
def of_world(world: World) -> RegulatoryTalk:
    return plan_talk(institution=world.institution, by=system_viewer(label="tests"), at=AT, **plan())


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return str(answer.content.decode())


def url(name: str, talk: RegulatoryTalk) -> str:
    return reverse(f"institutions:{name}", args=[talk.public_id])


def test_an_inspector_plans_the_chief_signs_the_inspector_records(world: World) -> None:
    inspector, chief = world.client(Role.INSPECTOR), world.client(Role.SECTION_CHIEF)
    sent = {
        "occasion": "complaints",
        "day": (ON + 3 * DAY).isoformat(),
        "time": "14:30",
        "place": "慈溪市教育局三楼会议室",
        "capacities": ["principal"],
        "grounds": "近期，你单位投诉较多",
        "legal_basis": "《中华人民共和国民办教育促进法》第四十一条",
        "matter": "说明情况",
    }
    answer = inspector.post(reverse("institutions:plan_talk", args=[world.institution.public_id]), sent)
    assert answer.status_code == 302
    talk = RegulatoryTalk.objects.get()
    assert talk.starts_at == STARTS
    assert url("talk_notify", talk) not in text(inspector.get(answer["Location"]))
    assert url("talk_notify", talk) in text(chief.get(answer["Location"]))
    assert chief.get(url("talk_preview", talk)).content.startswith(b"\x89PNG")
    assert chief.post(url("talk_notify", talk), {}).status_code == 422
    assert chief.post(url("talk_notify", talk), {"is_read": "on"}).status_code == 302
    waiting = text(inspector.get(url("talk", talk)))
    assert url("talk_hold", talk) not in waiting, "not before it was held"
    pin(ON + 4 * DAY)
    assert url("talk_hold", talk) in text(inspector.get(url("talk", talk)))
    record = {"held_on": (ON + 3 * DAY).isoformat(), "record_text": "校长到会说明", "demands": "", "demands_due_on": ""}
    assert inspector.post(url("talk_hold", talk), record).status_code == 302
    assert fresh(talk).state == TalkState.HELD


def test_a_planned_talk_is_changed_on_its_page(world: World, of_world: RegulatoryTalk) -> None:
    inspector = world.client(Role.INSPECTOR)
    address = url("change_talk", of_world)
    assert 'name="occasion"' not in text(inspector.get(address))
    sent = {
        "day": (ON + 4 * DAY).isoformat(),
        "time": "09:00",
        "place": "慈溪市教育局二楼",
        "capacities": ["principal"],
        "grounds": of_world.grounds,
        "legal_basis": of_world.legal_basis,
        "matter": of_world.matter,
        "version": of_world.version,
    }
    assert inspector.post(address, sent).status_code == 302
    now = fresh(of_world)
    assert (now.place, now.starts_at) == ("慈溪市教育局二楼", clock.at(ON + 4 * DAY, 9))
    again = inspector.get(reverse("institutions:plan_talk", args=[world.institution.public_id]))
    assert "慈溪市教育局二楼" in text(again), "the next plan begins with the same room"
    assert inspector.post(address, sent).status_code == 409


def test_what_was_typed_is_not_lost_when_the_time_is_past(world: World) -> None:
    inspector = world.client(Role.INSPECTOR)
    sent = {
        "occasion": "other",
        "day": (ON - DAY).isoformat(),
        "time": "14:30",
        "place": "会议室",
        "capacities": ["principal"],
        "grounds": "近期，你单位投诉较多",
        "legal_basis": "法",
        "matter": "说明情况",
    }
    answer = inspector.post(reverse("institutions:plan_talk", args=[world.institution.public_id]), sent)
    assert answer.status_code == 422
    assert "近期，你单位投诉较多" in answer.content.decode()


def test_an_institution_sees_its_notice_once_it_is_out_and_not_the_record(
    world: World, of_world: RegulatoryTalk
) -> None:
    owner, by = world.client(Role.INSTITUTION_OWNER), system_viewer(label="tests")
    own = reverse("institutions:own_papers")
    assert of_world.matter not in text(owner.get(own))
    made = notify_talk(talk=of_world, by=by, at=AT)
    assert made.notice is not None
    assert made.notice.number in text(owner.get(own))
    assert owner.get(reverse("documents:paper_pdf", args=[made.notice.public_id])).status_code == 200
    held(of_world, by, record_text="内部记录不外传", demands="补报报表")
    after = text(owner.get(own))
    assert "补报报表" in after
    assert "内部记录不外传" not in after
    assert owner.get(url("talk", of_world)).status_code == 403


def test_the_owner_is_told_of_the_notice_and_of_the_cancelling(world: World, of_world: RegulatoryTalk) -> None:
    owner, by = world.user(Role.INSTITUTION_OWNER), system_viewer(label="tests")
    world.user(Role.TEACHER)
    notify_talk(talk=of_world, by=by, at=AT)
    cancel_talk(talk=of_world, why="另行安排", by=by, at=AT)
    told = Message.objects.filter(subject_kind="regulatory_talk", subject_id=of_world.pk).order_by("pk")
    assert [(row.template, row.recipient_id) for row in told] == [
        ("talk.notified", owner.pk),
        ("talk.cancelled", owner.pk),
    ]
    assert told[0].data["number"] == "教约〔2026〕1号"


def test_the_file_has_the_talk_in_tab_and_timeline(world: World, of_world: RegulatoryTalk) -> None:
    address = reverse("institutions:file", args=[world.institution.public_id, "papers"])
    shown = text(world.client(Role.INSPECTOR).get(address))
    assert shown.count(url("talk", of_world)) == 2


def test_the_desk_says_what_waits_for_whom(world: World, of_world: RegulatoryTalk) -> None:
    def waits(role: Role, on: dt.date) -> set[str]:
        return {item.label.id for item in todo(world.viewer(role), on)}

    assert "Notices of talks to be issued" in waits(Role.SECTION_CHIEF, ON)
    assert "Notices of talks to be issued" not in waits(Role.INSPECTOR, ON)
    notify_talk(talk=of_world, by=system_viewer(label="tests"), at=AT)
    assert "Talks to be recorded" not in waits(Role.INSPECTOR, ON)
    assert "Talks to be recorded" in waits(Role.INSPECTOR, ON + 3 * DAY)
    assert "Notices of talks to be issued" not in waits(Role.SECTION_CHIEF, ON)


def test_the_list_finds_by_institution_number_state_and_day(world: World, of_world: RegulatoryTalk) -> None:
    notify_talk(talk=of_world, by=system_viewer(label="tests"), at=AT)
    chief: Client = world.client(Role.SECTION_CHIEF)
    page, link = reverse("institutions:talks"), url("talk", of_world)
    day = (ON + 3 * DAY).isoformat()
    for query in ({"q": "青禾"}, {"q": "〔2026〕1号"}, {"state": "notified"}, {"day_from": day, "day_to": day}):
        assert link in text(chief.get(page, query)), query
    for query in ({"q": "没有"}, {"state": "held"}, {"day_to": ON.isoformat()}, {"occasion": "funds"}):
        assert link not in text(chief.get(page, query)), query


def test_caseworkers_and_signatories_are_of_the_bureau() -> None:
    assert Role.TOWN_OFFICER not in CASEWORKERS | SIGNATORIES
