"""The self-report (自查报告): what an institution says of its year, and what has to be put right before it is sent.

Plain Python. Figures are counts or fen, statements yes or no; texts are about the institution, never about persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cixi_oversight.errors import Message, msg

COUNT_MAX: Final = 1_000_000
FEN_MAX: Final = 10**15


class Part(StrEnum):
    COUNT = "count"
    FEN = "fen"
    YES_NO = "yes_no"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ReportField:
    key: str
    label: Message
    part: Part
    required: bool = True
    length: int = 600


FIELDS: Final = (
    ReportField("students", msg("Students at the end of the year"), Part.COUNT),
    ReportField("staff", msg("People in service"), Part.COUNT),
    ReportField("teachers", msg("Of these, teachers"), Part.COUNT),
    ReportField("teachers_certified", msg("Teachers with a certificate that the post asks for"), Part.COUNT),
    ReportField("area_m2", msg("Area used for teaching, in square metres"), Part.COUNT),
    ReportField("revenue_fen", msg("Fees earned in the year"), Part.FEN),
    ReportField("refunds_fen", msg("Fees paid back in the year"), Part.FEN),
    ReportField("prepaid_fen", msg("Fees received and not yet earned"), Part.FEN),
    ReportField("fees_posted", msg("Fees are posted and nothing else is charged"), Part.YES_NO),
    ReportField("contracts_standard", msg("The standard contract is used"), Part.YES_NO),
    ReportField("escrow_used", msg("All prepaid fees go into the supervised account"), Part.YES_NO),
    ReportField("fire_safe", msg("The premises have passed the fire check and are unchanged"), Part.YES_NO),
    ReportField("no_serving_teachers", msg("No serving school teacher is employed"), Part.YES_NO),
    ReportField("records_checked", msg("Everybody's criminal record was checked within the year"), Part.YES_NO),
    ReportField("materials_filed", msg("Training materials are reviewed and filed"), Part.YES_NO),
    ReportField("times_kept", msg("No lesson was held at a forbidden time"), Part.YES_NO),
    ReportField("summary", msg("How the institution taught in the year"), Part.TEXT, length=2000),
    ReportField("changes", msg("Changes of people, premises and organisation"), Part.TEXT, required=False),
    ReportField("problems", msg("Problems found and how they were put right"), Part.TEXT, required=False),
)
BY_KEY: Final = {field.key: field for field in FIELDS}
STATEMENTS: Final = tuple(field.key for field in FIELDS if field.part is Part.YES_NO)


@dataclass(frozen=True, slots=True)
class Gap:
    """What has to be put right, at a field."""

    key: str
    problem: Message


_MISSING: Final = msg("Please fill this in before you send the report.")
_FEWER: Final = msg("There cannot be more of these than of the figure above.")


def missing(report: Mapping[str, Any]) -> list[Gap]:
    """What keeps a report from being sent."""
    gaps = [Gap(field.key, _MISSING) for field in FIELDS if field.required and report.get(field.key) in (None, "")]
    for part, whole in (("teachers", "staff"), ("teachers_certified", "teachers")):
        few, many = report.get(part), report.get(whole)
        if few is not None and many is not None and few > many:
            gaps.append(Gap(part, _FEWER))
    return gaps


def kept(report: Mapping[str, Any]) -> dict[str, Any]:
    """The known fields of the right type; others are dropped. Raises ValueError for a figure out of range."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        value = report.get(field.key)
        if value in (None, ""):
            continue
        found[field.key] = _typed(field, value)
    return found


def _typed(field: ReportField, value: Any) -> Any:
    if field.part is Part.TEXT:
        return str(value)[: field.length]
    if field.part is Part.YES_NO:
        return bool(value)
    number = int(value)
    if not 0 <= number <= (FEN_MAX if field.part is Part.FEN else COUNT_MAX):
        raise ValueError(field.key)
    return number
