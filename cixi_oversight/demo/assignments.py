"""Working groups of the letter, and assignments in every state: those that reds have brought, others from complaints,
meetings and papers from above. Written by the services, as of their days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.accounts import JOINED_ON
from cixi_oversight.demo.assigned import FROM_COMPLAINTS, FROM_PAPERS, GROUPS, OF_REDS, Given, Story
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import GroupKind, PartyRole, Post, SourceKind
from cixi_oversight.desk.models import Assignment, AssignmentParty, WorkingGroup, WorkingGroupMember
from cixi_oversight.desk.services import notes
from cixi_oversight.desk.services.assignments import assign, move
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, Town, User
from cixi_oversight.users.services.viewer import viewer_of
from inspections.models import Complaint

_DAY: Final = dt.timedelta(days=1)
_TOWN_NOTE: Final = "已上门核实，机构负责人在场，正在核对学员名单和剩余课时。"
_OFFICE_NOTE: Final = "已成立检查组，正在逐家核查，情况汇总后反馈。"
_OWN_NOTE: Final = "已清点退费台账，与家长逐一联系，预计按期完成。"
_ACCOUNT_OF: Final = {
    DepartmentKind.CIVIL_AFFAIRS: "civil",
    DepartmentKind.MARKET_SUPERVISION: "market",
    DepartmentKind.SCIENCE_TECHNOLOGY: "science",
    DepartmentKind.CULTURE_TOURISM_SPORT: "culture",
    DepartmentKind.ENFORCEMENT: "enforcement",
    DepartmentKind.POLICE: "police",
    DepartmentKind.FIRE: "fire",
    DepartmentKind.POLITICS_LAW: "politics",
    DepartmentKind.SERVICE_CENTRE: "clerk",
    DepartmentKind.EDUCATION: "inspector",
}


@transaction.atomic
def form_groups(facts: Facts) -> None:
    """The six, before any night: an adopted red belongs to the stability group."""
    place, at = facts.places[0], clock.at(JOINED_ON, 9)
    chief = facts.accounts.actors["chief"]
    for kind, lead, duty, others in GROUPS:
        group = WorkingGroup.objects.create(
            county_id=place.county_id,
            kind=kind,
            lead_id=place.departments[lead],
            duty=duty,
            created_at=at,
            created_by_id=chief,
            changed_at=at,
            changed_by_id=chief,
        )
        head = facts.accounts.users["director" if lead is DepartmentKind.EDUCATION else _ACCOUNT_OF[lead]]
        rows = [WorkingGroupMember(group=group, user_id=head, post=Post.LEADER, from_on=JOINED_ON)]
        rows += [
            WorkingGroupMember(group=group, department_id=place.departments[other], post=Post.MEMBER, from_on=JOINED_ON)
            for other in (lead, *others)
        ]
        WorkingGroupMember.objects.bulk_create(rows)


@transaction.atomic
def give_assignments(plan: Plan, facts: Facts) -> int:
    """After the nights, whose reds have brought some already. Answers how many there are."""
    people = _People(plan, facts)
    for given in FROM_PAPERS:
        _tell(_give(given, people), given.story, people)
    _from_complaints(people)
    reds = Assignment.objects.filter(source_kind=SourceKind.ADOPTED_CODE).order_by("-assigned_on", "-pk")
    for number, row in enumerate(reds):
        _tell(row, OF_REDS[number] if number < len(OF_REDS) else Story.CLOSED, people)
    draw = Chance(plan.seed).stream("assignments")
    for pk in Assignment.objects.order_by("number").values_list("pk", flat=True):
        Assignment.objects.filter(pk=pk).update(public_id=public_id(draw))
    return int(Assignment.objects.count())


class _People:
    """Who acts on whose behalf. One account stands for the officers of all towns, one for each owner."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan, self.place = plan, facts.places[0]
        self.county_id = self.place.county_id
        self.account = cache(self._account)
        self.groups = {row.kind: row for row in WorkingGroup.objects.filter(county=self.county_id)}
        self.offices = {row.kind: row for row in Department.objects.filter(county=self.county_id, town=None)}
        self.kind_of = {row.pk: DepartmentKind(row.kind) for row in self.offices.values()}
        self.towns = list(Town.objects.filter(county=self.county_id))

    def _account(self, username: str) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=self.plan.as_of)

    def owner_of(self, row: Assignment) -> Viewer:
        party = AssignmentParty.objects.current().get(assignment=row, role=PartyRole.OWNER)
        if party.town_id:
            return replace(self.account("town"), town_ids=frozenset({party.town_id}))
        if party.department_id:
            return self.account(_ACCOUNT_OF[self.kind_of[party.department_id]])
        return replace(
            self.account("owner-red"),
            kind=ViewerKind.MEMBER,
            roles=frozenset({Role.INSTITUTION_OWNER}),
            institution_ids=frozenset({party.institution_id or 0}),
        )

    def parties(self, names: tuple[Any, ...], complaint: Any = None) -> list[Owner]:
        found = []
        for name in names:
            if name == "towns":
                found += [Owner(town=town) for town in self.towns[:2]]
            elif name == "town":
                found.append(Owner(town=complaint.institution.town))
            elif name == "institution":
                found.append(Owner(institution_id=complaint.institution_id))
            else:
                found.append(Owner(department=self.offices[name]))
        return found


