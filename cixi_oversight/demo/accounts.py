"""One login for each role. Names are titles: no person is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password

from cixi_oversight import clock
from cixi_oversight.demo.copying import Sheets
from cixi_oversight.demo.places import Place
from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import ActorKind, DepartmentKind
from cixi_oversight.users.models import Actor, DepartmentMembership, User
from cixi_oversight.users.services.demo_logins import DemoLogin

PASSWORD: Final = "cixi-demo-2026"  # noqa: S105  # printed by demo_logins, refused outside the demo
JOINED_ON: Final = dt.date(2021, 1, 4)


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demo. `towns` are the town offices it works for; `institution` is the colour of its own."""

    username: str
    name: str
    role: Role
    label: Message
    department: DepartmentKind = DepartmentKind.EDUCATION
    towns: tuple[str, ...] = ()
    institution: str = ""


def _officer(username: str, name: str, kind: DepartmentKind, label: Message) -> Login:
    return Login(username, name, Role.DEPARTMENT_OFFICER, label, kind)


LOGINS: Final = (
    Login("chief", "演示科长", Role.SECTION_CHIEF, msg("Section chief: adopts the codes")),
    Login("director", "演示局领导", Role.BUREAU_DIRECTOR, msg("Bureau director")),
    Login("registrar", "演示登记员", Role.REGISTRAR, msg("Registrar: keeps the register, imports sheets")),
    Login("funds", "演示资金监管员", Role.FUNDS_OFFICER, msg("Funds officer")),
    Login("inspector", "演示巡查员", Role.INSPECTOR, msg("Inspector: handles complaints")),
    Login("legal", "演示法制审核员", Role.LEGAL_REVIEWER, msg("Legal reviewer")),
    Login("analyst", "演示风险研判员", Role.RISK_ANALYST, msg("Risk analyst")),
    Login(
        "town",
        "演示镇街工作人员",
        Role.TOWN_OFFICER,
        msg("Town officer of Guanhaiwei and Zhouxiang"),
        DepartmentKind.TOWN_OFFICE,
        towns=("观海卫镇", "周巷镇"),
    ),
    Login(
        "clerk",
        "演示窗口人员",
        Role.SERVICE_CENTRE_CLERK,
        msg("Clerk of the service centre"),
        DepartmentKind.SERVICE_CENTRE,
    ),
    _officer("civil", "演示民政工作人员", DepartmentKind.CIVIL_AFFAIRS, msg("Civil affairs")),
    _officer("market", "演示市监工作人员", DepartmentKind.MARKET_SUPERVISION, msg("Market supervision")),
    _officer("science", "演示科技工作人员", DepartmentKind.SCIENCE_TECHNOLOGY, msg("Science and technology")),
    _officer("culture", "演示文体工作人员", DepartmentKind.CULTURE_TOURISM_SPORT, msg("Culture, tourism and sport")),
    _officer("enforcement", "演示执法工作人员", DepartmentKind.ENFORCEMENT, msg("Enforcement")),
    _officer("police", "演示公安工作人员", DepartmentKind.POLICE, msg("Police")),
    _officer("fire", "演示消防工作人员", DepartmentKind.FIRE, msg("Fire service")),
    _officer("politics", "演示政法工作人员", DepartmentKind.POLITICS_LAW, msg("Politics and law")),
    Login(
        "association",
        "演示协会工作人员",
        Role.ASSOCIATION_OFFICER,
        msg("Officer of the association"),
        DepartmentKind.ASSOCIATION,
    ),
    Login(
        "association-2",
        "演示协会评审员乙",
        Role.ASSOCIATION_OFFICER,
        msg("Second reviewer of the association"),
        DepartmentKind.ASSOCIATION,
    ),
    Login(
        "owner-green",
        "演示机构负责人甲",
        Role.INSTITUTION_OWNER,
        msg("Owner of an institution with a green code"),
        institution="green",
    ),
    Login(
        "owner-red",
        "演示机构负责人乙",
        Role.INSTITUTION_OWNER,
        msg("Owner of an institution with a red code"),
        institution="red",
    ),
    Login(
        "finance",
        "演示机构财务",
        Role.INSTITUTION_FINANCE,
        msg("Finance of the institution with a green code"),
        institution="green",
    ),
    Login(
        "frontdesk",
        "演示机构前台",
        Role.INSTITUTION_FRONT_DESK,
        msg("Front desk of the institution with a green code"),
        institution="green",
    ),
    Login(
        "teacher",
        "演示机构教师",
        Role.TEACHER,
        msg("Teacher of the institution with a green code"),
        institution="green",
    ),
    Login("sysadmin", "演示系统管理员", Role.SYSTEM_ADMIN, msg("System administrator")),
    Login("secadmin", "演示安全管理员", Role.SECURITY_ADMIN, msg("Security administrator")),
    Login("auditadmin", "演示审计管理员", Role.AUDIT_ADMIN, msg("Audit administrator")),
)


@dataclass(frozen=True)
class Accounts:
    """Ids by username."""

    users: dict[str, int]
    actors: dict[str, int]


def build_accounts(sheets: Sheets, place: Place, as_of: dt.date) -> Accounts:
    """Accounts and their memberships of departments; those of institutions follow once codes are known."""
    password = make_password(PASSWORD)  # one hash for all: twenty would take longer than the city
    joined_at = clock.at(JOINED_ON, 9)
    users, actors = {}, {}
    for login in LOGINS:
        user_id = sheets.add(
            User,
            username=login.username,
            name=login.name,
            password=password,
            joined_at=joined_at,
            last_login=clock.at(as_of - dt.timedelta(days=1), 8, 30),
        )
        users[login.username] = user_id
        actors[login.username] = sheets.add(Actor, kind=ActorKind.USER, user_id=user_id, label=login.name)
        for department_id in _departments(login, place):
            sheets.add(
                DepartmentMembership, user_id=user_id, department_id=department_id, role=login.role, from_on=JOINED_ON
            )
    return Accounts(users, actors)


def _departments(login: Login, place: Place) -> list[int]:
    if login.institution:
        return []
    if login.towns:
        return [place.town_offices[town] for town in login.towns]
    return [place.departments[login.department]]


def offered_logins() -> list[DemoLogin]:
    """What the sign-in page offers in the demo: every login that is there."""
    known = set(
        User.objects.filter(username__in=[login.username for login in LOGINS]).values_list("username", flat=True)
    )
    return [DemoLogin(login.username, PASSWORD, login.label) for login in LOGINS if login.username in known]
