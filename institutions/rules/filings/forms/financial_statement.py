"""Quarterly financial statement (季度财务报表). Its rule is the register's own; a person looks at what is unusual
against the quarter before."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from institutions.enums.filings import FilingKind
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Finding, Known, Payload, Section

_LEAP: Final = 3
_MOST: Final = 10**15


def _yuan(key: str, label: Message, *, negative: bool = False, help: Message | None = None) -> Field:  # noqa: A002
    return Field(key, label, FieldType.YUAN, low=-_MOST if negative else 0, high=_MOST, help=help)


def check(payload: Payload, known: Known) -> list[Finding]:
    found = []
    if known.facts.get("is_over") is False:
        found.append(Finding(msg("The quarter is not over yet. File after its last day."), "revenue"))
    if _above(payload.get("contract_liabilities"), payload.get("current_liabilities")):
        text = msg("Unearned fees are part of the current liabilities and cannot exceed them.")
        found.append(Finding(text, "contract_liabilities"))
    return found


def doubts(payload: Payload, known: Known) -> list[Message]:
    found = []
    if (payload.get("net_assets") or 0) < 0:
        found.append(msg("Net assets are negative."))
    before, now = known.facts.get("revenue_before"), payload.get("revenue")
    if before and now is not None and (now > before * _LEAP or now * _LEAP < before):
        found.append(msg("Revenue differs from the quarter before by more than three times."))
    return found


def _above(part: Any, whole: Any) -> bool:
    return isinstance(part, int) and isinstance(whole, int) and part > whole


FORM: Final = FilingForm(
    kind=FilingKind.FINANCIAL_STATEMENT,
    label=msg("Financial statement"),
    about=msg("Six figures of the quarter, from the balance sheet and the income statement."),
    law="民办教育促进法第三十八条；慈溪市校外培训机构信息报送要求（每季）",
    sections=(
        Section(
            "balance",
            msg("At the end of the quarter"),
            (
                _yuan("current_assets", msg("Current assets (yuan)")),
                _yuan("current_liabilities", msg("Current liabilities (yuan)")),
                _yuan(
                    "contract_liabilities",
                    msg("of which unearned fees (yuan)"),
                    help=msg("Fees received for lessons that have not been held yet."),
                ),
                _yuan("net_assets", msg("Net assets (yuan)"), negative=True),
            ),
        ),
        Section(
            "result",
            msg("Of the quarter"),
            (
                _yuan("revenue", msg("Revenue (yuan)")),
                _yuan("net_profit", msg("Net profit (yuan)"), negative=True, help=msg("A loss with a minus sign.")),
                Field("copy", msg("Signed statement"), FieldType.FILE, required=False),
            ),
        ),
    ),
    check=check,
    doubts=doubts,
    filers=frozenset({Role.INSTITUTION_OWNER, Role.INSTITUTION_FINANCE}),
)
