"""Permits of the demo that ended: two for which nobody applied, one that silence renewed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from cixi_oversight import clock
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.cases import CaseKind, CaseOrigin
from institutions.models import Institution, Permit
from institutions.services.cases import deciding, drafts, night, submitting, window
from institutions.services.cases.effects import standing_permit
from institutions.services.cases.prefill import prefill
from institutions.services.records import record_permit

if TYPE_CHECKING:
    from cixi_oversight.demo.cases import Office

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = 7 * _DAY
_YEAR: Final = 365 * _DAY


def let_end(office: Office) -> None:
    """Two ran out a week ago: the night has found both, for one the bureau has begun to deregister."""
    ended, on = office.plan.as_of - _WEEK, office.workday(office.plan.as_of - _DAY)
    rows = [office.next_for(CaseKind.RENEWAL, on) for _ in range(2)]
    for row in filter(None, rows):
        _end(office, row, ended, clock.at(ended - 30 * _DAY, 9))
    night.find_lapses(county=office.county, on=on, at=clock.at(on, 1, 15))
    first = next(filter(None, rows), None)
    if first is None:
        return
    by, at = office.account("registrar"), clock.at(on, 8, 40)
    made = drafts.open_case(
        kind=CaseKind.DEREGISTRATION,
        institution=first,
        county=office.county,
        origin=CaseOrigin.EX_OFFICIO,
        payload=prefill(CaseKind.DEREGISTRATION, first, CaseOrigin.EX_OFFICIO),
        by=by,
        at=at,
    )
    submitting.submit(case=made, expected_version=made.version, by=by, at=at)
    window.accept_case(case=made, by=office.account("clerk"), at=at)


def let_silence_renew(office: Office) -> None:
    """Applied for six weeks before the end and accepted; the town never answered, and the permit's last day went by."""
    ended = office.plan.as_of - 4 * _DAY
    begun = office.workday(ended - 6 * _WEEK)
    row = office.next_for(CaseKind.RENEWAL, begun)
    if row is None:
        return
    _end(office, row, ended, clock.at(begun, 8))
    applicant, at = office.applicant(row), clock.at(begun, 9, 20)
    made = drafts.open_case(
        kind=CaseKind.RENEWAL,
        institution=row,
        county=office.county,
        origin=CaseOrigin.OWNER,
        payload={"students": 0} | prefill(CaseKind.RENEWAL, row, CaseOrigin.OWNER),
        by=applicant,
        at=at,
    )
    office.hand_in(made, at)
    submitting.submit(case=made, expected_version=made.version, by=applicant, at=at)
    window.accept_case(case=made, by=office.account("clerk"), at=clock.at(office.workday(begun + 3 * _DAY), 11))
    portal = system_viewer(label="institutions.cases")
    deciding.renew_by_silence(case=made, by=portal, at=clock.at(ended + _DAY, 1, 15), codes=office.codes())


def _end(office: Office, row: Institution, ended: dt.date, at: dt.datetime) -> None:
    """The register is put right: the permit ends on that day."""
    old: Permit | None = standing_permit(row)
    if old is None:
        return
    record_permit(
        institution=row,
        supersedes=old,
        number=old.number,
        name_on_permit=old.name_on_permit,
        scope=old.scope,
        authority=old.authority,
        issued_on=old.issued_on if old.issued_on and old.issued_on < at.date() else ended - 3 * _YEAR,
        expires_on=ended,
        why="与许可证原件核对，更正有效期",
        by=office.account("registrar"),
        at=at,
    )
