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
    """A leap against the return before; more students or money while enrolment and charging are suspended."""
    found = _despite_hold(payload, known)
    last, now = known.facts.get("students_before"), payload.get("students")
    if not isinstance(last, int) or not isinstance(now, int) or last < 20:
        return found
    if now >= last * _LEAP or now * _LEAP <= last:
        found.append(msg("Students went from %(before)s to %(now)s within a month.", before=last, now=now))
    return found


def _despite_hold(payload: Payload, known: Known) -> list[Message]:
    """A return is true or it is nothing: a rise during a hold is not refused, it is looked at."""
    since = known.facts.get("held_since")
    if since is None or known.period is None or (known.period.year, known.period.month) < (since.year, since.month):
        return []
    found = []
    if _rises(known.facts.get("students_before"), payload.get("students")):
        found.append(msg("Enrolment is suspended since %(day)s, yet there are more students.", day=since.isoformat()))
    if _rises(known.facts.get("prepaid_before"), payload.get("prepaid_balance")):
        found.append(msg("Charging is suspended since %(day)s, yet more is prepaid.", day=since.isoformat()))
    return found


def _rises(before: object, now: object) -> bool:
    return isinstance(before, int) and isinstance(now, int) and now > before


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
