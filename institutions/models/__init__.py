from .case_document import CaseCorrection, CaseCorrectionItem, CaseDocument
from .course import Course, FeeItem
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
from .staff import StaffMember
from .statement import FinancialStatement
from .talk import RegulatoryTalk, TalkTransition
from .teaching_plan import LessonPlan, TeachingPlan
from .timetable import ClassGroup, TimetableSlot
from .training_material import TrainingMaterial

__all__ = [
    "CaseCorrection",
    "CaseCorrectionItem",
    "CaseDocument",
    "CaseStep",
    "CaseStepTransition",
    "CaseTransition",
    "CategoryRow",
    "ClassGroup",
    "Course",
    "EnrolmentReturn",
    "FeeItem",
    "FilingDue",
    "FilingMet",
    "FinancialStatement",
    "Institution",
    "InstitutionMembership",
    "InstitutionTransition",
    "InsurancePolicy",
    "LegalFormRow",
    "LessonPlan",
    "Permit",
    "PermitLapse",
    "Registration",
    "RegistrationCase",
    "RegulatoryTalk",
    "Site",
    "StaffMember",
    "TalkTransition",
    "TeachingPlan",
    "TimetableSlot",
    "TrainingMaterial",
]
