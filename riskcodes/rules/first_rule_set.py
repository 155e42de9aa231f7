"""Version 1 of the rule set: starting values, to be confirmed by the bureau. Installed by a migration.

The letter names the four families and gives no threshold; no public page gives one for Cixi either. So every figure
here is a proposal with its ground, marked unconfirmed. A change is a new version in the database, never an edit here.
"""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.errors import Message, msg
from riskcodes.rules.labels import PROPOSED


def _proposed(ground: Message) -> str:
    return f"{PROPOSED.id}; {ground.id}"


BODY: Final[dict[str, Any]] = {
    "indicators": {
        "enrolment_jump": {
            "yellow": 40,
            "red": 80,
            "weights": [1, 2, 2],
            "citation": _proposed(
                msg("growth beyond capacity precedes collapse; Australia's TPS levy rates volatility")
            ),
        },
        "enrolment_fall": {
            "yellow": 30,
            "red": 50,
            "weights": [1, 2, 2],
            "citation": _proposed(msg("a drying inflow of cash")),
        },
        "prepaid_per_student": {
            "yellow": 400_000,
            "red": 500_000,
            "weights": [3, 3, 3],
            "citation": _proposed(msg("cap of 5,000 yuan on prepaid fees (教监管函〔2021〕2号)")),
        },
        "prepaid_to_capital": {
            "yellow": 100,
            "red": 300,
            "weights": [1, 2, 2],
            "citation": _proposed(msg("capital is what absorbs a loss")),
        },
        "statement_overdue": {
            "yellow": 0,
            "red": 30,
            "weights": [2, 2, 2],
            "citation": _proposed(msg("quarterly statements, 民办教育促进法 art. 39")),
        },
        "current_ratio": {
            "yellow": 120,
            "red": 80,
            "weights": [2, 2, 2],
            "citation": _proposed(msg("liquidity without unearned fees")),
        },
        "loss_quarters": {
            "yellow": 1,
            "red": 4,
            "weights": [1, 1, 1],
            "citation": _proposed(msg("two quarters with a loss in the last four; more never makes it red by itself")),
        },
        "loss_to_net_assets": {
            "yellow": 50,
            "red": 50,
            "weights": [2, 2, 2],
            "citation": _proposed(msg("民办教育促进法 art. 56: unable to go on for lack of assets")),
        },
        "liability_expiry": {
            "yellow": 30,
            "red": 0,
            "veto": True,
            "weights": [3, 3, 3],
            "citation": _proposed(msg("no teaching without premises cover")),
        },
        "student_cover": {
            "yellow": 95,
            "red": 80,
            "weights": [2, 2, 2],
            "citation": _proposed(msg("学员“点对点”保险, reply to proposal 248, part three")),
        },
        "complaint_rate": {
            "yellow": 1,
            "red": 3,
            "weights": [3, 3, 3],
            "window_days": 90,
            "least_cases": 3,
            "citation": _proposed(msg("valid complaints a hundred students, small numbers shrunk")),
        },
        "complaints_unresolved": {
            "yellow": 20,
            "red": 50,
            "weights": [1, 1, 1],
            "window_days": 90,
            "least_cases": 3,
            "citation": _proposed(msg("quality of the response")),
        },
        "complaints_overdue": {
            "yellow": 5,
            "red": 15,
            "weights": [2, 2, 2],
            "window_days": 90,
            "many_cases": 5,
            "citation": _proposed(msg("浙江省实施消费者权益保护法办法: refunds within five days")),
        },
    },
    "tiers": [50, 200],
    "yellow_points": 1,
    "red_points": 3,
    "yellow_score": 6,
    "red_score": 15,
    "grey_yellow_percent": 20,
    "grey_none_percent": 50,
    "trial_days": 60,
    "stale_days": {"enrolment_returns": 75, "financial_statements": 150},
    "nights": 14,
}