def _give(given: Given, people: _People) -> Assignment:
    on = people.plan.as_of - given.days_ago * _DAY
    owner, *others = people.parties((given.owner, *given.co_owners))
    return assign(
        county_id=people.county_id,
        title=given.title,
        task=given.task,
        source=(given.source, None),
        source_text=given.source_text,
        institution_id=None,
        owner=owner,
        co_owners=others,
        due_on=on + given.days * _DAY,
        group=people.groups.get(given.group),
        by=people.account("chief"),
        at=clock.at(on, 9, 20),
    )


def _from_complaints(people: _People) -> None:
    """The two owners of the demo get one to work on each; the rest go by complaint."""
    own = [pk for name in ("owner-red", "owner-green") for pk in sorted(people.account(name).institution_ids)]
    rows: Any = Complaint.objects.filter(institution__county=people.county_id, institution__town__isnull=False)
    rows = rows.select_related("institution__town").order_by("-received_on", "-pk")
    theirs = [row for pk in own if (row := rows.filter(institution=pk).first()) is not None]
    rest = rows.exclude(institution__in=own)
    shown = rest.filter(institution__town__in=people.account("town").town_ids)
    others = iter(rest.exclude(institution__town__in=people.account("town").town_ids)[: len(FROM_COMPLAINTS)])
    near, waiting = iter(shown[: len(FROM_COMPLAINTS)]), iter(theirs)
    for number, (title, task, owner, co_owners, days_ago, days, story) in enumerate(FROM_COMPLAINTS):
        complaint = next(waiting, None) if owner == "institution" else None
        if owner == "town" and number % 2 == 0:
            complaint = next(near, None)
        complaint = complaint or next(others, None)
        if complaint is None:
            return
        first, *helpers = people.parties((owner, *co_owners), complaint)
        on = people.plan.as_of - days_ago * _DAY
        row = assign(
            county_id=people.county_id,
            title=f"{title}：{complaint.institution.name}",
            task=task,
            source=(SourceKind.COMPLAINT, complaint.pk),
            source_text=complaint.number,
            institution_id=complaint.institution_id,
            owner=first,
            co_owners=helpers,
            due_on=on + days * _DAY,
            group=people.groups.get(GroupKind.STABILITY if owner == "town" else GroupKind.ENFORCEMENT),
            by=people.account("inspector"),
            at=clock.at(on, 10, 40),
        )
        _tell(row, story, people)


# --- how it went ---


def _tell(row: Assignment, story: Story, people: _People) -> None:
    """Up to yesterday: today is for whoever tries the demo."""
    if story is Story.NEW:
        return
    tale = _Tale(row, people)
    if story is Story.RETURNED:
        tale.step(Verb.RETURN, 1, "涉及机构不在本单位职责范围，建议调整承办单位", owner=True)
        return
    if story is Story.WITHDRAWN:
        tale.step(Verb.WITHDRAW, 2, "与另一交办事项重复，合并办理")
        return
    tale.step(Verb.ACCEPT, 1, "", owner=True)
    tale.note(2)
    _REST.get(story, lambda _tale: None)(tale)


