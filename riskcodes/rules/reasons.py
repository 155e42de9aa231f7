"""Why a colour is what it is, as message ids with figures: stored with each change, worded for whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Colour
from riskcodes.rules.facts import Facts
from riskcodes.rules.grade import Grade, Previous
from riskcodes.rules.indicators.base import GREEN, GREY, NOT_APPLICABLE, RED, YELLOW
from riskcodes.rules.rule_set import RuleSetBody


def reasons_for(
    facts: Facts, rules: RuleSetBody, grade: Grade, *, on: int, night_number: int, previous: Previous | None
) -> list[Message]:
    """What stands against the institution first, then what is missing, then what the rule of the nights adds."""
    found = [
        indicator.reason(facts, on, rules.terms[indicator.code], letter)
        for wanted in (RED, YELLOW)
        for indicator, letter in zip(rules.indicators, grade.levels, strict=True)
        if letter == wanted
    ]
    return [*found, *_missing(rules, grade), *_held(rules, grade, night_number, previous)] or [
        msg("Every indicator that applies is within its limits.")
    ]


def _missing(rules: RuleSetBody, grade: Grade) -> list[Message]:
    if not grade.weight_applicable:
        return [msg("No source of an indicator is connected: nothing can be judged.")]
    if not grade.weight_grey:
        return []
    percent = str(grade.weight_grey * 100 // grade.weight_applicable)
    if grade.raw is Colour.NONE:
        return [
            msg(
                "Data for %(percent)s %% of the weight is missing or out of date, more than %(limit)s %%: no code.",
                percent=percent,
                limit=str(rules.grey_none_percent),
            )
        ]
    if grade.raw is Colour.YELLOW and grade.weight_grey * 100 > rules.grey_yellow_percent * grade.weight_applicable:
        return [
            msg(
                "Data for %(percent)s %% of the weight is missing or out of date, more than %(limit)s %%.",
                percent=percent,
                limit=str(rules.grey_yellow_percent),
            )
        ]
    return []


def _held(rules: RuleSetBody, grade: Grade, night_number: int, previous: Previous | None) -> list[Message]:
    if grade.code is grade.raw:
        if previous is not None and _is_better(grade.code, previous.code):
            return [msg("%(nights)s consecutive nights gave the better colour.", nights=str(rules.nights))]
        return []
    if grade.raw is Colour.NONE:
        return [msg("Too much data is missing to judge; the colour stays until there is enough.")]
    since = grade.green_since if grade.raw is Colour.GREEN else grade.yellow_since
    done = 0 if since is None else max(night_number - since + 1, 0)
    return [
        msg(
            "The figures have been better for %(done)s nights; a better colour needs %(nights)s in a row.",
            done=str(done),
            nights=str(rules.nights),
        )
    ]


def _is_better(code: Colour, before: Colour) -> bool:
    order = (Colour.GREEN, Colour.YELLOW, Colour.RED)
    return code in order and before in order and order.index(code) < order.index(before)


def as_json(messages: list[Message]) -> list[dict[str, Any]]:
    return [{"id": message.id, "figures": dict(message.figures)} for message in messages]


def from_json(stored: list[Mapping[str, Any]]) -> list[Message]:
    return [Message(message["id"], message["figures"]) for message in stored]


def indicators_at(rules: RuleSetBody, levels: str, letter: str) -> list[str]:
    """Codes of the indicators that stand at a letter."""
    return [code for code, found in zip(rules.terms, levels, strict=True) if found == letter]


LETTERS = (GREEN, YELLOW, RED, GREY, NOT_APPLICABLE)
