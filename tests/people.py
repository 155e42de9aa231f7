"""Two counties with their people: an account a role, an institution of one's own and one of somebody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from cixi_oversight import clock
from cixi_oversight.permissions import INSTITUTION, STAFF, Role, Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import ApiClient, County, Department, DepartmentMembership, Town, User
from cixi_oversight.users.rules.scopes import every_scope
from cixi_oversight.users.services.clients import create_client, grant_scopes, issue_key
from cixi_oversight.users.services.viewer import client_viewer, system_viewer, viewer_of
from institutions.enums import Category, LegalForm, Status
from institutions.models import Institution, InstitutionMembership
from institutions.services.register import create_institution

ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
SINCE = dt.date(2020, 1, 1)
DEPARTMENT_OF = {
    Role.TOWN_OFFICER: DepartmentKind.TOWN_OFFICE,
    Role.SERVICE_CENTRE_CLERK: DepartmentKind.SERVICE_CENTRE,
    Role.DEPARTMENT_OFFICER: DepartmentKind.MARKET_SUPERVISION,
    Role.ASSOCIATION_OFFICER: DepartmentKind.ASSOCIATION,
    Role.API_CLIENT: DepartmentKind.MARKET_SUPERVISION,
}


@dataclass
class World:
    """`institution` is within everybody's scope who has one; `foreign` lies in the other county."""

    county: County
    other_county: County
    town: Town
    institution: Institution
    foreign: Institution
    departments: dict[DepartmentKind, Department]
    users: dict[Role, User] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict)

    def user(self, role: Role) -> User:
        if role not in self.users:
            self.users[role] = self._user(role)
        return self.users[role]

    def viewer(self, role: Role) -> Viewer:
        if role is Role.API_CLIENT:
            return client_viewer(self.system()[0])
        return viewer_of(self.user(role), on=ON)

    def system(self) -> tuple[ApiClient, str]:
        """A department's system with every scope, and its key."""
        if "system" not in self.made:
            department = self.departments[DEPARTMENT_OF[Role.API_CLIENT]]
            self.made["system"] = make_system(department, every_scope())
        made: tuple[ApiClient, str] = self.made["system"]
        return made

    def client(self, role: Role | None) -> Client:
        """A browser of somebody in that role; of nobody where None. An API client is no browser but sends its key."""
        if role is Role.API_CLIENT:
            return Client(raise_request_exception=False, headers={"Authorization": f"Api-Key {self.system()[1]}"})
        client = Client(raise_request_exception=False)
        if role is not None:
            client.force_login(self.user(role))
        return client

    def _user(self, role: Role) -> User:
        user = User.objects.create(username=role.value, name=role.value, joined_at=AT)
        if role in INSTITUTION:
            InstitutionMembership.objects.create(user=user, institution=self.institution, role=role, from_on=SINCE)
        elif role in STAFF:
            department = self.departments[DEPARTMENT_OF.get(role, DepartmentKind.EDUCATION)]
            DepartmentMembership.objects.create(user=user, department=department, role=role, from_on=SINCE)
        return user


def make_world() -> World:
    county = County.objects.create(code="330282", name="慈溪市")
    other_county = County.objects.create(code="330281", name="余姚市")
    town = Town.objects.create(county=county, code="330282001", name="浒山街道")
    other_town = Town.objects.create(county=other_county, code="330281001", name="梨洲街道")
    departments = {
        kind: Department.objects.create(
            county=county, kind=kind, town=town if kind is DepartmentKind.TOWN_OFFICE else None, name=kind.value
        )
        for kind in DepartmentKind
    }
    market = departments[DepartmentKind.MARKET_SUPERVISION]
    institution = make_institution(county, town, "慈溪市浒山青禾艺术培训有限公司", registration_authority=market)
    foreign = make_institution(other_county, other_town, "余姚市梨洲蓝海体育培训有限公司")
    return World(county, other_county, town, institution, foreign, departments)


def make_system(department: Department, scopes: list[str], name: str = "12345") -> tuple[ApiClient, str]:
    by = system_viewer(label="tests")
    client = create_client(department=department, name=name, contact_role="值班室", by=by, at=AT)
    client = grant_scopes(client=client, scopes=scopes, version=client.version, by=by, why="测试", at=AT)
    _key, text = issue_key(client=client, expires_on=clock.real_now().date(), by=by, at=AT)
    return client, text


def make_institution(county: County, town: Town | None, name: str, **facts: object) -> Institution:
    return create_institution(
        county=county,
        name=name,
        town=town,
        status=Status.OPERATING,
        effective_on=dt.date(2022, 3, 1),
        category=Category.ARTS,
        legal_form=LegalForm.COMPANY,
        by=system_viewer(label="tests"),
        at=AT,
        why="建档",
        **facts,
    )
