"""Entry (设立). New institutions for academic subjects of compulsory education are not approved any more, so the form
does not offer the category. 民办教育促进法 12, 14-18: decided within three months of acceptance."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums import Category, LegalForm
from institutions.enums.cases import CaseKind, CaseState, FieldType, StepParty, StepPhase
from institutions.rules.cases import parts
from institutions.rules.cases.schema import CaseDocumentSpec as Document
from institutions.rules.cases.schema import CaseField as Field
from institutions.rules.cases.schema import HoldSpec, KindTable, StepSpec
from institutions.rules.labels import CATEGORY, LEGAL_FORM, STAGE

OPEN_CATEGORIES: Final = (Category.ARTS, Category.SPORTS, Category.SCI_TECH, Category.OTHER)
_FORMS: Final = (LegalForm.COMPANY, LegalForm.PRIVATE_NON_ENTERPRISE)

ENTRY: Final = KindTable(
    kind=CaseKind.ENTRY,
    about=msg("A new institution: checked on the spot, heard by the sector authority, decided within three months."),
    law="《中华人民共和国民办教育促进法》第十二条、第十七条",
    decision_deadline=DeadlineCode.SCHOOL_DECISION,
    hold=HoldSpec(CaseState.FOLLOWING, msg("Licensed, not yet registered; until then it neither enrols nor charges.")),
    fields=(
        Field("name", msg("Name applied for"), FieldType.TEXT, max_length=120),
        Field("category", msg("Category"), FieldType.CHOICE, choices={one: CATEGORY[one] for one in OPEN_CATEGORIES}),
        Field("legal_form", msg("Legal form"), FieldType.CHOICE, choices={one: LEGAL_FORM[one] for one in _FORMS}),
        Field("stage", msg("Stage"), FieldType.CHOICE, choices=STAGE),
        Field("town", msg("Town"), FieldType.TOWN),
        Field("address", msg("Address of the premises"), FieldType.TEXT),
        Field("area_m2", msg("Floor area in m²"), FieldType.COUNT),
        Field("capital_fen", msg("Start-up capital"), FieldType.YUAN),
        Field("scope", msg("What is to be taught"), FieldType.LONG_TEXT, max_length=400),
    ),
    documents=(
        parts.APPLICATION,
        parts.CHARTER,
        Document("sponsor", msg("Identity and qualification of the sponsor")),
        Document("capital", msg("Proof of the start-up capital")),
        parts.NAME_APPROVAL,
        parts.PREMISES,
        parts.FIRE,
        parts.STAFF,
    ),
    steps=(
        parts.TOWN_CHECK,
        parts.SECTOR_OPINION,
        parts.FIRE_OPINION,
        StepSpec(
            "registration",
            msg("Registration of the new institution"),
            StepParty.REGISTRATION,
            StepPhase.FOLLOWING,
            deadline=DeadlineCode.CIVIL_REGISTRATION,
            registers=True,
            holds=True,
        ),
    ),
)
