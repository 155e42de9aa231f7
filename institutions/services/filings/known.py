"""What the rules of a kind may ask besides the payload. `FACTS` holds what a kind's own gatherer adds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from institutions.enums.filings import FilingKind
from institutions.models import Filing
from institutions.rules.filings.schema import Known, Payload
from institutions.services.extensions import ADOPTED_CODES
from institutions.services.filings.nouns import (
    class_groups,
    courses,
    enrolment,
    insurance,
    profile,
    report,
    staff,
    statement,
    teaching_plan,
    training_material,
)

Facts = Callable[[Filing, dt.date], Mapping[str, Any]]

FACTS: Final[dict[FilingKind, Facts]] = {
    FilingKind.PROFILE: profile.facts,
    FilingKind.FINANCIAL_STATEMENT: statement.facts,
    FilingKind.ENROLMENT_RETURN: enrolment.facts,
    FilingKind.INSURANCE: insurance.facts,
    FilingKind.ANNUAL_REPORT: report.facts,
    FilingKind.STAFF: staff.facts,
    FilingKind.COURSES: courses.facts,
    FilingKind.CLASS_GROUPS: class_groups.facts,
    FilingKind.TEACHING_PLAN: teaching_plan.facts,
    FilingKind.TRAINING_MATERIAL: training_material.facts,
}


def known_of(filing: Filing, *, on: dt.date) -> Known:
    """Asked as of a day; a few queries, whatever the size of the payload."""
    kind = FilingKind(filing.kind)
    institution = filing.institution
    gather = FACTS.get(kind)
    return Known(
        on=on,
        period=filing.period,
        category=institution.category,
        stage=institution.stage,
        legal_form=institution.legal_form,
        adopted_code=adopted_code(filing.institution_id),
        before=before(filing),
        facts=gather(filing, on) if gather is not None else {},
    )


def adopted_code(institution_id: int) -> str | None:
    """None: no code is adopted, or the portal has no codes."""
    ask = ADOPTED_CODES.ask()
    return ask([institution_id]).get(institution_id) if ask is not None else None


def before(filing: Filing) -> Payload | None:
    """The payload in force for the same thing."""
    row = Filing.objects.all().same_thing(filing).in_force().first()
    return row.payload if row is not None else None
