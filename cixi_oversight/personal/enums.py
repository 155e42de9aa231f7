"""Closed sets of the vault of personal data (decision 13)."""

from enum import StrEnum


class Kind(StrEnum):
    """Whom a row is about. Parents, students and payees come with contracts and refunds."""

    CONTACT = "contact"  # of an institution
    COMPLAINANT = "complainant"
    PARENT = "parent"
    STUDENT = "student"
    PAYEE = "payee"
    STAFF = "staff"  # works for an institution
    ACCOUNT = "account"  # who works in the portal


class Field(StrEnum):
    """What is known of a person, each sealed by itself."""

    NAME = "name"
    PHONE = "phone"
    DOCUMENT_NUMBER = "document_number"
    PAYEE_ACCOUNT = "payee_account"
    ADDRESS = "address"
    CERTIFICATE_NUMBER = "certificate_number"  # of a teacher certificate


class DocumentType(StrEnum):
    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PERMANENT_RESIDENT = "permanent_resident"


class DataClass(StrEnum):
    """Personal Information Protection Law, arts. 28 and 51(2)."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Purpose(StrEnum):
    REACH_INSTITUTION = "reach_institution"
    HANDLE_COMPLAINT = "handle_complaint"
    REACH_FAMILY = "reach_family"
    PAY_OUT = "pay_out"
    CHECK_STAFF = "check_staff"
    REACH_ACCOUNT = "reach_account"


class Basis(StrEnum):
    """Personal Information Protection Law, art. 13."""

    STATUTORY_DUTY = "statutory_duty"
    OWN_WISH = "own_wish"
    GUARDIAN_CONSENT = "guardian_consent"


class Capacity(StrEnum):
    """As what a contact answers for an institution."""

    SPONSOR = "sponsor"
    LEGAL_REPRESENTATIVE = "legal_representative"
    PRINCIPAL = "principal"
    FINANCE = "finance"


ONE_AT_A_TIME = frozenset({Capacity.LEGAL_REPRESENTATIVE, Capacity.PRINCIPAL})


class Act(StrEnum):
    """What lets a value out of the vault, or tells something of it."""

    REVEAL = "reveal"
    LOOK_UP = "look_up"
    LIST = "list"  # taken with a whole call list


class Call(StrEnum):
    """How a call of a list went."""

    WAITING = "waiting"
    REACHED = "reached"
    NOT_REACHED = "not_reached"


class ConsentAct(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class ConsentForm(StrEnum):
    """How the guardian said so."""

    PAPER = "paper"  # signed; the sheet stays with the office
    IN_PERSON = "in_person"
    CONTRACT = "contract"  # in the training contract


class MaskLevel(StrEnum):
    """How much of a value a role is shown without asking for it."""

    PARTLY = "partly"  # 138****5678
    PRESENCE = "presence"  # only that one is on record
    NOTHING = "nothing"
