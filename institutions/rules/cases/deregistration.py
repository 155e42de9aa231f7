"""Deregistration (注销). 民办教育促进法 56-60, 实施条例 50: six months' notice and a plan of its own will;
paid in order: the students' fees, wages and social insurance, other debts. 民非条例 16, 17: while it is wound up it
does nothing else; deregistered at civil affairs within fifteen days of the end of liquidation. A permit that has run
out is cancelled ex officio (行政许可法 70)."""

from __future__ import annotations

from typing import Final

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.errors import msg
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.cases import CaseKind, CaseState, FieldType, Ground, StepParty, StepPhase
from institutions.rules.cases import parts
from institutions.rules.cases.schema import CaseDocumentSpec as Document
from institutions.rules.cases.schema import CaseField as Field
from institutions.rules.cases.schema import HoldSpec, KindTable, StepSpec, When
from institutions.rules.labels.cases import GROUND

_OWN_WILL: Final = When("ground", frozenset({Ground.CHARTER, Ground.INSOLVENT}))

DEREGISTRATION: Final = KindTable(
    kind=CaseKind.DEREGISTRATION,
    about=msg("The institution ends: students settled first, permit and seal handed back, then deregistered."),
    law="《中华人民共和国民办教育促进法》第五十六条、第六十条，《中华人民共和国行政许可法》第七十条",
    decision_deadline=DeadlineCode.LICENCE_DECISION,
    paper=PaperKind.LICENCE_CANCELLED,
    issues_permit=False,
    hold=HoldSpec(CaseState.IN_REVIEW, msg("Being deregistered; it takes no new students and no fees any more.")),
    fields=(
        Field("ground", msg("Ground of ending"), FieldType.CHOICE, choices=GROUND),
        Field(
            "notice_on",
            msg("Ending announced on"),
            FieldType.DAY,
            help=msg("Six months ahead where it ends of its own will (Implementing Regulations, article 50)."),
            when=_OWN_WILL,
        ),
        Field("liquidator", msg("Who liquidates"), FieldType.TEXT, when=_OWN_WILL),
        parts.STUDENTS,
        parts.UNEARNED,
        Field("plan", msg("Plan of ending"), FieldType.LONG_TEXT, max_length=1000, when=_OWN_WILL),
    ),
    documents=(
        Document("application", msg("Application, stamped"), when=_OWN_WILL),
        Document("resolution", msg("Resolution of the sponsor or the board"), when=_OWN_WILL),
        Document("notice", msg("Public announcement of the ending"), when=_OWN_WILL),
        Document("liquidation", msg("Liquidation report"), when=_OWN_WILL),
        Document("unfinished_courses", parts.UNFINISHED.label, parts.UNFINISHED.note, when=_OWN_WILL),
        Document("old_permit", msg("Permit and seal, to be handed back"), when=_OWN_WILL),
        Document("tax", msg("Tax clearance"), required=False),
    ),
    steps=(
        StepSpec(
            "town_check",
            parts.TOWN_CHECK.label,
            StepParty.TOWN,
            StepPhase.REVIEW,
            checks=(
                ("teaching_ended", msg("Teaching has ended, the sign is taken down")),
                ("no_open_dispute", msg("No open dispute with parents, landlord or neighbours")),
            ),
        ),
        StepSpec(
            "deregistration",
            msg("Deregistration at the registration authority"),
            StepParty.REGISTRATION,
            StepPhase.FOLLOWING,
            deadline=DeadlineCode.CIVIL_DEREGISTRATION,
            registers=True,
            holds=True,
        ),
    ),
)
