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
    return next((why for holds, why in _obstacles(kind, known, on, origin) if holds), None)


def _obstacles(kind: CaseKind, known: Known, on: dt.date, origin: CaseOrigin) -> list[tuple[bool, Message]]:
    ends = known.permit_ends
    academic = known.category is Category.ACADEMIC
    nonprofit = kind is CaseKind.NONPROFIT_CONVERSION
    renewal = kind is CaseKind.RENEWAL
    found = [
        (known.status not in ACTIVE, msg("it is not on the register as a living institution.")),
        (nonprofit and not academic, msg("only academic schools have to become non-profit.")),
        (
            nonprofit and known.legal_form is LegalForm.PRIVATE_NON_ENTERPRISE,
            msg("it is a non-profit unit already."),
        ),
        (kind is CaseKind.CATEGORY_CONVERSION and not academic, msg("it does not teach academic subjects.")),
        (kind in (CaseKind.RENEWAL, CaseKind.CHANGE) and not known.has_permit, msg("no permit is on record.")),
        (renewal and ends is None, msg("its permit has no end.")),
        (
            renewal and ends is not None and ends < on,
            msg("its permit has ended; a permit that has ended cannot be renewed."),
        ),
    ]
    if origin is CaseOrigin.EX_OFFICIO:
        found += [
            (kind is not CaseKind.DEREGISTRATION, msg("only a deregistration is opened ex officio.")),
            (ends is None or ends >= on, msg("its permit is still in force.")),
        ]
    return found


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
