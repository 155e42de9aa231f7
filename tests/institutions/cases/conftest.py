"""A small county with its authorities, an academic school with a permit, and whoever acts in a case."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, DepartmentMembership, Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import Category, LegalForm, Status
from institutions.enums.cases import CaseKind, CaseOrigin, StepVerb
from institutions.models import CaseStep, Institution, InstitutionMembership, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.services import records
from institutions.services.cases import attaching, drafts, steps, submitting, window
from institutions.services.register import create_institution

ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
SINCE = dt.date(2020, 1, 1)
ENDS = dt.date(2027, 2, 28)
PNG = io.BytesIO()
Image.new("RGB", (8, 8), "navy").save(PNG, "PNG")
NONPROFIT = {
    "new_name": "慈溪市浒山求知文化培训学校",
    "capital_fen": 10_000_000,
    "students": 40,
    "unearned_fen": 0,
    "reason": "按要求转为非营利性机构",
}


@dataclass
class Office:
    """One account a role, made when asked for."""

    county: County
    town: Town
    departments: dict[DepartmentKind, Department]
    school: Institution
    people: dict[str, Viewer] = field(default_factory=dict)

    def as_role(self, role: Role, kind: DepartmentKind = DepartmentKind.EDUCATION) -> Viewer:
        name = f"{role}.{kind}"
        if name not in self.people:
            user = User.objects.create(username=name, name=name, joined_at=AT)
            department = self.departments[kind]
            DepartmentMembership.objects.create(user=user, department=department, role=role, from_on=SINCE)
            self.people[name] = viewer_of(user, on=ON)
        return self.people[name]

    @property
    def clerk(self) -> Viewer:
        return self.as_role(Role.SERVICE_CENTRE_CLERK, DepartmentKind.SERVICE_CENTRE)

    @property
    def chief(self) -> Viewer:
        return self.as_role(Role.SECTION_CHIEF)

    @property
    def officer(self) -> Viewer:
        return self.as_role(Role.TOWN_OFFICER, DepartmentKind.TOWN_OFFICE)

    def of(self, kind: DepartmentKind) -> Viewer:
        return self.as_role(Role.DEPARTMENT_OFFICER, kind)

    @property
    def owner(self) -> Viewer:
        return self.owner_of(self.school)

    def owner_of(self, institution: Institution) -> Viewer:
        name = f"owner.{institution.pk}"
        if name not in self.people:
            user = User.objects.create(username=name, name=name, joined_at=AT)
            InstitutionMembership.objects.create(
                user=user, institution=institution, role=Role.INSTITUTION_OWNER, from_on=SINCE
            )
            self.people[name] = viewer_of(user, on=ON)
        return self.people[name]

    # --- what happens in a case ---

    def draft(self, kind: CaseKind, payload: dict[str, Any], *, at: dt.datetime = AT, whole: bool = True) -> Any:
        row = drafts.open_case(
            kind=kind,
            institution=self.school,
            county=self.county,
            origin=CaseOrigin.OWNER,
            payload=payload,
            by=self.owner,
            at=at,
        )
        if whole:
            self.hand_in(row, at=at)
        return row

    def hand_in(self, row: RegistrationCase, *, at: dt.datetime = AT) -> None:
        for spec in KINDS[CaseKind(row.kind)].wanted(row.payload):
            if spec.required:
                attaching.add_document(case=row, key=spec.key, upload=scan(), by=self.owner, at=at)

    def submitted(self, kind: CaseKind, payload: dict[str, Any], *, at: dt.datetime = AT) -> Any:
        row = self.draft(kind, payload, at=at)
        return submitting.submit(case=row, expected_version=fresh(row).version, by=self.owner, at=at)

    def accepted(self, kind: CaseKind, payload: dict[str, Any], *, at: dt.datetime = AT) -> Any:
        return window.accept_case(case=self.submitted(kind, payload, at=at), by=self.clerk, at=at)

    def answer_all(self, row: RegistrationCase, *, at: dt.datetime = AT, number: str = "浙慈2026001") -> None:
        """Every step on a desk, by whom it lies with."""
        while True:
            open_steps = list(CaseStep.objects.filter(case=row, state__in=("waiting", "received")))
            if not open_steps:
                return
            for step in open_steps:
                self.answer(step, at=at, number=number)

    def answer(self, step: CaseStep, *, at: dt.datetime = AT, number: str = "浙慈2026001", **said: Any) -> CaseStep:
        spec = KINDS[CaseKind(step.case.kind)].steps_by_key[step.key]
        by = self.officer if step.town_id else self.of(DepartmentKind(step.department.kind))
        verb = StepVerb.REPORT_DONE if spec.registers else StepVerb.AGREE
        usual = {
            "verb": verb,
            "checks": {key: True for key, _ in spec.checks},
            "number": number if spec.registers else "",
            "registered_on": at.date() if spec.registers else None,
        }
        return steps.answer_step(step=step, by=by, at=at, **(usual | said))


def scan(name: str = "材料.png", shade: str = "navy") -> SimpleUploadedFile:
    """The same shade is the same file."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), shade).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def fresh(row: RegistrationCase) -> Any:
    return RegistrationCase.objects.get(pk=row.pk)


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> Office:
    """Papers are set by a stand-in: how they look is tested where they are set."""
    monkeypatch.setattr("cixi_oversight.documents.services.papers.set_pdf", lambda template, told: b"%PDF-1.7 result")
    county = County.objects.create(code="330282", name="慈溪市")
    town = Town.objects.create(county=county, code="330282001", name="浒山街道")
    departments = {
        kind: Department.objects.create(
            county=county, kind=kind, town=town if kind is DepartmentKind.TOWN_OFFICE else None, name=f"慈溪市{kind}"
        )
        for kind in DepartmentKind
    }
    by = system_viewer(label="tests")
    school = create_institution(
        county=county,
        name="慈溪市浒山求知教育培训有限公司",
        town=town,
        status=Status.OPERATING,
        effective_on=dt.date(2019, 3, 1),
        category=Category.ACADEMIC,
        legal_form=LegalForm.COMPANY,
        approval_authority=departments[DepartmentKind.EDUCATION],
        by=by,
        at=AT,
        why="建档",
    )
    records.record_permit(
        institution=school,
        number="教民133028270000001号",
        scope="小学、初中学科类培训",
        issued_on=dt.date(2024, 2, 29),
        expires_on=ENDS,
        by=by,
        at=AT,
    )
    return Office(county, town, departments, school)
