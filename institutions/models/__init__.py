from .dated import CategoryRow, LegalFormRow
from .enrolment import EnrolmentReturn
from .filing import FilingDue, FilingMet
from .institution import Institution, InstitutionTransition
from .insurance import InsurancePolicy
from .membership import InstitutionMembership
from .permit import Permit, Registration
from .site import Site
from .statement import FinancialStatement
from .talk import RegulatoryTalk, TalkTransition

__all__ = [
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
    "Registration",
    "RegulatoryTalk",
    "Site",
    "TalkTransition",
]
