"""Fields, documents and steps that several kinds share."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.cases import FieldType, StepParty, StepPhase
from institutions.rules.cases.schema import CaseDocumentSpec as Document
from institutions.rules.cases.schema import CaseField as Field
from institutions.rules.cases.schema import StepSpec as Step

STUDENTS: Final = Field("students", msg("Students enrolled now"), FieldType.COUNT)
UNEARNED: Final = Field(
    "unearned_fen", msg("Prepaid fees not yet consumed"), FieldType.YUAN, help=msg("All courses together, in yuan.")
)
REASON: Final = Field("reason", msg("Why it is applied for"), FieldType.LONG_TEXT, max_length=600)

APPLICATION: Final = Document("application", msg("Application, stamped"))
RESOLUTION: Final = Document("resolution", msg("Resolution of the sponsor or the board"))
OLD_PERMIT: Final = Document("old_permit", msg("Present permit, original and copy"), msg("To be handed back."))
CHARTER: Final = Document("charter", msg("Charter"))
STAFF: Final = Document(
    "staff", msg("Staff list with certificates"), msg("Posts, degrees, teacher certificates, yearly record check.")
)
PREMISES: Final = Document(
    "premises", msg("Proof of the premises"), msg("Property certificate or lease, at least its term.")
)
FIRE: Final = Document("fire", msg("Fire safety proof of the premises"))
ACCOUNT: Final = Document("account", msg("Agreement on the supervised account"))
UNFINISHED: Final = Document(
    "unfinished_courses",
    msg("Settlement table of unfinished courses, with the parents' consents"),
    msg("Every student: lessons left, sum left, refunded or transferred, signed."),
)
NO_DISPUTE: Final = Document("no_dispute", msg("Statement that no dispute is open"))
NAME_APPROVAL: Final = Document("name_approval", msg("Approval of the name"))

TOWN_CHECK: Final = Step(
    "town_check",
    msg("Town's check on the spot"),
    StepParty.TOWN,
    StepPhase.REVIEW,
    checks=(
        ("site_is_real", msg("The site exists as applied for")),
        ("not_forbidden_place", msg("Not in a dwelling or a basement, under-12s not above the third floor")),
        ("no_open_dispute", msg("No open dispute with parents, landlord or neighbours")),
        ("fire_ways_free", msg("Fire ways are free, extinguishers in date")),
    ),
)
SECTOR_OPINION: Final = Step(
    "sector_opinion", msg("Opinion of the sector authority"), StepParty.SECTOR, StepPhase.REVIEW
)
FIRE_OPINION: Final = Step("fire_opinion", msg("Opinion of the fire brigade"), StepParty.FIRE, StepPhase.REVIEW)
BUSINESS_CHANGE: Final = Step(
    "business_change",
    msg("Change or end of the business registration"),
    StepParty.MARKET_SUPERVISION,
    StepPhase.FOLLOWING,
    deadline=DeadlineCode.BUSINESS_CHANGE,
    registers=True,
    holds=True,
)
