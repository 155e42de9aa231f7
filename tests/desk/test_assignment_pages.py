"""Pages of assignments, working groups and the desk: what each shows to whom, in how many queries."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cixi_oversight.desk.enums import AssignmentState, AssignmentVerb, PartyRole, Post, SourceKind
from cixi_oversight.desk.models import Assignment, AssignmentParty, WorkingGroup, WorkingGroupMember
from cixi_oversight.desk.services.assignments import move
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.documents.services import uploads
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web import home
from cixi_oversight.web.home import Todo, When
from inspections.enums import Channel, Matter
from inspections.services.complaints import receive_complaint
from tests.desk.conftest import DUE
from tests.people import AT, ON, World, make_institution
from tests.project import things

Give = Callable[..., Assignment]
DAY = dt.timedelta(days=1)


def queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def page(row: Assignment) -> str:
    return reverse("desk:assignment", args=[row.public_id])


def form(world: World, **more: Any) -> dict[str, Any]:
    return {
        "title": "核查退费",
        "task": "上门核实",
        "owner": f"town-{world.town.pk}",
        "due_on": DUE.isoformat(),
    } | more


# --- assigning ---


def test_from_a_complaint_the_form_is_filled_in_and_the_source_kept(world: World) -> None:
    complaint = things.complaint(world.institution)
    chief = world.client(Role.SECTION_CHIEF)
    url = assign_url("complaint", complaint.public_id)
    shown = chief.get(url)
    assert shown.context["form"].initial["owner"] == f"town-{world.town.pk}"
    assert complaint.number in shown.content.decode()
    answer = chief.post(url, form(world, co_institution="on"))
    row = Assignment.objects.get()
    assert answer.status_code == 302
    assert (row.source_kind, row.source_id, row.source_text) == ("complaint", complaint.pk, complaint.number)
    assert row.institution_id == world.institution.pk
    assert AssignmentParty.objects.filter(role=PartyRole.CO_OWNER, institution_id=world.institution.pk).exists()


def test_the_buttons_lead_there_for_who_may_assign(world: World) -> None:
    complaint = things.complaint(world.institution)
    for url, about in (
        (reverse("inspections:complaint", args=[complaint.public_id]), f"complaint.{complaint.public_id}"),
        (
            reverse("institutions:file", args=[world.institution.public_id]),
            f"institution.{world.institution.public_id}",
        ),
        (
            reverse("institutions:file", args=[things.coded(world.institution).public_id, "risk"]),
            "adopted_code.",
        ),
    ):
        assert about in world.client(Role.INSPECTOR).get(url).content.decode(), url
        assert about not in world.client(Role.TOWN_OFFICER).get(url).content.decode(), url


@pytest.mark.parametrize("kind", ["complaint", "institution", "adopted_code", "paper", "stored_file", "nonsense", ""])
def test_a_source_out_of_scope_or_unknown_is_not_found(world: World, kind: str) -> None:
    names = [world.foreign.public_id, "1", "999999999999999999", "Ⅷ", "a.b"]
    if kind == "complaint":
        names.append(things.complaint(world.foreign).public_id)
    for name in names:
        answer = world.client(Role.SECTION_CHIEF).get(f"{reverse('desk:assign')}?about={kind}.{name}")
        assert answer.status_code == 404, name


def test_from_a_meeting_with_an_institution_by_name(world: World) -> None:
    url = reverse("desk:assign")
    chief = world.client(Role.SECTION_CHIEF)
    facts = form(world, source_kind="meeting", source_text="周例会", institution="青禾", owner="institution")
    assert chief.post(url, facts).status_code == 302
    assert AssignmentParty.objects.get().institution_id == world.institution.pk
    for wrong in ({"institution": "没有这家"}, {"institution": ""}, {"owner": "town-0"}, {"due_on": "2026-11-01"}):
        assert chief.post(url, facts | wrong).status_code == 422, wrong
    assert Assignment.objects.count() == 1


def test_pressed_twice_it_is_assigned_once(world: World) -> None:
    chief, url = world.client(Role.SECTION_CHIEF), reverse("desk:assign")
    chief.get(url)
    facts = form(world, source_kind="other", form_token="t" * 20)
    first, second = chief.post(url, facts), chief.post(url, facts)
    assert first["Location"] == second["Location"]
    assert Assignment.objects.count() == 1


# --- the page of one ---


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (Role.TOWN_OFFICER, {"accept", "report", "return"}),
        (Role.SECTION_CHIEF, {"reassign", "withdraw"}),
        (Role.DEPARTMENT_OFFICER, set()),
    ],
)
def test_the_page_offers_what_the_table_allows(world: World, give: Give, role: Role, buttons: set[str]) -> None:
    answer = world.client(role).get(page(give()))
    assert {button["verb"] for button in answer.context["buttons"]} == buttons
    assert answer.context["may_remind"] is (role is Role.SECTION_CHIEF)
    assert answer.context["may_ask"] is (role is Role.TOWN_OFFICER)


def test_accepting_is_one_press_and_a_stale_press_is_told(world: World, give: Give) -> None:
    row, town = give(), world.client(Role.TOWN_OFFICER)
    url = reverse("desk:step", args=[row.public_id, "accept"])
    assert town.post(url, {"version": row.version}).status_code == 302
    again = town.post(reverse("desk:step", args=[row.public_id, "report"]), {"version": row.version, "why": "办结"})
    assert again.status_code == 409
    assert "办结" in again.content.decode()
    row.refresh_from_db()
    assert row.state == AssignmentState.IN_PROGRESS


def test_a_note_with_a_file_and_a_file_that_is_none(world: World, give: Give) -> None:
    row, town = give(), world.client(Role.TOWN_OFFICER)
    url = reverse("desk:add_note", args=[row.public_id])
    picture = SimpleUploadedFile("现场.png", _picture(), "image/png")
    assert town.post(url, {"text": "已到现场", "file": picture}).status_code == 302
    shown = town.get(page(row))
    (note,) = shown.context["notes"]
    assert [file.original_name for file in note.files] == ["现场.png"]
    assert note.text in shown.content.decode()
    broken = SimpleUploadedFile("现场.png", b"MZ no picture", "image/png")
    refused = town.post(url, {"text": "第二次", "file": broken})
    assert refused.status_code == 400
    assert len(town.get(page(row)).context["notes"]) == 1
    file = uploads.of(("assignment_note", note.pk))[0]
    get = reverse("documents:file", args=[file.public_id])
    assert world.client(Role.SECTION_CHIEF).get(get).status_code == 200
    # the institution reads neither the town's note nor its file
    assert world.client(Role.INSTITUTION_OWNER).get(get).status_code in (403, 404)


def _picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(body, "PNG")
    return body.getvalue()


# --- lists ---


def test_the_list_begins_with_what_has_not_ended_and_filters(world: World, give: Give) -> None:
    row, late, ended = give(title="在办"), give(title="逾期", due_on=ON), give(title="撤销")
    move(assignment=ended, verb=AssignmentVerb("withdraw"), by=system_viewer(label="tests"), why="重复", at=AT)
    Assignment.objects.filter(pk=late.pk).update(assigned_on=ON - DAY, due_on=ON - DAY)
    client, url = world.client(Role.SECTION_CHIEF), reverse("desk:assignments")

    def shown(query: str) -> set[str]:
        return {line.object.title for line in client.get(f"{url}?{query}").context["rows"]}

    assert shown("") == {"在办", "逾期"}
    assert shown("state=all") == {"在办", "逾期", "撤销"}
    assert shown("state=overdue") == {"逾期"}
    assert shown("state=withdrawn") == {"撤销"}
    assert shown(f"party=town-{world.town.pk}") == {"在办", "逾期"}
    enforcement = world.departments[DepartmentKind.ENFORCEMENT]
    assert shown(f"party=department-{enforcement.pk}") == set()
    assert shown("whose=mine") == set()
    assert shown(f"q={row.number}") == {"在办"}
    assert shown("q=青禾") == {"在办", "逾期", "撤销"}
    assert shown("source=meeting&due_from=2026-11-25") == {"在办"}
    town = world.client(Role.TOWN_OFFICER)
    assert {line.object.title for line in town.get(f"{url}?whose=mine").context["rows"]} == {"在办", "逾期"}
    csv: Any = client.get(f"{url}?format=csv")
    assert "在办" in b"".join(csv.streaming_content).decode("utf-8-sig")


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_rows(world: World, give: Give) -> None:
    client, url = world.client(Role.SECTION_CHIEF), reverse("desk:assignments")
    give()
    client.get(url)
    few = queries(lambda: client.get(url))
    for n in range(6):
        give(institution_id=make_institution(world.county, world.town, f"慈溪市第{n}培训有限公司").pk)
    assert queries(lambda: client.get(url)) == few


def test_follow_up_counts_by_party(world: World, give: Give) -> None:
    by = system_viewer(label="tests")
    late, closed, slow, waiting = give(due_on=ON), give(), give(), give()
    give(owner=Owner(department=world.departments[DepartmentKind.ENFORCEMENT]), co_owners=[])
    for row, day in ((closed, 7), (slow, 8)):
        for verb in ("report", "close"):
            move(assignment=row, verb=AssignmentVerb(verb), by=by, why="办结", at=AT + day * DAY)
    move(assignment=waiting, verb=AssignmentVerb("report"), by=by, why="办结", at=AT)
    Assignment.objects.filter(pk=late.pk).update(assigned_on=ON - DAY, due_on=ON - DAY)
    answer = world.client(Role.SECTION_CHIEF).get(reverse("desk:follow_up"))
    ((town, url),) = answer.context["towns"]
    assert (town.open, town.overdue, town.waiting, town.closed, town.on_time) == (1, 1, 1, 2, 1)
    assert world.client(Role.SECTION_CHIEF).get(f"{url}&state=overdue").status_code == 200
    ((office, _),) = answer.context["departments"]
    assert (office.name, office.open, office.on_time_percent) == ("enforcement", 1, None)


# --- the institution's own ---


def test_an_institution_sees_its_own_part_and_not_where_it_comes_from(world: World, give: Give) -> None:
    complaint = receive_complaint(
        institution=world.institution,
        channel=Channel.HOTLINE_12345,
        matter=Matter.REFUND,
        received_on=ON,
        by=system_viewer(label="tests"),
        at=AT,
    )
    source = {"source": (SourceKind.COMPLAINT, complaint.pk), "source_text": complaint.number}
    helps, hidden = give(title="配合核查", **source), give(title="内部核查", co_owners=[], **source)
    own = give(title="限期自查", owner=Owner(institution_id=world.institution.pk), co_owners=[], **source)
    client = world.client(Role.INSTITUTION_OWNER)
    listed = client.get(reverse("desk:own_assignments"))
    assert {line["row"].title for line in listed.context["mine"]} == {"配合核查", "限期自查"}
    assert client.get(reverse("desk:own_assignment", args=[hidden.public_id])).status_code == 404
    for row, verbs in ((helps, set()), (own, {"accept", "report", "return"})):
        answer = client.get(reverse("desk:own_assignment", args=[row.public_id]))
        assert {button["verb"] for button in answer.context["buttons"]} == verbs
        assert complaint.number not in answer.content.decode()
    step = reverse("desk:own_step", args=[own.public_id, "report"])
    assert client.post(step, {"why": "已完成自查", "version": own.version}).status_code == 302
    own.refresh_from_db()
    assert own.state == AssignmentState.REPORTED
    assert client.get(reverse("desk:own_assignments")).context["checked"][0]["row"] == own


def test_the_front_desk_notes_but_takes_no_step(world: World, give: Give) -> None:
    own = give(owner=Owner(institution_id=world.institution.pk), co_owners=[])
    client = world.client(Role.INSTITUTION_FRONT_DESK)
    answer = client.get(reverse("desk:own_assignment", args=[own.public_id]))
    assert answer.context["buttons"] == []
    assert client.post(reverse("desk:own_note", args=[own.public_id]), {"text": "资料已送"}).status_code == 302
    assert client.post(reverse("desk:own_step", args=[own.public_id, "report"]), {"why": "x"}).status_code == 403


# --- groups ---


def test_members_join_and_leave_by_day(world: World) -> None:
    group: WorkingGroup = things.group(world.institution)
    chief, police = world.client(Role.SECTION_CHIEF), world.departments[DepartmentKind.POLICE]
    add = reverse("desk:add_member", args=[group.pk])
    facts = {"department": police.pk, "post": Post.MEMBER, "from_on": "2026-11-01"}
    assert chief.post(add, facts).status_code == 302
    assert chief.post(add, facts).status_code == 422  # already there
    assert chief.post(add, facts | {"user": world.user(Role.SECTION_CHIEF).pk}).status_code == 400
    member = WorkingGroupMember.objects.get()
    end = reverse("desk:end_member", args=[group.pk, member.pk])
    assert chief.post(end, {"to_on": "2026-10-01", "why": "调整"}).status_code == 422
    assert chief.post(end, {"to_on": "2026-11-20", "why": "调整"}).status_code == 302
    shown = chief.get(reverse("desk:group", args=[group.pk]))
    assert (shown.context["members"], len(shown.context["former"])) == ([], 1)
    assert chief.post(add, facts | {"from_on": "2026-11-21"}).status_code == 302


def test_a_group_lists_its_work_within_the_viewers_scope(world: World, give: Give) -> None:
    group = things.group(world.institution)
    give(title="小组事项", group=group, co_owners=[])
    give(title="其他事项")
    url = reverse("desk:group", args=[group.pk])
    for role, titles in ((Role.SECTION_CHIEF, ["小组事项"]), (Role.DEPARTMENT_OFFICER, [])):
        work = world.client(role).get(url).context["work"]
        assert [line[0].title for line in work] == titles


# --- the desk ---


@pytest.mark.parametrize(
    ("due_on", "urgent", "when"),
    [
        (ON - DAY, False, When.OVERDUE),
        (ON, False, When.TODAY),
        (None, True, When.TODAY),
        (dt.date(2026, 11, 29), False, When.WEEK),  # the Sunday
        (dt.date(2026, 11, 30), False, When.LATER),
        (None, False, When.UNDATED),
    ],
)
def test_when_something_is_due(due_on: dt.date | None, urgent: bool, when: When) -> None:
    assert home.when(Todo(msg("Work"), 1, "/", due_on, urgent), ON) is when


def test_what_only_waits_is_for_today_and_never_said_to_be_overdue() -> None:
    assert home.when(Todo(msg("Work"), 1, "/", ON - 9 * DAY, waits=True), ON) is When.TODAY


def test_the_oldest_comes_first_and_on_one_day_the_urgent(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    lines = [
        Todo(msg("Work"), 1, "/undated"),
        Todo(msg("Work"), 1, "/late", ON - DAY),
        Todo(msg("Work"), 1, "/late-urgent", ON - DAY, urgent=True),
        Todo(msg("Work"), 1, "/older", ON - 2 * DAY),
        Todo(msg("Work"), 1, "/urgent", urgent=True),
    ]
    monkeypatch.setattr(home.TODO, "providers", [(1, lambda viewer, on: lines)])
    found = [item.url for item in home.todo(world.viewer(Role.REGISTRAR), ON)]
    assert found == ["/urgent", "/older", "/late-urgent", "/late", "/undated"]


def _lines(viewer: Viewer) -> dict[str, When]:
    return {item.title: group.when for group in home.grouped(viewer, ON) for item in group.items if item.title}


def test_the_desk_names_what_is_each_roles_step(world: World, give: Give) -> None:
    given = give(title="待签收")
    reported = give(title="待销号")
    move(assignment=reported, verb=AssignmentVerb("report"), by=system_viewer(label="tests"), why="办结", at=AT)
    own = give(title="机构自查", owner=Owner(institution_id=world.institution.pk), co_owners=[])
    assert _lines(world.viewer(Role.TOWN_OFFICER)) == {given.title: When.LATER}
    assert _lines(world.viewer(Role.INSPECTOR)) == {reported.title: When.UNDATED}
    assert _lines(world.viewer(Role.INSTITUTION_OWNER)) == {own.title: When.LATER}
    assert _lines(world.viewer(Role.SERVICE_CENTRE_CLERK)) == {}
    counted = [item for group in home.grouped(world.viewer(Role.DEPARTMENT_OFFICER), ON) for item in group.items]
    assert [item.count for item in counted] == [1]  # of two with a part, one is reported already


@pytest.mark.parametrize("role", [Role.SECTION_CHIEF, Role.TOWN_OFFICER, Role.INSTITUTION_OWNER, Role.SYSTEM_ADMIN])
def test_the_desk_asks_a_fixed_number_of_queries(world: World, give: Give, role: Role) -> None:
    client = world.client(role)
    url = "/my/" if role is Role.INSTITUTION_OWNER else "/bureau/"

    def more() -> None:
        for n in range(3):
            things.complaint(world.institution)
            give(title=f"镇街{n}")
            give(owner=Owner(institution_id=world.institution.pk), co_owners=[])
            done = give()
            move(assignment=done, verb=AssignmentVerb("report"), by=system_viewer(label="tests"), why="办结", at=AT)

    more()
    client.get(url)
    few = queries(lambda: client.get(url))
    more()
    more()
    assert queries(lambda: client.get(url)) == few


def test_an_empty_desk_says_why(world: World) -> None:
    for role, part in ((Role.SYSTEM_ADMIN, "管理员"), (Role.TOWN_OFFICER, "目前没有待办事项")):
        answer = world.client(role).get("/bureau/", HTTP_ACCEPT_LANGUAGE="zh-hans")
        assert part in answer.content.decode()


# --- REST ---


def test_a_party_reads_it_over_rest(world: World, give: Give) -> None:
    row = give()
    answer = world.client(Role.TOWN_OFFICER).get(f"/api/v1/assignments/{row.public_id}")
    data = answer.json()
    assert (data["number"], data["state"], data["due_on"]) == (row.number, "assigned", DUE.isoformat())
    assert data["institution"]["public_id"] == world.institution.public_id
    assert [(party["role"], party["kind"]) for party in data["parties"]] == [
        ("owner", "town"),
        ("co_owner", "department"),
        ("co_owner", "institution"),
    ]
    clerk = world.client(Role.SERVICE_CENTRE_CLERK)
    assert clerk.get(f"/api/v1/assignments/{row.public_id}").status_code == 404
    assert clerk.get("/api/v1/assignments").json()["results"] == []
    listed = world.client(Role.SECTION_CHIEF).get("/api/v1/assignments?state=assigned&due_until=2026-11-29")
    assert listed.json()["results"] == []
