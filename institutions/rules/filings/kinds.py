"""Every kind of filing that can be filed here. A kind whose form is not listed cannot be started."""

from __future__ import annotations

from typing import Final

from institutions.enums.filings import FilingKind
from institutions.rules.filings.forms import (
    annual_report,
    class_groups,
    courses,
    enrolment_return,
    financial_statement,
    insurance,
    profile,
    staff,
    teaching_plan,
    training_material,
)
from institutions.rules.filings.schema import FilingForm

FORMS: Final[dict[FilingKind, FilingForm]] = {
    form.kind: form
    for form in (
        profile.FORM,
        financial_statement.FORM,
        enrolment_return.FORM,
        insurance.FORM,
        annual_report.FORM,
        staff.FORM,
        courses.FORM,
        class_groups.FORM,
        teaching_plan.FORM,
        training_material.FORM,
    )
}
