"""Annual report of an academic institution, by the end of June to education and development-reform: prospectus,
standards of fees, teachers, and last year's income, cost, profit and related parties (Ningbo guidance price rules)."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
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
    rows_of,
)

PARTIES: Final = "related_parties"
_MOST: Final = 10**15


def _count(key: str, label: Message) -> Field:
    return Field(key, label, FieldType.WHOLE_NUMBER, low=0, high=1_000_000)


def _yuan(key: str, label: Message, *, low: int = 0, help: Message | None = None) -> Field:  # noqa: A002
    return Field(key, label, FieldType.YUAN, low=low, high=_MOST, help=help)


def check(payload: Payload, known: Known) -> list[Finding]:
    found = []
    if _all(payload, "income", "cost", "profit") and payload["income"] - payload["cost"] != payload["profit"]:
        found.append(Finding(msg("Profit is income less cost. Check the three figures."), "profit"))
    if _all(payload, "staff", "teaching_staff") and payload["teaching_staff"] > payload["staff"]:
        found.append(Finding(msg("More teach than work there. Check both figures."), "teaching_staff"))
    if _all(payload, "teaching_staff", "certified_teachers") and (
        payload["certified_teachers"] > payload["teaching_staff"]
    ):
        found.append(Finding(msg("More hold a certificate than teach. Check both figures."), "certified_teachers"))
    if payload.get("has_related_parties") and not rows_of(payload, PARTIES):
        found.append(Finding(msg("Enter each related party."), PARTIES))
    if payload.get("has_related_parties") is False and rows_of(payload, PARTIES):
        found.append(Finding(msg("Related parties are entered although there are none. Correct one of both."), PARTIES))
    if known.facts.get("is_over") is False:
        found.append(Finding(msg("The year is not over yet."), "income"))
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    found = []
    if _all(payload, "staff", "teaching_staff") and payload["teaching_staff"] * 2 < payload["staff"]:
        found.append(msg("Fewer than half of the staff teach."))
    if payload.get("has_related_parties"):
        found.append(msg("Business with related parties is reported."))
    quarters = known.facts.get("revenue_of_quarters")
    if quarters and payload.get("income") is not None and abs(payload["income"] - quarters) * 10 > quarters:
        found.append(msg("Income differs from the sum of the four quarterly statements by more than a tenth."))
    return found


def _all(payload: Payload, *keys: str) -> bool:
    return all(isinstance(payload.get(key), int) for key in keys)


def turnover(payload: Payload) -> int:
    """Fen of business with related parties."""
    amounts: list[Any] = [row.get("amount") for row in rows_of(payload, PARTIES)]
    return sum(one for one in amounts if isinstance(one, int))


FORM: Final = FilingForm(
    kind=FilingKind.ANNUAL_REPORT,
    label=msg("Annual report"),
    about=msg("Prospectus, fees, teachers, and the year's income, cost, profit and related parties."),
    law="宁波市义务教育阶段学科类校外培训收费政府指导价政策（每年6月底前报教育、发展改革部门）；民办教育促进法实施条例第四十五条",
    law_unread=True,
    sections=(
        Section(
            "teaching",
            msg("Prospectus and fees"),
            (
                Field("prospectus", msg("Prospectus of the year"), FieldType.LONG_TEXT, max_length=4000),
                Field("prospectus_copy", msg("Prospectus as printed"), FieldType.FILE, required=False),
                Field("standards", msg("Fees charged, by course"), FieldType.LONG_TEXT, max_length=4000),
                _count("students", msg("Students taught in the year")),
            ),
        ),
        Section(
            "people",
            msg("Teachers"),
            (
                _count("staff", msg("Staff at the end of the year")),
                _count("teaching_staff", msg("of whom teaching and research staff")),
                _count("certified_teachers", msg("of whom with a teacher certificate")),
            ),
        ),
        Section(
            "result",
            msg("Income, cost and profit of the year"),
            (
                _yuan("income", msg("Income (yuan)")),
                _yuan("cost", msg("Cost (yuan)")),
                _yuan("profit", msg("Profit (yuan)"), low=-_MOST, help=msg("A loss with a minus sign.")),
                Field("audit_copy", msg("Audit report"), FieldType.FILE, required=False),
            ),
        ),
        Section(
            "parties",
            msg("Related parties"),
            (
                Field("has_related_parties", msg("Business with related parties"), FieldType.YES_NO),
                Table(
                    PARTIES,
                    msg("Related parties"),
                    (
                        Field("party", msg("Name of the organisation"), max_length=120),
                        Field("relation", msg("How it is related"), max_length=120),
                        Field("matter", msg("What was bought or sold"), max_length=200),
                        _yuan("amount", msg("Amount of the year (yuan)")),
                    ),
                    row_key=("party", "matter"),
                    max_rows=200,
                    required=False,
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
    filers=frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE}),
)
