"""Transition and guidance of the demo: gap lists of institutions that were received, the zeroing plan, contacts with
those who hesitate, steps of guidance, and a closing with courses that are not settled. Written by the services."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.chance import Chance
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.guiding import CONTACTS, STEPS
from cixi_oversight.demo.settling import settle
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.records import ids_from
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import ACTIVE, Category, Status
from institutions.enums.gaps import GapState, StandardKey
from institutions.enums.guidance import Outcome, Rung, Stance
from institutions.enums.zeroing import ZeroingRoute
from institutions.models import GapList, Institution, InstitutionMembership, RegulatoryTalk, ZeroingEntry
from institutions.services.gaps import close_gap, hand_in, open_gap_list, return_gap
from institutions.services.guidance.ladder import record_outcome, take_step
from institutions.services.guidance.persuasion import finish_step, record_persuasion
from institutions.services.zeroing import plan_zeroing

_DAY: Final = dt.timedelta(days=1)
_FOUR: Final = (StandardKey.PREMISES, StandardKey.FIRE, StandardKey.TEACHERS, StandardKey.MATERIALS)
_RECEIVERS: Final = {
    DepartmentKind.CULTURE_TOURISM_SPORT: "culture",
    DepartmentKind.SCIENCE_TECHNOLOGY: "science",
}
# received how many days ago, how many gaps: closed, handed in (the rest is open)
_RECEIVED: Final = (
    (62, 4, 1, 1),
    (48, 4, 1, 1),
    (214, 3, 1, 0),  # the transition is over
    (199, 4, 3, 1),  # over too, the last evidence waits
    (171, 5, 3, 1),
    (150, 4, 4, 0),  # met
    (118, 3, 1, 2),
    (96, 5, 2, 0),
    (75, 2, 2, 0),
    (40, 5, 0, 1),
    (25, 4, 0, 0),
    (12, 3, 0, 0),
)
_ANSWERS: Final = {
    StandardKey.AREA: "已增租隔壁两间教室，附租赁合同和平面图。",
    StandardKey.PREMISES: "已与房东续签三年租赁合同，附产权证明。",
    StandardKey.FIRE: "已完成消防整改并通过检查，附检查合格意见。",
    StandardKey.TEACHERS: "已补聘专职教师，附名单（不含个人信息）和专业证书。",
    StandardKey.CAPITAL: "已增资并办理变更登记，附验资报告。",
    StandardKey.MATERIALS: "培训材料已完成内部审核并报备，附备案表。",
}


class _Office:
    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan = plan
        self.draw = Chance(plan.seed).stream("transition")
        self.county_id = facts.places[0].county_id
        self.account = cache(self._account)

    def _account(self, username: str) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=self.plan.as_of)

    def day(self, days_ago: int) -> dt.date:
        """A working day, before the demo's own."""
        on = self.plan.as_of - max(days_ago, 1) * _DAY
        return on - max(0, on.weekday() - 4) * _DAY

    def at(self, days_ago: int, hour: int = 10) -> dt.datetime:
        return clock.at(self.day(days_ago), hour, self.draw.randint(0, 59))

    def owner_of(self, institution_id: int) -> Viewer:
        """Whoever hands in for the institution: its account where it has one."""
        user = InstitutionMembership.objects.filter(institution_id=institution_id, role=Role.INSTITUTION_OWNER)
        username = user.order_by("pk").values_list("user__username", flat=True).first()
        if username:
            return self.account(username)
        return Viewer(
            kind=ViewerKind.MEMBER,
            actor_id=system_viewer(label="机构网上填报").actor_id,
            roles=frozenset({Role.INSTITUTION_OWNER}),
            institution_ids=frozenset({institution_id}),
        )

    def institutions(self) -> Any:
        rows = Institution.objects.filter(county_id=self.county_id, status=Status.OPERATING)
        return rows.select_related("county", "town", "sector_authority").order_by("pk")


@transaction.atomic
def write_transition(plan: Plan, facts: Facts, *, say: Callable[[str], None]) -> None:
    """Of the first county."""
    started = time.monotonic()
    office = _Office(plan, facts)
    with ids_from(office.draw.choice):
        lists = _receive(office)
        plans = _plan(office)
        contacts = _persuade(office)
        steps = _guide(office)
        _close(office)
    seconds = time.monotonic() - started
    say(f"{lists} gap lists, {plans} zeroing plans, {contacts} contacts, {steps} steps in {seconds:.1f} s")


