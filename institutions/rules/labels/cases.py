"""Closed sets of admission cases in words."""

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.cases import (
    CaseKind,
    CaseOrigin,
    CaseState,
    CaseVerb,
    ChangeItem,
    Decision,
    DocumentState,
    Ground,
    StepParty,
    StepPhase,
    StepState,
    StepVerb,
)

CASE_KIND: Final[dict[StrEnum, Message]] = {
    CaseKind.ENTRY: msg("New entry"),
    CaseKind.NONPROFIT_CONVERSION: msg("Conversion to non-profit"),
    CaseKind.CATEGORY_CONVERSION: msg("Conversion to non-academic"),
    CaseKind.CHANGE: msg("Change of the permit"),
    CaseKind.RENEWAL: msg("Renewal of the permit"),
    CaseKind.DEREGISTRATION: msg("Deregistration"),
}
CASE_STATE: Final[dict[StrEnum, Message]] = {
    CaseState.DRAFT: msg("Draft"),
    CaseState.SUBMITTED: msg("Submitted, waits for the window"),
    CaseState.RETURNED: msg("Returned for correction"),
    CaseState.IN_REVIEW: msg("Accepted, authorities are asked"),
    CaseState.TO_DECIDE: msg("To be decided"),
    CaseState.FOLLOWING: msg("Granted, registrations follow"),
    CaseState.COMPLETED: msg("Completed"),
    CaseState.REFUSED: msg("Licence refused"),
    CaseState.NOT_ACCEPTED: msg("Not accepted"),
    CaseState.WITHDRAWN: msg("Application withdrawn"),
}
CASE_VERB: Final[dict[StrEnum, Message]] = {
    CaseVerb.OPEN: msg("Began an application"),
    CaseVerb.SUBMIT: msg("Submit"),
    CaseVerb.RETURN: msg("Return for correction"),
    CaseVerb.RESUBMIT: msg("Submit again"),
    CaseVerb.ACCEPT: msg("Accept the application"),
    CaseVerb.DEEM_ACCEPTED: msg("Counts as accepted"),
    CaseVerb.NOT_ACCEPT: msg("Do not accept"),
    CaseVerb.ANSWERED: msg("All authorities have answered"),
    CaseVerb.GRANT: msg("Grant the application"),
    CaseVerb.REFUSE: msg("Refuse the application"),
    CaseVerb.RENEW_BY_SILENCE: msg("Renewed by silence"),
    CaseVerb.COMPLETE: msg("Complete"),
    CaseVerb.WITHDRAW: msg("Withdraw the application"),
}
ORIGIN: Final[dict[StrEnum, Message]] = {
    CaseOrigin.OWNER: msg("Online, by the institution"),
    CaseOrigin.APPLICANT: msg("Online, by an applicant without account"),
    CaseOrigin.COUNTER: msg("At the counter"),
    CaseOrigin.EX_OFFICIO: msg("Ex officio"),
}
STEP_PARTY: Final[dict[StrEnum, Message]] = {
    StepParty.TOWN: msg("Town"),
    StepParty.BUREAU: msg("Education bureau"),
    StepParty.SECTOR: msg("Sector authority"),
    StepParty.REGISTRATION: msg("Registration authority"),
    StepParty.CIVIL_AFFAIRS: msg("Civil affairs"),
    StepParty.MARKET_SUPERVISION: msg("Market supervision"),
    StepParty.FIRE: msg("Fire brigade"),
}
PHASE: Final[dict[StrEnum, Message]] = {
    StepPhase.REVIEW: msg("Before the decision"),
    StepPhase.FOLLOWING: msg("After the decision"),
}
STEP_STATE: Final[dict[StrEnum, Message]] = {
    StepState.PENDING: msg("Not yet its turn"),
    StepState.WAITING: msg("Handed over, not signed for"),
    StepState.RECEIVED: msg("Signed for"),
    StepState.AGREED: msg("Agreed"),
    StepState.OBJECTED: msg("Objected"),
    StepState.DONE: msg("Registration made"),
    StepState.DROPPED: msg("No longer needed"),
}
STEP_VERB: Final[dict[StrEnum, Message]] = {
    StepVerb.HAND_OVER: msg("Handed over to the authority"),
    StepVerb.RECEIVE: msg("Sign for it"),
    StepVerb.AGREE: msg("Agree"),
    StepVerb.OBJECT: msg("Object"),
    StepVerb.REPORT_DONE: msg("Report the registration"),
    StepVerb.DROP: msg("No longer needed"),
}
DOCUMENT_STATE: Final[dict[StrEnum, Message]] = {
    DocumentState.HANDED_IN: msg("Handed in"),
    DocumentState.TO_CORRECT: msg("To be corrected"),
    DocumentState.ACCEPTED: msg("Document in order"),
    DocumentState.REPLACED: msg("Replaced"),
    DocumentState.REMOVED: msg("Taken out"),
}
DECISION: Final[dict[StrEnum, Message]] = {
    Decision.GRANTED: msg("Granted"),
    Decision.BY_SILENCE: msg("Renewed by silence"),
    Decision.REFUSED: msg("Licence refused"),
    Decision.NOT_ACCEPTED: msg("Not accepted"),
}
CHANGE_ITEM: Final[dict[StrEnum, Message]] = {
    ChangeItem.NAME: msg("Name"),
    ChangeItem.SITE: msg("Site"),
    ChangeItem.SCOPE: msg("Scope of teaching"),
}
GROUND: Final[dict[StrEnum, Message]] = {
    Ground.CHARTER: msg("By its charter, of its own will"),
    Ground.INSOLVENT: msg("Insolvent, cannot go on"),
    Ground.REVOKED: msg("Permit revoked"),
    Ground.PERMIT_ENDED: msg("Permit ended without renewal"),
}
