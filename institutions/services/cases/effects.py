"""What a decision and a registration change in the register. Each by the noun's own service, with the case as cause."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, Town
from institutions.enums import Category, LegalForm, RegistrationKind, Stage, Status, Verb
from institutions.enums.cases import CaseKind
from institutions.errors import NothingChanged
from institutions.errors.gaps import GapListOpen, NoStandard
from institutions.models import CaseStep, Institution, Permit, RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.rules.cases.kinds import KINDS, SECTORS
from institutions.rules.uscc import fault_of
from institutions.services import dated, gaps, records, register, sites, status
from institutions.services.authorities import set_authorities
from institutions.services.words import day_of

_NONPROFIT = LegalForm.PRIVATE_NON_ENTERPRISE


@dataclass(frozen=True, slots=True)
class NewPermit:
    """The permit that a decision gives."""

    number: str
    expires_on: dt.date | None


def on_granted(row: RegistrationCase, permit: NewPermit | None, *, by: Viewer, at: dt.datetime) -> Institution:
    """`by` carries the case's right. Returns the institution, which an entry makes."""
    kind = CaseKind(row.kind)
    why = f"准予：{row.number}"
    if kind is CaseKind.ENTRY:
        _enter(row, why, by=by, at=at)
    institution = of(row)
    if kind is CaseKind.CATEGORY_CONVERSION:
        _convert_category(row, institution, why, by=by, at=at)
    elif kind is CaseKind.CHANGE:
        _change(row, institution, why, by=by, at=at)
    elif kind is CaseKind.DEREGISTRATION and institution.status in (Status.OPERATING, Status.SUSPENDED):
        _status(row, Verb.START_CLOSING, why, by=by, at=at)
    if permit is not None and KINDS[kind].issues_permit:
        _record_permit(row, permit, why, by=by, at=at)
    return institution


def on_registered(row: RegistrationCase, step: CaseStep, *, by: Viewer, at: dt.datetime) -> None:
    """A registration authority has reported: number and day stand in the step."""
    number, on = step.facts["number"], dt.date.fromisoformat(step.facts["registered_on"])
    why = f"登记：{row.number}"
    if step.key == "civil_registration":
        _register_nonprofit(row, number, on, why, by=by, at=at)
    elif step.key == "deregistration":
        _status(row, Verb.DEREGISTER, why, by=by, at=at)
    elif step.key in ("registration", "registration_change", "business_change"):
        _record_registration(row, step, number, on, why, by=by, at=at)
        if step.key == "registration":
            _status(row, Verb.OPEN, why, by=by, at=at)


def of(row: RegistrationCase) -> Institution:
    """The case's institution. Raises NotFound where an entry has not made it yet."""
    if row.institution is None:
        raise NotFound
    return row.institution


def standing_permit(institution: Institution) -> Permit | None:
    row: Permit | None = institution.permits.standing().order_by("-recorded_at", "-pk").first()
    return row


def office(row: RegistrationCase, kind: DepartmentKind) -> Department | None:
    return Department.objects.filter(county=row.county_id, kind=kind, town=None).first()


def _enter(row: RegistrationCase, why: str, *, by: Viewer, at: dt.datetime) -> None:
    said = row.payload
    category = Category(said["category"])
    form = LegalForm(said["legal_form"])
    civil = form is _NONPROFIT
    bureau = office(row, DepartmentKind.EDUCATION)
    sector = office(row, SECTORS.get(category, DepartmentKind.EDUCATION)) or bureau
    row.institution = register.create_institution(
        county=row.county,
        name=said["name"],
        town=row.town,
        category=category,
        legal_form=form,
        stage=Stage(said["stage"]),
        approval_authority=bureau,
        sector_authority=sector,
        registration_authority=office(
            row, DepartmentKind.CIVIL_AFFAIRS if civil else DepartmentKind.MARKET_SUPERVISION
        ),
        supervising_authority=bureau,
        by=by,
        at=at,
        why=why,
    )
    RegistrationCase.objects.filter(pk=row.pk).update(institution=row.institution)
    sites.create_site(
        institution=row.institution,
        address=said["address"],
        town=row.town,
        usable_m2=Decimal(said["area_m2"]),
        by=by,
        at=at,
        why=why,
    )


def _convert_category(
    row: RegistrationCase, institution: Institution, why: str, *, by: Viewer, at: dt.datetime
) -> None:
    """谁审批、谁负责: the authority that receives it is in charge from now on."""
    category = Category(row.payload["to_category"])
    with suppress(NothingChanged):
        dated.set_category(institution=institution, category=category, from_on=day_of(at), by=by, at=at, why=why)
    receiving = office(row, SECTORS.get(category, DepartmentKind.EDUCATION))
    _edit(institution, why, by=by, at=at, name=row.payload["new_name"])
    if receiving is not None:
        _responsible(row, institution, why, by=by, at=at, approval=receiving, sector=receiving)
    with suppress(GapListOpen, NoStandard):  # a county that has set no standards receives without a list
        gaps.open_gap_list(institution=institution, case_id=row.pk, by=by, at=at)


