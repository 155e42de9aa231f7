"""Reregistration (转登记): for-profit to non-profit (营转非), academic to non-academic (学科转非学科).

With the new permit the business registration is changed within seven workdays; until that is done nobody is enrolled
and nothing charged (教育部办公厅等三部门 2021: 在完成非营利性机构登记前，应暂停招生及收费行为): by a school that
becomes non-profit from acceptance on, by another one from its new permit on. The non-profit school registers at civil
affairs (民非条例 11: 60 days).
"First receive, then manage": the sector authority that receives a converted institution answers in a step of its own.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.errors import msg
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.cases import CaseKind, CaseState, FieldType, StepParty, StepPhase
from institutions.rules.cases import parts
from institutions.rules.cases.entry import OPEN_CATEGORIES
from institutions.rules.cases.schema import CaseDocumentSpec as Document
from institutions.rules.cases.schema import CaseField as Field
from institutions.rules.cases.schema import HoldSpec, KindTable, StepSpec
from institutions.rules.labels import CATEGORY

NONPROFIT: Final = KindTable(
    kind=CaseKind.NONPROFIT_CONVERSION,
    about=msg("A for-profit academic school becomes a non-profit one: new permit, then civil affairs and the market."),
    law="《中华人民共和国民办教育促进法》第十九条、第五十五条",
    decision_deadline=DeadlineCode.LICENCE_DECISION,
    paper=PaperKind.CONVERSION_NOTICE,
    hold=HoldSpec(
        CaseState.IN_REVIEW,
        msg("Being registered as non-profit; until that is completed it neither enrols nor charges."),
    ),
    fields=(
        Field("new_name", msg("Name as a non-profit unit"), FieldType.TEXT, max_length=120),
        Field("capital_fen", msg("Start-up funds of the unit"), FieldType.YUAN),
        parts.STUDENTS,
        parts.UNEARNED,
        parts.REASON,
    ),
    documents=(
        parts.APPLICATION,
        parts.RESOLUTION,
        parts.OLD_PERMIT,
        parts.CHARTER,
        Document("assets", msg("Liquidation or asset confirmation report")),
        parts.STAFF,
        parts.PREMISES,
        parts.FIRE,
        parts.ACCOUNT,
        parts.UNFINISHED,
        parts.NO_DISPUTE,
        parts.NAME_APPROVAL,
    ),
    steps=(
        parts.TOWN_CHECK,
        StepSpec(
            "civil_opinion",
            msg("Opinion of civil affairs on name and charter"),
            StepParty.CIVIL_AFFAIRS,
            StepPhase.REVIEW,
        ),
        StepSpec(
            "civil_registration",
            msg("Registration as a private non-enterprise unit"),
            StepParty.CIVIL_AFFAIRS,
            StepPhase.FOLLOWING,
            deadline=DeadlineCode.CIVIL_REGISTRATION,
            registers=True,
            holds=True,
        ),
        parts.BUSINESS_CHANGE,
    ),
)
CATEGORY_CHANGE: Final = KindTable(
    kind=CaseKind.CATEGORY_CONVERSION,
    about=msg("An academic school gives up academic subjects; the sector authority receives it and is in charge then."),
    law="《中华人民共和国民办教育促进法》第五十五条",
    decision_deadline=DeadlineCode.SCHOOL_DECISION,
    paper=PaperKind.CONVERSION_NOTICE,
    hold=HoldSpec(
        CaseState.FOLLOWING,
        msg("A new permit is issued; until the business registration is changed it neither enrols nor charges."),
    ),
    fields=(
        Field(
            "to_category",
            msg("New category"),
            FieldType.CHOICE,
            choices={one: CATEGORY[one] for one in OPEN_CATEGORIES},
        ),
        Field("new_name", msg("New name"), FieldType.TEXT, max_length=120),
        Field("scope", msg("What is to be taught"), FieldType.LONG_TEXT, max_length=400),
        parts.STUDENTS,
        parts.UNEARNED,
        parts.REASON,
    ),
    documents=(
        parts.APPLICATION,
        parts.RESOLUTION,
        parts.OLD_PERMIT,
        parts.CHARTER,
        parts.STAFF,
        parts.PREMISES,
        parts.FIRE,
        parts.UNFINISHED,
        parts.NO_DISPUTE,
    ),
    steps=(
        parts.TOWN_CHECK,
        StepSpec(
            "receiving",
            msg("Reception by the sector authority"),
            StepParty.SECTOR,
            StepPhase.REVIEW,
            checks=(
                ("fits_the_sector", msg("What is to be taught belongs to this authority")),
                ("received", msg("Received; gaps in the entry standards are put right within the transition")),
            ),
        ),
        parts.BUSINESS_CHANGE,
    ),
)
