"""Whose application it is, and when it may be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cixi_oversight.errors import StaleVersion, WrongState
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from institutions.enums.cases import AT_COUNTER, CaseOrigin, CaseState
from institutions.errors.cases import NotYourCase
from institutions.models import RegistrationCase
from institutions.models.registration_case import SUBJECT
from institutions.services.cases.moving import locked

_EDITABLE: Final = (CaseState.DRAFT, CaseState.RETURNED)


def is_applicant(row: RegistrationCase, by: Viewer) -> bool:
    """Whose application it is: the institution's owner, or the holder of the entry's link; at the counter the window
    writes for the applicant."""
    if by.kind is ViewerKind.SYSTEM:
        return True
    if by.kind is ViewerKind.LINK:
        return by.subject == (SUBJECT, row.pk) and row.origin == CaseOrigin.APPLICANT
    owns = Role.INSTITUTION_OWNER in by.roles and row.institution_id in by.institution_ids
    return owns or (row.origin in AT_COUNTER and is_window(by))


def in_person(by: Viewer) -> Viewer:
    """Who holds an entry's link moves it as an owner moves a case: `is_applicant` has said that it is theirs."""
    return replace(by, roles=frozenset({Role.INSTITUTION_OWNER})) if by.kind is ViewerKind.LINK else by


def is_window(by: Viewer) -> bool:
    return bool(by.roles & {Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR, Role.SECTION_CHIEF})


def check_applicant(row: RegistrationCase, by: Viewer) -> None:
    if not is_applicant(row, by):
        raise NotYourCase


def editable(case: RegistrationCase, version: int | None, by: Viewer) -> RegistrationCase:
    """The row, locked. Raises NotFound, NotYourCase, WrongState, StaleVersion."""
    row = locked(case, by=by)
    check_applicant(row, by)
    if row.state not in _EDITABLE:
        raise WrongState
    if version is not None and row.version != version:
        raise StaleVersion
    return row
