"""Whether a kind of case fits an institution, and when silence renews a permit. Plain decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cixi_oversight.errors import Message, msg
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.rules.deadline_kinds import KINDS as DEADLINES
from cixi_oversight.policy.rules.deadlines import add_months
from institutions.enums import ACTIVE, Category, LegalForm, Status
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState

ANSWERABLE = frozenset({CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.TO_DECIDE})


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of an institution on the day. `permit_ends`: None without a permit or without an end."""

    status: Status
    category: Category | None
    legal_form: LegalForm | None
    has_permit: bool
    permit_ends: dt.date | None


def unfit(kind: CaseKind, known: Known, on: dt.date, origin: CaseOrigin = CaseOrigin.OWNER) -> Message | None:
    """Why this kind does not fit; None where it does."""
    if known.status not in ACTIVE:
        return msg("it is not on the register as a living institution.")
    if kind is CaseKind.NONPROFIT_CONVERSION:
        if known.category is not Category.ACADEMIC:
            return msg("only academic schools have to become non-profit.")
        if known.legal_form is LegalForm.PRIVATE_NON_ENTERPRISE:
            return msg("it is a non-profit unit already.")
    if kind is CaseKind.CATEGORY_CONVERSION and known.category is not Category.ACADEMIC:
        return msg("it does not teach academic subjects.")
    if kind in (CaseKind.RENEWAL, CaseKind.CHANGE) and not known.has_permit:
        return msg("no permit is on record.")
    if kind is CaseKind.RENEWAL:
        if known.permit_ends is None:
            return msg("its permit has no end.")
        if known.permit_ends < on:
            return msg("its permit has ended; a permit that has ended cannot be renewed.")
    if origin is CaseOrigin.EX_OFFICIO:
        if kind is not CaseKind.DEREGISTRATION:
            return msg("only a deregistration is opened ex officio.")
        if known.permit_ends is None or known.permit_ends >= on:
            return msg("its permit is still in force.")
    return None


def last_day_to_apply(permit_ends: dt.date) -> dt.date:
    """行政许可法 50: thirty calendar days before the permit's last day."""
    return permit_ends - dt.timedelta(days=DEADLINES[DeadlineCode.LICENCE_RENEWAL].amount)


def renewed_by_silence(state: CaseState, applied_on: dt.date, permit_ends: dt.date, on: dt.date) -> bool:
    """Applied for in time, complete as far as anybody has said, and no answer by the permit's last day."""
    return state in ANSWERABLE and applied_on <= last_day_to_apply(permit_ends) and on > permit_ends


def next_end(issued_on: dt.date | None, ends_on: dt.date, months: int) -> dt.date:
    """The last day of the renewed permit: as long again as it was, or `months` where its beginning is unknown. 29
    February ends on the 28th of a common year."""
    if issued_on is not None:
        months = max(12, round((ends_on - issued_on).days / 30.4375 / 12) * 12)
    return add_months(ends_on, months)


def first_end(issued_on: dt.date, months: int) -> dt.date:
    """The last day of a first permit: the day before the corresponding one."""
    return add_months(issued_on, months) - dt.timedelta(days=1)


def notice_ends(notice_on: dt.date) -> dt.date:
    """实施条例 50: six months lie between the announcement and the end."""
    return add_months(notice_on, 6)
