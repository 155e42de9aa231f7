"""The main road of a case, at the services."""

from __future__ import annotations

from cixi_oversight.documents.models import Paper
from institutions.enums import LegalForm
from institutions.enums.cases import CaseKind, CaseState
from institutions.models import CaseStep, Institution, RegistrationCase
from institutions.services.cases import deciding
from institutions.services.cases.deciding import Said
from institutions.services.cases.holds import case_holds
from tests.institutions.cases.conftest import AT, NONPROFIT, ON, Office, fresh


def test_a_school_becomes_non_profit_and_is_held_until_its_business_is_changed(office: Office) -> None:
    case = office.accepted(CaseKind.NONPROFIT_CONVERSION, NONPROFIT)
    assert case.number == "ZR330282-2026-00001"
    assert {step.key for step in CaseStep.objects.filter(case=case, state="waiting")} == {"town_check", "civil_opinion"}
    office.answer_all(case)
    assert fresh(case).state == CaseState.TO_DECIDE
    said = Said("材料齐全", permit=deciding.proposed_permit(fresh(case), ON))
    deciding.grant(case=case, said=said, by=office.chief, at=AT)
    assert fresh(case).state == CaseState.FOLLOWING
    assert case_holds([office.school.pk], ON)[office.school.pk].case_number == case.number
    assert Paper.objects.get(subject_kind="registration_case").number.endswith("1号")
    office.answer_all(case)
    row = RegistrationCase.objects.get(pk=case.pk)
    school = Institution.objects.get(pk=office.school.pk)
    assert (row.state, school.legal_form) == (CaseState.COMPLETED, LegalForm.PRIVATE_NON_ENTERPRISE)
    assert school.name == NONPROFIT["new_name"]
    assert school.permits.standing().get().name_on_permit == NONPROFIT["new_name"]
    assert case_holds([school.pk], ON) == {}
