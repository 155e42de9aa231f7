"""Every closed set of the register in words. Views word them in the reader's language."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums import (
    Category,
    Gap,
    InsuranceKind,
    LegalForm,
    Occasion,
    RegistrationKind,
    Stage,
    Status,
    TalkState,
    TalkVerb,
    Verb,
)

CATEGORY: Final[dict[StrEnum, Message]] = {
    Category.ACADEMIC: msg("Academic"),
    Category.ARTS: msg("Arts"),
    Category.SPORTS: msg("Sports"),
    Category.SCI_TECH: msg("Sci-tech"),
    Category.OTHER: msg("Other non-academic"),
}
LEGAL_FORM: Final[dict[StrEnum, Message]] = {
    LegalForm.COMPANY: msg("Company"),
    LegalForm.PRIVATE_NON_ENTERPRISE: msg("Private non-enterprise unit"),
    LegalForm.SOLE_TRADER: msg("Sole trader"),
    LegalForm.PARTNERSHIP: msg("Partnership"),
    LegalForm.PUBLIC_INSTITUTION: msg("Public institution"),
}
STAGE: Final[dict[StrEnum, Message]] = {
    Stage.PRESCHOOL: msg("Preschool"),
    Stage.COMPULSORY: msg("Compulsory education"),
    Stage.HIGH_SCHOOL: msg("High school"),
    Stage.MIXED: msg("Several stages"),
}
STATUS: Final[dict[StrEnum, Message]] = {
    Status.APPLYING: msg("Applying"),
    Status.OPERATING: msg("Operating"),
    Status.SUSPENDED: msg("Suspended"),
    Status.CLOSING: msg("Closing"),
    Status.DEREGISTERED: msg("Deregistered"),
    Status.CLOSED_BY_ORDER: msg("Closed by order"),
    Status.VANISHED: msg("Cannot be found"),
}
VERB: Final[dict[StrEnum, Message]] = {
    Verb.REGISTER: msg("Enter in the register"),
    Verb.OPEN: msg("Allow to open"),
    Verb.SUSPEND: msg("Suspend teaching"),
    Verb.RESUME: msg("Resume teaching"),
    Verb.START_CLOSING: msg("Start closing"),
    Verb.WITHDRAW_CLOSING: msg("Withdraw closing"),
    Verb.DEREGISTER: msg("Deregister"),
    Verb.CLOSE_BY_ORDER: msg("Close by order"),
    Verb.REPORT_VANISHED: msg("Report as not to be found"),
    Verb.FOUND_AGAIN: msg("Found again"),
}
GAP: Final[dict[StrEnum, Message]] = {
    Gap.USCC: msg("No unified social credit code"),
    Gap.TOWN: msg("Town unknown"),
    Gap.CATEGORY: msg("Category unknown"),
    Gap.LEGAL_FORM: msg("Legal form unknown"),
}
REGISTRATION_KIND: Final[dict[StrEnum, Message]] = {
    RegistrationKind.BUSINESS: msg("Business licence"),
    RegistrationKind.PRIVATE_NON_ENTERPRISE: msg("Certificate of a private non-enterprise unit"),
    RegistrationKind.PUBLIC_INSTITUTION: msg("Certificate of a public institution"),
}
INSURANCE_KIND: Final[dict[StrEnum, Message]] = {
    InsuranceKind.PREMISES_LIABILITY: msg("Premises liability insurance"),
    InsuranceKind.STUDENT_COVER: msg("Student cover"),
    InsuranceKind.TUITION: msg("Tuition performance bond"),
}
TALK_STATE: Final[dict[StrEnum, Message]] = {
    TalkState.PLANNED: msg("Talk planned"),
    TalkState.NOTIFIED: msg("Notice issued"),
    TalkState.HELD: msg("Talk held"),
    TalkState.CANCELLED: msg("Talk cancelled"),
}
TALK_VERB: Final[dict[StrEnum, Message]] = {
    TalkVerb.PLAN: msg("Plan a regulatory talk"),
    TalkVerb.NOTIFY: msg("Issue the notice"),
    TalkVerb.HOLD: msg("Record the talk"),
    TalkVerb.CANCEL: msg("Cancel the talk"),
}
OCCASION: Final[dict[StrEnum, Message]] = {
    Occasion.YELLOW_CODE: msg("Yellow code adopted"),
    Occasion.RED_CODE: msg("Red code adopted"),
    Occasion.COMPLAINTS: msg("Complaints"),
    Occasion.FUNDS: msg("Supervision of funds"),
    Occasion.FILINGS: msg("Filings overdue"),
    Occasion.SAFETY: msg("Safety"),
    Occasion.OTHER: msg("Other matter"),
}
