from .annual import (
    AnnualBatch,
    AnnualBatchTransition,
    AnnualInspection,
    AnnualInspectionTransition,
    AnnualResult,
)
from .annual_report import AnnualReport
from .authority import AuthorityRow
from .case_document import CaseCorrection, CaseCorrectionItem, CaseDocument
from .collection import (
    Collection,
    CollectionAnswer,
    CollectionColumn,
    CollectionPart,
    CollectionPartTransition,
    CollectionRow,
    CollectionTransition,
)
from .course import Course, FeeItem
from .dated import CategoryRow, LegalFormRow
from .enrolment import EnrolmentReturn
from .filed import Filing, FilingComment, FilingTransition, FilingVersion
from .filing import FilingDue, FilingMet
from .guidance import GuidanceOutcome, GuidanceStep, Persuasion
from .institution import Institution, InstitutionTransition
from .insurance import InsurancePolicy
from .lookup import LookupEntry
from .membership import InstitutionMembership
from .notice import Notice, NoticeDelivery, NoticeReading, NoticeTransition
from .permit import Permit, Registration
from .permit_lapse import PermitLapse
from .premises import SitePremises
from .register_change import RegisterChange, RegisterChangeTransition
from .registration_case import CaseStep, CaseStepTransition, CaseTransition, RegistrationCase
from .school import School
from .settlement import CourseSettlement, SettlementTransition, UnfinishedCourse
from .site import Site
from .staff import StaffMember
from .standard import EntryStandard, GapItem, GapList, GapTransition
from .star import (
    StarApplication,
    StarApplicationTransition,
    StarItem,
    StarRating,
    StarRecusal,
    StarReview,
    StarStandard,
)
from .statement import FinancialStatement
from .suspected_site import SiteReport, SuspectedSite, SuspectedSiteTransition
from .talk import RegulatoryTalk, TalkTransition
from .teaching_plan import LessonPlan, TeachingPlan
from .timetable import ClassGroup, TimetableSlot
from .training_material import TrainingMaterial
from .whitelist import WhitelistEntry, WhitelistProposal, WhitelistPublication
from .zeroing import ZeroingEntry

__all__ = [
    "AnnualBatch",
    "AnnualBatchTransition",
    "AnnualInspection",
    "AnnualInspectionTransition",
    "AnnualReport",
    "AnnualResult",
    "AuthorityRow",
    "CaseCorrection",
    "CaseCorrectionItem",
    "CaseDocument",
    "CaseStep",
    "CaseStepTransition",
    "CaseTransition",
    "CategoryRow",
    "ClassGroup",
    "Collection",
    "CollectionAnswer",
    "CollectionColumn",
    "CollectionPart",
    "CollectionPartTransition",
    "CollectionRow",
    "CollectionTransition",
    "Course",
    "CourseSettlement",
    "EnrolmentReturn",
    "EntryStandard",
    "FeeItem",
    "Filing",
    "FilingComment",
    "FilingDue",
    "FilingMet",
    "FilingTransition",
    "FilingVersion",
    "FinancialStatement",
    "GapItem",
    "GapList",
    "GapTransition",
    "GuidanceOutcome",
    "GuidanceStep",
    "Institution",
    "InstitutionMembership",
    "InstitutionTransition",
    "InsurancePolicy",
    "LegalFormRow",
    "LessonPlan",
    "LookupEntry",
    "Notice",
    "NoticeDelivery",
    "NoticeReading",
    "NoticeTransition",
    "Permit",
    "PermitLapse",
    "Persuasion",
    "RegisterChange",
    "RegisterChangeTransition",
    "Registration",
    "RegistrationCase",
    "RegulatoryTalk",
    "School",
    "SettlementTransition",
    "Site",
    "SitePremises",
    "SiteReport",
    "StaffMember",
    "StarApplication",
    "StarApplicationTransition",
    "StarItem",
    "StarRating",
    "StarRecusal",
    "StarReview",
    "StarStandard",
    "SuspectedSite",
    "SuspectedSiteTransition",
    "TalkTransition",
    "TeachingPlan",
    "TimetableSlot",
    "TrainingMaterial",
    "UnfinishedCourse",
    "WhitelistEntry",
    "WhitelistProposal",
    "WhitelistPublication",
    "ZeroingEntry",
]
