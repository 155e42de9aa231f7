"""Monthly return of students and of prepaid fees not yet consumed (在读学员、预收未消费余额)."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from institutions.enums.filings import FilingKind
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Finding, Known, Payload, Section

_LEAP: Final = 2  # times as many students as in the month before, or half as many: somebody looks


def check(payload: Payload, known: Known) -> list[Finding]:
    """Students without a fen of prepaid money are possible (paid lesson by lesson); money without students is not."""
    if payload.get("students") == 0 and (payload.get("prepaid_balance") or 0) > 0:
        return [Finding(msg("Prepaid fees are left although nobody is enrolled. Check both figures."), "students")]
    return []


def doubts(payload: Payload, known: Known) -> list[Message]:
    """A leap against the return before."""
    last, now = known.facts.get("students_before"), payload.get("students")
    if not isinstance(last, int) or not isinstance(now, int) or last < 20:
        return []
    if now >= last * _LEAP or now * _LEAP <= last:
        return [msg("Students went from %(before)s to %(now)s within a month.", before=last, now=now)]
    return []


FORM: Final = FilingForm(
    kind=FilingKind.ENROLMENT_RETURN,
    label=msg("Enrolment return"),
    about=msg("How many students are enrolled at the end of the month, and how much of their prepaid fees is left."),
    law="慈溪市校外培训机构信息报送要求（每月）",
    sections=(
        Section(
            "figures",
            msg("At the end of the month"),
            (
                Field("students", msg("Students enrolled"), FieldType.WHOLE_NUMBER, low=0, high=1_000_000),
                Field(
                    "prepaid_balance",
                    msg("Prepaid and not yet consumed (yuan)"),
                    FieldType.YUAN,
                    required=False,
                    low=0,
                    help=msg("Fees received for lessons that have not been held yet."),
                ),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
)
