from .case_document import CaseCorrection, CaseCorrectionItem, CaseDocument
from .dated import CategoryRow, LegalFormRow
from .enrolment import EnrolmentReturn
from .filing import FilingDue, FilingMet
from .institution import Institution, InstitutionTransition
from .insurance import InsurancePolicy
from .membership import InstitutionMembership
from .permit import Permit, Registration
from .permit_lapse import PermitLapse
from .registration_case import CaseStep, CaseStepTransition, CaseTransition, RegistrationCase
from .site import Site
from .statement import FinancialStatement
from .talk import RegulatoryTalk, TalkTransition

__all__ = [
    "CaseCorrection",
    "CaseCorrectionItem",
    "CaseDocument",
    "CaseStep",
    "CaseStepTransition",
    "CaseTransition",
    "CategoryRow",
    "EnrolmentReturn",
    "FilingDue",
    "FilingMet",
    "FinancialStatement",
    "Institution",
    "InstitutionMembership",
    "InstitutionTransition",
    "InsurancePolicy",
    "LegalFormRow",
    "Permit",
    "PermitLapse",
    "Registration",
    "RegistrationCase",
    "RegulatoryTalk",
    "Site",
    "TalkTransition",
]