def _responsible(
    row: RegistrationCase,
    institution: Institution,
    why: str,
    *,
    by: Viewer,
    at: dt.datetime,
    **authorities: Department | None,
) -> None:
    """Dated, with the case as its cause."""
    cause = ("registration_case", row.pk)
    with suppress(NothingChanged):
        set_authorities(institution=institution, authorities=authorities, by=by, at=at, why=why, cause=cause)


def _change(row: RegistrationCase, institution: Institution, why: str, *, by: Viewer, at: dt.datetime) -> None:
    said = row.payload
    items = set(said.get("items") or [])
    facts: dict[str, Any] = {}
    if "name" in items:
        facts["name"] = said["new_name"]
    if "site" in items:
        town = Town.objects.filter(county=row.county, code=said["town"]).first()
        facts["town"] = town
        sites.create_site(
            institution=institution, address=said["address"], town=town, is_main=True, by=by, at=at, why=why
        )
    if facts:
        _edit(institution, why, by=by, at=at, **facts)


def _edit(institution: Institution, why: str, *, by: Viewer, at: dt.datetime, **facts: Any) -> None:
    fresh = Institution.objects.get(pk=institution.pk)
    with suppress(NothingChanged):
        register.edit_facts(institution=fresh, expected_version=fresh.version, by=by, at=at, why=why, **facts)
    institution.refresh_from_db()


def _record_permit(row: RegistrationCase, new: NewPermit, why: str, *, by: Viewer, at: dt.datetime) -> None:
    institution = of(row)
    old = standing_permit(institution)
    category = row.payload.get("to_category")
    receiving = office(row, SECTORS.get(Category(category), DepartmentKind.EDUCATION)) if category else None
    records.record_permit(
        institution=institution,
        number=new.number,
        supersedes=old,
        name_on_permit=row.payload.get("new_name") or institution.name,
        scope=row.payload.get("scope") or (old.scope if old else ""),
        authority=receiving or (old.authority if old else None) or office(row, DepartmentKind.EDUCATION),
        issued_on=day_of(at),
        expires_on=new.expires_on,
        is_open_ended=new.expires_on is None,
        by=by,
        at=at,
        why=why,
    )


def _register_nonprofit(
    row: RegistrationCase, number: str, on: dt.date, why: str, *, by: Viewer, at: dt.datetime
) -> None:
    institution = of(row)
    kind = RegistrationKind.PRIVATE_NON_ENTERPRISE
    records.record_registration(
        institution=institution,
        kind=kind,
        number=number,
        supersedes=institution.registrations.standing().filter(kind=kind).first(),
        name_on_certificate=row.payload["new_name"],
        registered_on=on,
        registered_capital_fen=row.payload.get("capital_fen"),
        by=by,
        at=at,
        why=why,
    )
    with suppress(NothingChanged):
        dated.set_legal_form(institution=institution, legal_form=_NONPROFIT, from_on=on, by=by, at=at, why=why)
    _edit(institution, why, by=by, at=at, name=row.payload["new_name"])
    _take_code(institution, number, why, by=by, at=at)  # another registrar, another code
    _responsible(
        row,
        institution,
        why,
        by=by,
        at=at,
        registration=office(row, DepartmentKind.CIVIL_AFFAIRS),
        supervising=office(row, DepartmentKind.EDUCATION),
    )


def _record_registration(
    row: RegistrationCase, step: CaseStep, number: str, on: dt.date, why: str, *, by: Viewer, at: dt.datetime
) -> None:
    """The registration as it stands now; of a non-profit conversion the business is wound up, so nothing stands."""
    institution = of(row)
    if row.kind == CaseKind.NONPROFIT_CONVERSION:
        return
    civil = institution.legal_form == _NONPROFIT
    kind = RegistrationKind.PRIVATE_NON_ENTERPRISE if civil else RegistrationKind.BUSINESS
    old = institution.registrations.standing().filter(kind=kind).first()
    records.record_registration(
        institution=institution,
        kind=kind,
        number=number,
        supersedes=old,
        name_on_certificate=institution.name,
        scope=row.payload.get("scope") or (old.scope if old else ""),
        registered_on=on,
        registered_capital_fen=row.payload.get("capital_fen") or (old.registered_capital_fen if old else None),
        by=by,
        at=at,
        why=why,
    )
    if institution.uscc is None:
        _take_code(institution, number, why, by=by, at=at)


def _take_code(institution: Institution, number: str, why: str, *, by: Viewer, at: dt.datetime) -> None:
    """The certificate's number is the credit code, where it is one and nobody else bears it."""
    if fault_of(number) is None and not Institution.objects.filter(uscc=number).exists():
        _edit(institution, why, by=by, at=at, uscc=number)


def _status(row: RegistrationCase, verb: Verb, why: str, *, by: Viewer, at: dt.datetime) -> None:
    status.change_status(institution=of(row), verb=verb, by=by, why=why, at=at, cause=(SUBJECT, row.pk))