# --- first receive, then manage ---


def _receive(office: _Office) -> int:
    """The first is an arts school with a gap list of four, the second the demo owner's with another four."""
    receivers = {row.pk: row for row in Department.objects.filter(county_id=office.county_id, kind__in=_RECEIVERS)}
    rows = office.institutions().filter(sector_authority__in=receivers).exclude(category=Category.ACADEMIC)
    taken = GapList.objects.values("institution_id")
    members = InstitutionMembership.objects.values("institution_id")
    rows = rows.exclude(pk__in=taken)
    arts = rows.exclude(pk__in=members).filter(category=Category.ARTS)[:1]
    first = [*arts, *rows.filter(pk__in=members)[:1]]
    others = list(rows.exclude(pk__in=[row.pk for row in first])[: 6 * len(_RECEIVED) : 6])
    number = 0
    for place, (row, told) in enumerate(zip([*first, *others], _RECEIVED, strict=False)):
        username = _RECEIVERS[DepartmentKind(receivers[row.sector_authority_id].kind)]
        number += _one_list(office, row, office.account(username), told, four=place < len(first))
    return number


def _one_list(office: _Office, row: Institution, by: Viewer, told: tuple[int, int, int, int], *, four: bool) -> int:
    days_ago, gaps, closed, handed = told
    keys = list(_FOUR) if four else sorted(office.draw.sample(list(StandardKey), gaps))
    made = open_gap_list(institution=row, case_id=None, by=by, at=office.at(days_ago), keys=keys)
    if made is None:
        return 0
    owner = office.owner_of(row.pk)
    for number, item in enumerate(list(made.items.order_by("pk"))):
        if number >= closed + handed:
            continue
        later = max(3, days_ago - 20 - 18 * number)
        answer = _ANSWERS[StandardKey(item.key)]
        hand_in(item=item, answer=answer, files=[], by=owner, at=office.at(later))
        if number < closed:
            close_gap(item=item, why="现场核查，材料齐全，达到标准", by=by, at=office.at(later - 2, 15))
    if four:
        last = made.items.filter(state=GapState.OPEN).order_by("-pk").first()
        if last is not None:
            hand_in(item=last, answer="已提交材料清单。", files=[], by=owner, at=office.at(9))
            return_gap(item=last, why="材料清单无审核意见，请补充内部审核记录", by=by, at=office.at(6))
    return 1


# --- the zeroing plan ---


def _plan(office: _Office) -> int:
    chief = office.account("chief")
    academic = list(office.institutions().filter(category=Category.ACADEMIC))
    for number, row in enumerate(academic):
        if number % 8 == 7:
            continue  # not planned yet
        route = ZeroingRoute.CLOSE if number % 5 == 4 else ZeroingRoute.NONACADEMIC
        begun = 120 - number
        late = number % 13 == 5
        until = office.plan.as_of + (office.draw.randint(20, 220) if not late else -9) * _DAY
        at = office.at(max(begun, 12))
        plan_zeroing(institution=row, route=route, planned_on=until, why="", by=chief, at=at)
        if number % 9 == 3:
            why = "机构拟转艺术类，场地改造需延期" if route is ZeroingRoute.NONACADEMIC else "学员退费尚未完成"
            at = office.at(8)
            plan_zeroing(
                institution=row,
                route=ZeroingRoute.NONACADEMIC,
                planned_on=max(until, at.date()) + 60 * _DAY,
                why=why,
                by=chief,
                at=at,
            )
    return len(academic) + _done(office, chief)


