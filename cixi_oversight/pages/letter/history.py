"""What became of an institution of the letter by a day, from its dated rows alone. Plain Python.

The letter counts the for-profit academic institutions of compulsory schooling of July 2021 and what had become of
each by 16 December: deregistered, re-registered as non-profit, or turned to non-academic teaching.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from institutions.enums import ACTIVE, ENDED, Category, LegalForm, Stage, Status

FOR_PROFIT: Final = frozenset({LegalForm.COMPANY, LegalForm.SOLE_TRADER, LegalForm.PARTNERSHIP})
Dated = tuple[tuple[dt.date, str], ...]  # (from when, what), oldest first


class Outcome(StrEnum):
    DEREGISTERED = "deregistered"
    NONPROFIT = "nonprofit"
    NONACADEMIC = "nonacademic"


@dataclass(frozen=True, slots=True)
class History:
    """Dated rows that stand, by the day from which they hold."""

    institution_id: int
    stage: str | None
    status: Dated
    category: Dated
    legal_form: Dated


def held_on(rows: Dated, day: dt.date) -> str | None:
    """What held on a day; None before the first row."""
    return next((what for from_on, what in reversed(rows) if from_on <= day), None)


def taught_on(history: History, day: dt.date) -> bool:
    status = held_on(history.status, day)
    return status is not None and Status(status) in ACTIVE


def academic_on(history: History, day: dt.date) -> bool:
    return taught_on(history, day) and held_on(history.category, day) == Category.ACADEMIC


def in_cohort(history: History, day: dt.date) -> bool:
    """For-profit, academic, for compulsory schooling, and teaching, on the day from which the letter counts."""
    form = held_on(history.legal_form, day)
    return (
        academic_on(history, day)
        and form is not None
        and LegalForm(form) in FOR_PROFIT
        and history.stage == Stage.COMPULSORY
    )


def outcome_on(history: History, day: dt.date) -> tuple[Outcome, dt.date] | None:
    """What it had become by a day and when, or None where it was still what it was. The end counts before the rest,
    leaving academic teaching before the form."""
    status = held_on(history.status, day)
    if status is not None and Status(status) in ENDED:
        return Outcome.DEREGISTERED, _since(history.status, day)
    category = held_on(history.category, day)
    if category is not None and category != Category.ACADEMIC:
        return Outcome.NONACADEMIC, _since(history.category, day)
    form = held_on(history.legal_form, day)
    if form is not None and LegalForm(form) not in FOR_PROFIT:
        return Outcome.NONPROFIT, _since(history.legal_form, day)
    return None


def completed_on(cohort: Iterable[History], by: dt.date) -> dt.date | None:
    """The day on which the last one was done; None while one is not (or where nobody is counted)."""
    days = []
    for history in cohort:
        outcome = outcome_on(history, by)
        if outcome is None:
            return None
        days.append(outcome[1])
    return max(days, default=None)


def _since(rows: Dated, day: dt.date) -> dt.date:
    return max(from_on for from_on, _ in rows if from_on <= day)
