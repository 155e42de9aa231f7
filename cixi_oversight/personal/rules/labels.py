"""What the closed sets of the vault are called."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.personal.enums import (
    Act,
    Basis,
    Call,
    Capacity,
    ConsentAct,
    ConsentForm,
    DataClass,
    DocumentType,
    Field,
    Kind,
    Purpose,
)

KIND: Final[dict[Kind, Message]] = {
    Kind.CONTACT: msg("Contact of an institution"),
    Kind.COMPLAINANT: msg("Complainant"),
    Kind.PARENT: msg("Parent"),
    Kind.STUDENT: msg("Student"),
    Kind.PAYEE: msg("Payee"),
    Kind.STAFF: msg("Member of an institution's staff"),
    Kind.ACCOUNT: msg("Holder of an account"),
}
FIELD: Final[dict[StrEnum, Message]] = {
    Field.NAME: msg("Name of the person"),
    Field.PHONE: msg("Telephone of the person"),
    Field.DOCUMENT_NUMBER: msg("Document number"),
    Field.PAYEE_ACCOUNT: msg("Payee's account"),
    Field.ADDRESS: msg("Home address"),
    Field.CERTIFICATE_NUMBER: msg("Certificate number"),
}
DOCUMENT_TYPE: Final[dict[StrEnum, Message]] = {
    DocumentType.RESIDENT_ID: msg("Resident identity card"),
    DocumentType.PASSPORT: msg("Passport"),
    DocumentType.HK_MACAO_PERMIT: msg("Permit of Hong Kong and Macao residents"),
    DocumentType.TAIWAN_PERMIT: msg("Permit of Taiwan residents"),
    DocumentType.PERMANENT_RESIDENT: msg("Foreigner's permanent residence card"),
}
DATA_CLASS: Final[dict[DataClass, Message]] = {
    DataClass.PERSONAL: msg("Personal"),
    DataClass.SENSITIVE: msg("Sensitive"),
}
PURPOSE: Final[dict[Purpose, Message]] = {
    Purpose.REACH_INSTITUTION: msg("To reach those who answer for the institution"),
    Purpose.HANDLE_COMPLAINT: msg("To handle the complaint and answer it"),
    Purpose.REACH_FAMILY: msg("To reach the families when an institution fails"),
    Purpose.PAY_OUT: msg("To pay refunds and claims"),
    Purpose.CHECK_STAFF: msg("To check who works with children and who may teach"),
    Purpose.REACH_ACCOUNT: msg("To send the portal's messages to those who work in it"),
}
BASIS: Final[dict[Basis, Message]] = {
    Basis.STATUTORY_DUTY: msg("Statutory duty (Personal Information Protection Law, arts. 13(3) and 34)"),
    Basis.OWN_WISH: msg("Consent of the person (Personal Information Protection Law, art. 13(1))"),
    Basis.GUARDIAN_CONSENT: msg("Statutory duty; under 14 with the guardian's consent (arts. 28, 31 and 34)"),
}
CAPACITY: Final[dict[StrEnum, Message]] = {
    Capacity.SPONSOR: msg("Sponsor"),
    Capacity.LEGAL_REPRESENTATIVE: msg("Legal representative"),
    Capacity.PRINCIPAL: msg("Principal"),
    Capacity.FINANCE: msg("Finance contact"),
}
ACT: Final[dict[StrEnum, Message]] = {
    Act.REVEAL: msg("Shown in full"),
    Act.LOOK_UP: msg("Looked up by number"),
    Act.LIST: msg("Taken with a call list"),
}
CALL: Final[dict[StrEnum, Message]] = {
    Call.WAITING: msg("to be called"),
    Call.REACHED: msg("reached"),
    Call.NOT_REACHED: msg("not reached"),
}
CONSENT_ACT: Final[dict[StrEnum, Message]] = {
    ConsentAct.GIVEN: msg("given"),
    ConsentAct.WITHDRAWN: msg("withdrawn"),
}
CONSENT_FORM: Final[dict[StrEnum, Message]] = {
    ConsentForm.PAPER: msg("signed on paper"),
    ConsentForm.IN_PERSON: msg("in person"),
    ConsentForm.CONTRACT: msg("in the training contract"),
}
VERBS: Final[dict[str, Message]] = {
    "personal.enter_person": msg("Entered personal data"),
    "personal.change_person": msg("Corrected personal data"),
    "personal.add_contact": msg("Entered a contact"),
    "personal.edit_contact": msg("Corrected a contact"),
    "personal.end_contact": msg("Ended a contact"),
    "personal.reveal": msg("Looked at personal data in full"),
    "personal.look_up": msg("Looked somebody up by number"),
    "personal.make_list": msg("Made a call list"),
    "personal.take_list": msg("Took numbers of a call list"),
    "personal.take_number": msg("Took a person's number with a call list"),
    "personal.note_call": msg("Noted how a call went"),
    "personal.give_consent": msg("Recorded a guardian's consent"),
    "personal.withdraw_consent": msg("Recorded that a guardian's consent is withdrawn"),
    "personal.come_of_age": msg("A child turned 14: another class of data"),
    "personal.hold": msg("Put personal data under legal hold"),
    "personal.lift_hold": msg("Lifted a legal hold"),
    "personal.post_names": msg("Took names of teachers for posting"),
    "personal.erase": msg("Erased personal data"),
}
