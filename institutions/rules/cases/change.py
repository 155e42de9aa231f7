"""Change (变更) of name, site or scope, and renewal (续期) of a permit.

Renewal, 行政许可法 50: applied for thirty days before the permit ends; without an answer by its last day it counts as
granted. 民办教育促进法 55: name, level and category change with the approval authority's consent.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.cases import CaseKind, ChangeItem, FieldType, StepParty, StepPhase
from institutions.rules.cases import parts
from institutions.rules.cases.schema import CaseDocumentSpec as Document
from institutions.rules.cases.schema import CaseField as Field
from institutions.rules.cases.schema import KindTable, StepSpec, When
from institutions.rules.labels.cases import CHANGE_ITEM

_NAME: Final = When("items", frozenset({ChangeItem.NAME}))
_SITE: Final = When("items", frozenset({ChangeItem.SITE}))
_SCOPE: Final = When("items", frozenset({ChangeItem.SCOPE}))

CHANGE: Final = KindTable(
    kind=CaseKind.CHANGE,
    about=msg("Another name, another site or another scope of the permit."),
    law="《中华人民共和国民办教育促进法》第五十五条、《中华人民共和国行政许可法》第四十九条",
    decision_deadline=DeadlineCode.LICENCE_DECISION,
    fields=(
        Field("items", msg("What changes"), FieldType.CHOICES, choices=CHANGE_ITEM),
        Field("new_name", msg("New name"), FieldType.TEXT, max_length=120, when=_NAME),
        Field("town", msg("Town of the new site"), FieldType.TOWN, when=_SITE),
        Field("address", msg("Address of the new site"), FieldType.TEXT, when=_SITE),
        Field("scope", msg("What is to be taught"), FieldType.LONG_TEXT, max_length=400, when=_SCOPE),
        parts.REASON,
    ),
    documents=(
        parts.APPLICATION,
        parts.RESOLUTION,
        parts.OLD_PERMIT,
        Document("name_approval", msg("Approval of the name"), when=_NAME),
        Document("premises", msg("Proof of the premises"), when=_SITE),
        Document("fire", msg("Fire safety proof of the premises"), when=_SITE),
        Document("staff", msg("Staff list with certificates"), when=_SCOPE),
    ),
    steps=(
        StepSpec(
            "town_check",
            parts.TOWN_CHECK.label,
            StepParty.TOWN,
            StepPhase.REVIEW,
            checks=parts.TOWN_CHECK.checks,
            when=_SITE,
        ),
        StepSpec("fire_opinion", parts.FIRE_OPINION.label, StepParty.FIRE, StepPhase.REVIEW, when=_SITE),
        StepSpec("sector_opinion", parts.SECTOR_OPINION.label, StepParty.SECTOR, StepPhase.REVIEW, when=_SCOPE),
        StepSpec(
            "registration_change",
            msg("Change of the registration"),
            StepParty.REGISTRATION,
            StepPhase.FOLLOWING,
            deadline=DeadlineCode.BUSINESS_CHANGE,
            registers=True,
        ),
    ),
)
RENEWAL: Final = KindTable(
    kind=CaseKind.RENEWAL,
    about=msg("The permit goes on. To be applied for thirty days before its last day; then silence renews it."),
    law="《中华人民共和国行政许可法》第五十条",
    decision_deadline=DeadlineCode.LICENCE_DECISION,
    fields=(
        parts.STUDENTS,
        Field(
            "changes",
            msg("What has changed since the permit was issued"),
            FieldType.LONG_TEXT,
            required=False,
            max_length=600,
        ),
    ),
    documents=(
        parts.APPLICATION,
        parts.OLD_PERMIT,
        Document("audit", msg("Auditor's report of last year")),
        parts.PREMISES,
        parts.FIRE,
        Document("staff", msg("Staff list with certificates"), required=False),
    ),
    steps=(parts.TOWN_CHECK,),
)