def _done(office: _Office, chief: Viewer) -> int:
    """Plans of those that have turned or ended since: entered while they were academic."""
    rows = Institution.objects.filter(county_id=office.county_id, category_rows__category=Category.ACADEMIC)
    rows = rows.exclude(category=Category.ACADEMIC, status__in=sorted(ACTIVE)).distinct().order_by("pk")[:60]
    at = clock.at(dt.date(2022, 7, 1), 9)
    entries = [
        ZeroingEntry(
            institution=row,
            route=ZeroingRoute.NONACADEMIC if row.category != Category.ACADEMIC else ZeroingRoute.CLOSE,
            planned_on=dt.date(2024, 12, 31),
            why="",
            recorded_at=at,
            recorded_by_id=chief.actor_id,
        )
        for row in rows
    ]
    ZeroingEntry.objects.bulk_create(entries)
    return len(entries)


# --- persuasion and guidance ---


def _persuade(office: _Office) -> int:
    rows = list(office.institutions().filter(category=Category.ACADEMIC)[:24])
    for number, row in enumerate(rows):
        contact = CONTACTS[number % len(CONTACTS)]
        by = office.account("registrar" if number % 2 else "inspector")
        met = office.day(58 - 2 * number)
        next_on = met + (14 if number % 3 else 7) * _DAY if contact.next_step else None
        town = row.town.name if row.town else ""
        made = record_persuasion(
            institution=row,
            by=by,
            at=clock.at(met, 16, number),
            met_on=met,
            way=contact.way,
            our_side=f"民办教育科、{town}教育办" if town else "民办教育科",
            capacities=[] if contact.stance is Stance.UNREACHABLE else [Capacity.LEGAL_REPRESENTATIVE],
            stance=contact.stance,
            leans_to=contact.leans_to,
            said=contact.said,
            agreed=contact.agreed,
            next_step=contact.next_step,
            next_on=next_on,
            talk=None,
        )
        if next_on is not None and next_on < office.plan.as_of - 3 * _DAY and number % 6:
            done = min(next_on, office.plan.as_of - _DAY)
            finish_step(persuasion=made, done_on=done, note=contact.came_of_it, by=by, at=clock.at(done, 17))
    return len(rows)


def _guide(office: _Office) -> int:
    """Reminders before talks, and above them what a talk did not settle; some that never needed a talk."""
    called = RegulatoryTalk.objects.filter(institution__county_id=office.county_id, notice__isnull=False)
    talked = list(Institution.objects.filter(pk__in=called.values("institution_id")).select_related("county"))
    talked.sort(key=lambda row: row.pk)
    known = [row.pk for row in talked]
    rest = list(office.institutions().exclude(pk__in=known)[5 : 5 + 16 * 9 : 9])
    enforcement = Department.objects.get(county_id=office.county_id, kind=DepartmentKind.ENFORCEMENT)
    steps = 0
    for number, row in enumerate([*talked, *rest]):
        for told in STEPS[: 1 + (number * 7) % len(STEPS) if number % 3 == 0 else 1]:
            days_ago = max(told.days_ago - number, 1)
            on = office.day(days_ago)
            made = take_step(
                institution=row,
                rung=told.rung,
                taken_on=on,
                matter=told.matter,
                legal_basis=told.legal_basis,
                paper_number=f"{told.word}〔{on.year}〕{number + 1}号" if told.word else "",
                due_on=on + told.term * _DAY if told.term else None,
                to_department=enforcement if told.rung is Rung.REFER else None,
                by=office.account("chief" if told.rung is not Rung.REMINDER else "inspector"),
                at=clock.at(on, 11, number),
            )
            steps += 1
            if told.outcome is not None and number % 6 != 3:
                known_on = min(on + 8 * _DAY, office.plan.as_of - _DAY)
                record_outcome(
                    step=made,
                    outcome=told.outcome,
                    known_on=known_on,
                    note=told.note,
                    paper_number=f"慈综执收〔{on.year}〕{number + 3}号" if told.outcome is Outcome.RECEIPT else "",
                    by=office.account("inspector"),
                    at=clock.at(known_on, 15, number),
                )
    return steps


def _close(office: _Office) -> None:
    """Two that want to close: one still settles, of the other the table waits for the check."""
    rows = list(office.institutions().filter(settlements=None).exclude(category=Category.ACADEMIC)[70:72])
    for number, row in enumerate(rows):
        at = office.at(14 - 5 * number)
        settle(
            row,
            office.draw,
            case_id=None,
            by=office.owner_of(row.pk),
            check_by=None,
            at=at,
            unsettled=1 - number,
        )
