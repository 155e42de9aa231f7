"""First receive, then manage: opened on reception, counted down, evidence in, closed by the receiver, over."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.desk.models import Assignment
from cixi_oversight.errors import Forbidden, ReasonMissing, WrongState
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.policy.enums import DeadlineCode, Key
from cixi_oversight.policy.models import Deadline
from cixi_oversight.policy.services.parameters import record_value
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, DepartmentMembership, User
from cixi_oversight.users.services.viewer import viewer_of
from cixi_oversight.web.home import todo
from institutions.enums import Category, RegistrationKind
from institutions.enums.gaps import GapListState, GapState, StandardKey, StandardUnit
from institutions.errors import NothingChanged, OtherCounty
from institutions.errors.gaps import (
    AnswerMissing,
    CategoryUnknown,
    GapListNotOpen,
    GapListOpen,
    NotTheReceiver,
    StandardRecorded,
)
from institutions.models import AuthorityRow, GapItem, GapList, Institution, InstitutionMembership
from institutions.services.authorities import set_authorities
from institutions.services.gaps import close_gap, end_gap_list, hand_in, open_gap_list, reopen_gap, return_gap
from institutions.services.gaps.night import assign_overdue
from institutions.services.gaps.standards import in_force, record_standard
from institutions.services.records import record_registration
from institutions.services.sites import create_site
from tests.institutions.conftest import AT, ON
from tests.people import World, make_world

DAY = dt.timedelta(days=1)
DUE = dt.date(2027, 5, 24)  # six months on, a Sunday: the party's last day is moved
FOUR = [StandardKey.PREMISES, StandardKey.FIRE, StandardKey.TEACHERS, StandardKey.MATERIALS]


@pytest.fixture
def culture(county: Any) -> Department:
    return Department.objects.create(
        county=county, kind=DepartmentKind.CULTURE_TOURISM_SPORT, name="慈溪市文化和广电旅游体育局"
    )


@pytest.fixture
def officer(culture: Department) -> Viewer:
    user = User.objects.create(username="culture", name="culture", joined_at=AT)
    DepartmentMembership.objects.create(
        user=user, department=culture, role=Role.DEPARTMENT_OFFICER, from_on=dt.date(2020, 1, 1)
    )
    return viewer_of(user, on=ON)


@pytest.fixture
def arts(institution: Institution, culture: Department, by: Viewer) -> Institution:
    """An arts school, received by the culture authority: enough capital and room, the register says."""
    set_authorities(
        institution=institution, authorities={"sector": culture}, by=by, at=AT, why="转非学科", cause=("case", 7)
    )
    create_site(institution=institution, by=by, at=AT, why="建档", address="浒山路1号", usable_m2=300, is_main=True)
    record_registration(
        institution=institution,
        by=by,
        at=AT,
        kind=RegistrationKind.BUSINESS,
        number="91310115591693856A",
        registered_on=ON,
        registered_capital_fen=50_000_000,
    )
    return institution


@pytest.fixture
def owner(institution: Institution) -> Viewer:
    user = User.objects.create(username="owner", name="owner", joined_at=AT)
    InstitutionMembership.objects.create(
        user=user, institution=institution, role=Role.INSTITUTION_OWNER, from_on=dt.date(2020, 1, 1)
    )
    return viewer_of(user, on=ON)


@pytest.fixture
def listed(arts: Institution, by: Viewer) -> GapList:
    made = open_gap_list(institution=arts, case_id=7, by=by, at=AT, keys=FOUR)
    assert made is not None
    return made


def item(listed: GapList, key: StandardKey = StandardKey.FIRE) -> GapItem:
    return GapItem.objects.get(gap_list=listed, key=key)


def proof() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return SimpleUploadedFile("消防验收意见书.png", out.getvalue())


# --- opening ---


def test_reception_opens_what_the_register_does_not_know_to_be_met(arts: Institution, by: Viewer) -> None:
    made = open_gap_list(institution=arts, case_id=7, by=by, at=AT)
    assert made is not None
    assert {one.key for one in made.items.all()} == {*FOUR, StandardKey.AREA}, "capital is met, of students none knows"
    assert (made.case_id, made.category, made.receiver, made.due_on) == (7, "arts", arts.sector_authority, DUE)
    deadline = Deadline.objects.get(subject_kind="gap_list", subject_id=made.pk)
    assert (deadline.kind, deadline.due_on, deadline.started_on) == (DeadlineCode.GAP_TRANSITION, DUE, ON)


def test_the_length_of_the_transition_is_policy(arts: Institution, by: Viewer) -> None:
    record_value(
        key=Key.GAP_TRANSITION,
        value=12,
        effective_from=ON,
        source="测试",
        confirmed=True,
        by=by,
        why="测试",
        at=AT,
        category="arts",
    )
    made = open_gap_list(institution=arts, case_id=None, by=by, at=AT, keys=FOUR)
    assert made is not None
    assert made.due_on == dt.date(2027, 11, 23)


def test_one_open_list_an_institution(listed: GapList, by: Viewer) -> None:
    with pytest.raises(GapListOpen):
        open_gap_list(institution=listed.institution, case_id=None, by=by, at=AT)
    end_gap_list(gap_list=listed, why="机构注销", by=by, at=AT)
    assert open_gap_list(institution=listed.institution, case_id=None, by=by, at=AT, keys=FOUR) is not None


def test_nothing_lacking_is_no_list(arts: Institution, by: Viewer) -> None:
    assert open_gap_list(institution=arts, case_id=None, by=by, at=AT, keys=[]) is None


def test_without_a_category_nothing_can_be_asked(make: Callable[..., Institution], by: Viewer) -> None:
    with pytest.raises(CategoryUnknown):
        open_gap_list(institution=make(category=None), case_id=None, by=by, at=AT)


# --- evidence ---


def test_the_way_of_four_gaps(listed: GapList, owner: Viewer, officer: Viewer) -> None:
    fire = item(listed)
    hand_in(item=fire, answer="消防已验收", files=[proof()], by=owner, at=AT + DAY)
    assert GapItem.objects.get(pk=fire.pk).state == GapState.HANDED_IN
    return_gap(item=fire, why="意见书地址与场所不一致", by=officer, at=AT + 2 * DAY)
    hand_in(item=fire, answer="已更正", files=[], by=owner, at=AT + 3 * DAY)
    for one in listed.items.order_by("pk"):
        close_gap(item=one, why="现场核查达到标准", by=officer, at=AT + 4 * DAY)
    done = GapList.objects.get(pk=listed.pk)
    assert (done.state, done.ended_on) == (GapListState.CLOSED, ON + 4 * DAY)
    assert Deadline.objects.get(subject_kind="gap_list", subject_id=listed.pk).stopped_on == ON + 4 * DAY
    assert [row.verb for row in fire.transitions.order_by("pk")] == ["open", "hand_in", "return", "hand_in", "close"]
    assert Event.objects.filter(verb="institutions.move_gap", institution_id=listed.institution_id).count() == 7


def test_only_the_receiver_decides(listed: GapList, owner: Viewer, as_role: Callable[[Role], Viewer]) -> None:
    with pytest.raises(NotTheReceiver):
        close_gap(item=item(listed), why="看过", by=as_role(Role.REGISTRAR), at=AT)
    with pytest.raises(NotTheReceiver):
        close_gap(item=item(listed), why="看过", by=owner, at=AT)


def test_a_list_that_nobody_received_is_the_bureaus(
    institution: Institution, by: Viewer, officer: Viewer, as_role: Callable[[Role], Viewer]
) -> None:
    made = open_gap_list(institution=institution, case_id=None, by=by, at=AT, keys=FOUR)
    assert made is not None
    with pytest.raises(NotTheReceiver):
        close_gap(item=item(made), why="看过", by=officer, at=AT)
    close_gap(item=item(made), why="看过", by=as_role(Role.REGISTRAR), at=AT)


@pytest.mark.parametrize("state", GapState)
@pytest.mark.parametrize("verb", ["hand_in", "return", "close", "reopen"])
def test_each_verb_from_each_state(listed: GapList, owner: Viewer, officer: Viewer, state: GapState, verb: str) -> None:
    one = item(listed)
    if state is not GapState.OPEN:
        hand_in(item=one, answer="已办", files=[], by=owner, at=AT)
    if state is GapState.CLOSED:
        close_gap(item=one, why="达到", by=officer, at=AT)
    acts: dict[str, Callable[[], Any]] = {
        "hand_in": lambda: hand_in(item=one, answer="已办", files=[], by=owner, at=AT),
        "return": lambda: return_gap(item=one, why="不符", by=officer, at=AT),
        "close": lambda: close_gap(item=one, why="达到", by=officer, at=AT),
        "reopen": lambda: reopen_gap(item=one, why="复核不符", by=officer, at=AT),
    }
    allowed = {
        ("hand_in", GapState.OPEN),
        ("return", GapState.HANDED_IN),
        ("close", GapState.OPEN),
        ("close", GapState.HANDED_IN),
        ("reopen", GapState.CLOSED),
    }
    if (verb, state) in allowed:
        acts[verb]()
        return
    with pytest.raises(WrongState):
        acts[verb]()


def test_a_gap_opened_again_runs_to_the_same_day(listed: GapList, officer: Viewer) -> None:
    for one in listed.items.all():
        close_gap(item=one, why="达到", by=officer, at=AT)
    reopen_gap(item=item(listed), why="消防复查不合格", by=officer, at=AT + DAY)
    again = GapList.objects.get(pk=listed.pk)
    assert (again.state, again.ended_on, again.due_on) == (GapListState.OPEN, None, DUE)
    deadline = Deadline.objects.get(subject_kind="gap_list", subject_id=listed.pk)
    assert (deadline.stopped_on, deadline.due_on) == (None, DUE)


def test_what_is_handed_in_says_something_and_no_numbers(listed: GapList, owner: Viewer, officer: Viewer) -> None:
    with pytest.raises(AnswerMissing):
        hand_in(item=item(listed), answer=" ", files=[], by=owner, at=AT)
    with pytest.raises(NumberInText):
        hand_in(item=item(listed), answer="找13812345678", files=[], by=owner, at=AT)
    with pytest.raises(ReasonMissing):
        close_gap(item=item(listed), why=" ", by=officer, at=AT)
    with pytest.raises(Forbidden):
        hand_in(item=item(listed), answer="已办", files=[], by=officer, at=AT)


def test_an_ended_list_takes_nothing_more(listed: GapList, owner: Viewer, by: Viewer) -> None:
    end_gap_list(gap_list=listed, why="机构注销", by=by, at=AT)
    with pytest.raises(GapListNotOpen):
        hand_in(item=item(listed), answer="已办", files=[], by=owner, at=AT)
    with pytest.raises(GapListNotOpen):
        end_gap_list(gap_list=listed, why="再次", by=by, at=AT)


# --- who is responsible ---


def test_a_grant_sets_who_is_responsible_and_by_that_who_sees(
    institution: Institution, culture: Department, officer: Viewer, by: Viewer
) -> None:
    assert not Institution.objects.visible_to(officer).exists()
    set_authorities(
        institution=institution,
        authorities={"approval": culture, "sector": culture},
        by=by,
        at=AT,
        why="转为艺术类，由文广旅体部门审批和主管",
        cause=("registration_case", 7),
    )
    assert Institution.objects.visible_to(officer).get() == institution
    rows = AuthorityRow.objects.filter(institution=institution).order_by("pk")
    assert [(row.capacity, row.department, row.from_on, row.cause_id) for row in rows] == [
        ("approval", culture, ON, 7),
        ("sector", culture, ON, 7),
    ]
    with pytest.raises(NothingChanged):
        set_authorities(institution=institution, authorities={"sector": culture}, by=by, at=AT, why="再次")
    set_authorities(institution=institution, authorities={"sector": None, "approval": None}, by=by, at=AT, why="撤回")
    assert not Institution.objects.visible_to(officer).exists()


def test_an_authority_of_another_county_is_refused(world: World) -> None:
    elsewhere = {"county": world.other_county, "kind": DepartmentKind.SCIENCE_TECHNOLOGY}
    foreign = Department.objects.create(name="他县科技局", **elsewhere)
    registrar = world.viewer(Role.REGISTRAR)
    with pytest.raises(OtherCounty):
        set_authorities(
            institution=world.institution,
            authorities={"sector": foreign},
            by=registrar,
            at=AT,
            why="误",
        )


# --- standards ---


def test_the_countys_own_standard_goes_first_and_the_list_keeps_the_old(
    listed: GapList, county: Any, by: Viewer
) -> None:
    facts: dict[str, Any] = {
        "county": county,
        "key": StandardKey.FIRE,
        "category": Category.ARTS,
        "demand": "消防验收合格，每年复检",
        "amount": None,
        "unit": StandardUnit.NONE,
        "effective_from": ON + DAY,
        "source": "测试文件",
        "confirmed": True,
        "by": by,
        "at": AT,
        "why": "新标准",
    }
    record_standard(**facts)
    with pytest.raises(StandardRecorded):
        record_standard(**facts)
    before = {row.key: row for row in in_force(Category.ARTS, county_id=county.pk, on=ON)}
    after = {row.key: row for row in in_force(Category.ARTS, county_id=county.pk, on=ON + DAY)}
    assert not before["fire"].confirmed
    assert after["fire"].demand == "消防验收合格，每年复检"
    assert item(listed).standard == before["fire"]


# --- doors ---


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def doors(listed: GapList) -> GapList:
    pin(AT)
    return listed


def browser(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_the_receiver_sees_what_waits_and_closes_it(doors: GapList, owner: Viewer, officer: Viewer) -> None:
    handed = browser("owner").post(
        reverse("institutions:my_gap", args=[item(doors).public_id]), {"answer": "消防已验收", "file": proof()}
    )
    assert handed.status_code == 302, handed.content.decode()
    culture = browser("culture")
    assert [(one.count, one.url) for one in todo(officer, ON) if "/gaps/" in one.url] == [
        (1, "/bureau/gaps/?state=waiting")
    ]
    page = culture.get("/bureau/gaps/", {"state": "waiting"}).content.decode()
    assert doors.institution.name in page
    shown = culture.get(reverse("institutions:gap_list", args=[doors.public_id])).content.decode()
    assert "消防验收意见书.png" in shown
    assert (
        culture.post(
            reverse("institutions:gap_close", args=[item(doors).public_id]), {"why": "验收意见书齐全"}
        ).status_code
        == 302
    )
    assert item(doors).state == GapState.CLOSED


def test_overdue_is_urgent_at_the_desk_and_counted_on_the_page(doors: GapList, officer: Viewer) -> None:
    late = DUE + 3 * DAY
    (line,) = [one for one in todo(officer, late) if one.url.endswith("overdue")]
    assert (line.count, line.urgent, line.due_on) == (1, True, DUE)
    pin(clock.at(late, 10))
    page = browser("culture").get("/bureau/gaps/", {"state": "overdue"}).content.decode()
    assert "逾期3天" in re.sub(r"\s", "", page), re.findall("<tbody.*?</tbody>", page, re.DOTALL)


def test_the_night_assigns_an_overdue_list_once(listed: GapList, county: Any, bureau: Department, by: Viewer) -> None:
    assert assign_overdue(county=county, on=DUE, by=by, at=clock.at(DUE, 1)) == 0, "the last day is not over"
    for days in (1, 2):
        late = DUE + days * DAY
        assert assign_overdue(county=county, on=late, by=by, at=clock.at(late, 1)) == 1
    (row,) = Assignment.objects.all()
    assert (row.institution_id, row.due_on) == (listed.institution_id, dt.date(2027, 6, 8))
    assert (row.source_kind, row.source_id) == ("gap_list", listed.pk)
    assert row.parties.get().department == listed.receiver


def test_a_system_of_the_authority_reads_its_lists(world: World) -> None:
    pin(AT)
    made = open_gap_list(institution=world.institution, case_id=None, by=world.viewer(Role.REGISTRAR), at=AT)
    open_gap_list(institution=world.foreign, case_id=None, by=world.viewer(Role.REGISTRAR), at=AT)
    assert made is not None
    answer = world.client(Role.API_CLIENT).get("/api/v1/gap-lists").json()
    (row,) = answer["results"]
    assert (row["public_id"], row["days_left"], row["state"]) == (made.public_id, (DUE - ON).days, "open")
    assert {gap["standard"] for gap in row["gaps"]} == {key.value for key in StandardKey}


def test_work_is_assigned_from_a_gap_list(doors: GapList, as_role: Callable[[Role], Viewer]) -> None:
    as_role(Role.SECTION_CHIEF)
    chief = browser(Role.SECTION_CHIEF.value)
    page = chief.get(reverse("institutions:gap_list", args=[doors.public_id])).content.decode()
    url = f"{reverse('desk:assign')}?about=gap_list.{doors.public_id}"
    assert url in page
    given = {"title": "督促补齐消防验收", "task": "上门核实，附验收材料", "owner": f"town-{doors.institution.town_id}"}
    answer = chief.post(url, given | {"due_on": (ON + 7 * DAY).isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    made = Assignment.objects.get()
    assert (made.source_kind, made.source_id, made.institution_id) == ("gap_list", doors.pk, doors.institution_id)
    shown = chief.get(answer["Location"]).content.decode()
    assert reverse("institutions:gap_list", args=[doors.public_id]) in shown
