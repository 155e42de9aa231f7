"""Financial statements (财务报表), quarterly. Late accounts are the best single warning there is.

The current ratio leaves unearned fees out of the liabilities, since they are usually most of them and are owed in
lessons; the plain ratio is shown beside it. Losses: 民促法 art. 56 lets an institution that cannot go on end.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Family, Source
from riskcodes.rules import figures
from riskcodes.rules.facts import Facts
from riskcodes.rules.indicators.base import RED, Evidence, Indicator, Terms, Unit, Value, over, under

STATEMENT: Final = "institutions.FinancialStatement"
FILING: Final = "institutions.FilingDue"


def overdue_days(facts: Facts, on: int, terms: Terms) -> Value:
    """Days since the oldest statement that is still owed was due. None owed is 0, not missing."""
    return (on - min(facts.overdue_due), 1) if facts.overdue_due else (0, 1)


def current_ratio(facts: Facts, on: int, terms: Terms) -> Value:
    """Current assets in percent of current liabilities without unearned fees; nothing owed is enough."""
    if facts.current_assets_fen is None or facts.current_liabilities_fen is None:
        return None
    owed = facts.current_liabilities_fen - (facts.contract_liabilities_fen or 0)
    return facts.current_assets_fen * 100, max(owed, 0)


def plain_ratio(facts: Facts) -> Value:
    if facts.current_assets_fen is None or facts.current_liabilities_fen is None:
        return None
    return facts.current_assets_fen * 100, facts.current_liabilities_fen


def loss_quarters(facts: Facts, on: int, terms: Terms) -> Value:
    """Quarters with a loss among the four that end with the newest."""
    profits = facts.profits_fen
    return (len([profit for profit in profits if profit < 0]), 1) if profits else None


def loss_share(facts: Facts, on: int, terms: Terms) -> Value:
    """Net loss of the last four quarters in percent of net assets. Negative net assets are over every limit."""
    if facts.net_assets_fen is None:
        return None
    if facts.net_assets_fen < 0:
        return 1, 0
    return _lost(facts) * 100, facts.net_assets_fen


def _lost(facts: Facts) -> int:
    return max(-sum(facts.profits_fen or ()), 0)


def _overdue_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    due = min(facts.overdue_due or [on])
    return msg(
        "A statement or annual report was due on %(due)s and is %(value)s days late; the limit is %(limit)s days.",
        due=figures.day(due),
        value=str(on - due),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _ratio_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    value, plain = current_ratio(facts, on, terms) or (0, 0), plain_ratio(facts) or (0, 0)
    return msg(
        "Current assets are %(value)s %% of current liabilities without unearned fees (%(plain)s %% with them); "
        "at least %(limit)s %% is expected.",
        value=figures.decimal(*value, places=1),
        plain=figures.decimal(*plain, places=1),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _quarters_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    value = loss_quarters(facts, on, terms) or (0, 1)
    return msg(
        "%(value)s of the last four quarters ended with a loss; up to %(limit)s is the limit.",
        value=str(value[0]),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _share_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    net = facts.net_assets_fen or 0
    if net < 0:
        return msg("Net assets are negative: %(net)s yuan.", net=figures.yuan(net))
    return msg(
        "The last four quarters lost %(lost)s yuan, %(value)s %% of net assets; the limit is %(limit)s %%.",
        lost=figures.yuan(_lost(facts)),
        value=figures.decimal(_lost(facts) * 100, net, places=1),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _overdue_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    pairs = zip(facts.overdue_ids or (), facts.overdue_due or (), strict=True)
    return tuple(Evidence(FILING, (row,), {"due_on": figures.day(due)}) for row, due in pairs)


def _balance_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    if not facts.statement_ids or not facts.quarters:
        return ()
    read = {
        "quarter": figures.quarter(facts.quarters[0]),
        "current_assets_fen": facts.current_assets_fen,
        "current_liabilities_fen": facts.current_liabilities_fen,
        "contract_liabilities_fen": facts.contract_liabilities_fen,
    }
    return (Evidence(STATEMENT, (facts.statement_ids[0],), read),)


def _losses_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    rows = zip(facts.statement_ids or (), facts.quarters or (), facts.profits_fen or (), strict=True)
    found = [
        Evidence(STATEMENT, (row,), {"quarter": figures.quarter(quarter), "net_profit_fen": profit})
        for row, quarter, profit in rows
    ]
    if found and facts.statement_ids:
        found[0] = Evidence(STATEMENT, found[0].ids, {**found[0].figures, "net_assets_fen": facts.net_assets_fen})
    return tuple(found)


def _ratio_beside(facts: Facts, on: int, terms: Terms) -> tuple[tuple[Message, str], ...]:
    plain = plain_ratio(facts)
    if plain is None:
        return ()
    return ((msg("Current ratio with unearned fees (percent)"), figures.decimal(*plain, places=1)),)


def _share_beside(facts: Facts, on: int, terms: Terms) -> tuple[tuple[Message, str], ...]:
    if facts.net_assets_fen is None:
        return ()
    return (
        (msg("Net loss of the last four quarters (yuan)"), figures.yuan(_lost(facts))),
        (msg("Net assets (yuan)"), figures.yuan(facts.net_assets_fen)),
    )


INDICATORS: Final = (
    Indicator(
        code="statement_overdue",
        family=Family.STATEMENTS,
        sources=(Source.FINANCIAL_STATEMENTS,),
        unit=Unit.DAYS,
        label=msg("Statement or annual report overdue"),
        formula=msg("days since the oldest statement or annual report still owed was due"),
        value=overdue_days,
        level=over,
        reason=_overdue_reason,
        evidence=_overdue_evidence,
    ),
    Indicator(
        code="current_ratio",
        family=Family.STATEMENTS,
        sources=(Source.FINANCIAL_STATEMENTS,),
        unit=Unit.PERCENT,
        label=msg("Current ratio without unearned fees"),
        formula=msg("current assets / (current liabilities - contract liabilities)"),
        signs=("<", "<"),
        value=current_ratio,
        level=under,
        reason=_ratio_reason,
        evidence=_balance_evidence,
        beside=_ratio_beside,
    ),
    Indicator(
        code="loss_quarters",
        family=Family.STATEMENTS,
        sources=(Source.FINANCIAL_STATEMENTS,),
        unit=Unit.QUARTERS,
        label=msg("Quarters with a loss"),
        formula=msg("quarters with a net loss among the last four"),
        value=loss_quarters,
        level=over,
        reason=_quarters_reason,
        evidence=_losses_evidence,
    ),
    Indicator(
        code="loss_to_net_assets",
        family=Family.STATEMENTS,
        sources=(Source.FINANCIAL_STATEMENTS,),
        unit=Unit.PERCENT,
        label=msg("Loss against net assets"),
        formula=msg("net loss of the last four quarters / net assets; negative net assets are over every limit"),
        value=loss_share,
        level=over,
        reason=_share_reason,
        evidence=_losses_evidence,
        beside=_share_beside,
    ),
)