class _Tale:
    """Steps on days after the assignment, never later than yesterday."""

    def __init__(self, row: Assignment, people: _People) -> None:
        self.row, self.people = row, people
        self.chief, self.owner = people.account("chief"), people.owner_of(row)
        self.days = (row.due_on - row.assigned_on).days
        self.minute = 0

    def at(self, after: int) -> dt.datetime:
        self.minute += 1
        day = min(self.row.assigned_on + after * _DAY, self.people.plan.last_day)
        return clock.at(max(day, self.row.assigned_on), 15, self.minute)

    def step(self, verb: Verb, after: int, why: str, *, owner: bool = False, due_on: dt.date | None = None) -> None:
        by = self.owner if owner else self.chief
        move(assignment=self.row, verb=verb, by=by, why=why, at=self.at(after), due_on=due_on)

    def note(self, after: int) -> None:
        mine = self.owner
        text = _OWN_NOTE if mine.kind is ViewerKind.MEMBER else _TOWN_NOTE if mine.town_ids else _OFFICE_NOTE
        notes.note(assignment=self.row, text=text, by=mine, at=self.at(after))

    def urge(self, after: int) -> None:
        text = f"该事项办理期限为{self.row.due_on.isoformat()}，请抓紧办理并反馈进展。"
        notes.remind(assignment=self.row, text=text, by=self.chief, at=self.at(after))

    def ask(self, after: int) -> None:
        until = self.row.due_on + 7 * _DAY
        notes.ask_extension(
            assignment=self.row, until=until, why="涉及家长较多，部分合同尚未核对完毕", by=self.owner, at=self.at(after)
        )

    def decide(self, after: int, *, granted: bool) -> None:
        answer = "同意，请按新期限办结" if granted else "事项紧急，请按原期限办理"
        notes.decide_extension(assignment=self.row, granted=granted, answer=answer, by=self.chief, at=self.at(after))

    def report(self, after: int) -> None:
        self.step(Verb.REPORT, after, "已逐项核查处置，相关材料已归档，申请销号", owner=True)

    def close(self, after: int) -> None:
        self.step(Verb.CLOSE, after, "材料齐全，处置到位，予以销号")


def _closed(tale: _Tale) -> None:
    tale.report(max(3, tale.days - 3))
    tale.close(max(4, tale.days - 1))


def _closed_late(tale: _Tale) -> None:
    tale.urge(tale.days + 1)
    tale.report(tale.days + 2)
    tale.close(tale.days + 4)


def _sent_back(tale: _Tale) -> None:
    tale.report(tale.days - 2)
    due_on = tale.people.plan.as_of + 4 * _DAY
    tale.step(Verb.SEND_BACK, tale.days, "缺少现场照片和整改前后对比，请补充", due_on=due_on)


def _reopened(tale: _Tale) -> None:
    _closed(tale)
    due_on = tale.people.plan.as_of + 6 * _DAY
    tale.step(Verb.REOPEN, tale.days + 5, "同一问题再次被投诉，重新办理", due_on=due_on)


def _extended(tale: _Tale) -> None:
    tale.ask(4)
    tale.decide(5, granted=True)


def _refused(tale: _Tale) -> None:
    tale.ask(4)
    tale.decide(5, granted=False)


_REST: Final = {
    Story.URGED: lambda tale: tale.urge(tale.days + 1),
    Story.REPORTED: lambda tale: tale.report(max(3, tale.days - 2)),
    Story.ASKS_TIME: lambda tale: tale.ask(3),
    Story.CLOSED: _closed,
    Story.CLOSED_LATE: _closed_late,
    Story.SENT_BACK: _sent_back,
    Story.REOPENED: _reopened,
    Story.EXTENDED: _extended,
    Story.REFUSED_TIME: _refused,
}
