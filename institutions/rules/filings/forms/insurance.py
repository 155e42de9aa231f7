"""Insurance policies in force (保险): premises liability, student cover, tuition."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from institutions.enums import InsuranceKind
from institutions.enums.filings import FilingKind
from institutions.rules.filings.schema import (
    Field,
    FieldType,
    FilingForm,
    Finding,
    Known,
    Payload,
    Section,
    Table,
    row_path,
    rows_of,
)

POLICIES: Final = "policies"
KINDS: Final = (
    (InsuranceKind.PREMISES_LIABILITY, msg("Premises liability insurance")),
    (InsuranceKind.STUDENT_COVER, msg("Student cover")),
    (InsuranceKind.TUITION, msg("Tuition performance bond")),
)


def check(payload: Payload, known: Known) -> list[Finding]:
    found = []
    for number, row in enumerate(rows_of(payload, POLICIES), 1):
        if row.get("from_on") and row.get("to_on") and row["to_on"] < row["from_on"]:
            found.append(Finding(msg("The policy ends before it begins."), row_path(POLICIES, number, "to_on")))
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    """What stands on record, still runs, and is left out or cut short; no premises liability in force."""
    rows = rows_of(payload, POLICIES)
    filed = {(row.get("kind"), row.get("number")): row for row in rows}
    found = []
    for kind, number, to_on in known.facts.get("standing", ()):
        row = filed.get((kind, number))
        if row is None:
            found.append(msg("Policy %(number)s is on record and left out.", number=number))
        elif str(row.get("to_on", "")) < to_on:
            found.append(msg("Policy %(number)s ends earlier than on record.", number=number))
    covered = [
        row
        for row in rows
        if row.get("kind") == InsuranceKind.PREMISES_LIABILITY and dt.date.fromisoformat(row["to_on"]) >= known.on
    ]
    if not covered:
        found.append(msg("No premises liability insurance is in force."))
    return found


FORM: Final = FilingForm(
    kind=FilingKind.INSURANCE,
    label=msg("Insurance"),
    about=msg("All policies that run or begin soon. A renewed policy is added; one that has run out may be left."),
    law="宁波市校外培训机构综合保险；慈溪市学员“点对点”保险要求",
    law_unread=True,
    sections=(
        Section(
            POLICIES,
            msg("Policies"),
            (
                Table(
                    POLICIES,
                    msg("Policies"),
                    (
                        Field("kind", msg("Kind of insurance"), FieldType.CHOICE, choices=KINDS),
                        Field("number", msg("Policy number"), max_length=60),
                        Field("insurer", msg("Insurer"), max_length=80),
                        Field("from_on", msg("Valid from"), FieldType.DAY),
                        Field("to_on", msg("Valid to"), FieldType.DAY),
                        Field(
                            "insured_persons",
                            msg("Persons insured"),
                            FieldType.WHOLE_NUMBER,
                            required=False,
                            low=1,
                            high=1_000_000,
                        ),
                        Field("limit", msg("Limit (yuan)"), FieldType.YUAN, required=False, low=1, high=10**13),
                        Field("copy", msg("Copy of the policy"), FieldType.FILE, required=False),
                    ),
                    row_key=("kind", "number"),
                    max_rows=200,
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
    filers=frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE, Role.INSTITUTION_FRONT_DESK}),
)
