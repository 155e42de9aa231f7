"""The figures whose tables exist: status, category and legal form as dated rows, and the rule set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from cixi_oversight.pages.letter.figures import START
from cixi_oversight.pages.letter.history import (
    History,
    Outcome,
    academic_on,
    completed_on,
    in_cohort,
    outcome_on,
)
from cixi_oversight.pages.letter.reading import histories
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.letter import LETTER_ANSWERS, LetterAnswer
from riskcodes.models import RuleSet
from riskcodes.rules.indicators import BY_CODE

Members = list[tuple[int, dt.date]]


def cohort(viewer: Viewer) -> list[History]:
    """The letter's 233, as far as they are within the viewer's scope."""
    return [history for history in histories(viewer) if in_cohort(history, START)]


def _cohort_members(viewer: Viewer, on: dt.date) -> Members:
    return [(history.institution_id, history.category[0][0]) for history in cohort(viewer)]


def _became(wanted: Outcome) -> Callable[[Viewer, dt.date], Members]:
    def members(viewer: Viewer, on: dt.date) -> Members:
        outcomes = ((history.institution_id, outcome_on(history, on)) for history in cohort(viewer))
        return [(pk, outcome[1]) for pk, outcome in outcomes if outcome is not None and outcome[0] is wanted]

    return members


def _academic_members(viewer: Viewer, on: dt.date) -> Members:
    return [
        (history.institution_id, history.category[0][0]) for history in histories(viewer) if academic_on(history, on)
    ]


def _completion(viewer: Viewer, on: dt.date) -> int | None:
    counted = cohort(viewer)
    done = sum(outcome_on(history, on) is not None for history in counted)
    return done * 100 // len(counted) if counted else None


def _completed_on(viewer: Viewer, on: dt.date) -> dt.date | None:
    return completed_on(cohort(viewer), by=on)


def _families(viewer: Viewer, on: dt.date) -> int | None:
    rule_set = RuleSet.objects.filter(in_force_from__lte=on).order_by("-in_force_from", "-version").first()
    if rule_set is None:
        return None
    return len({BY_CODE[code].family for code in rule_set.body["indicators"] if code in BY_CODE})


def _counted(figure: str, members: Callable[[Viewer, dt.date], Members]) -> LetterAnswer:
    return LetterAnswer(figure, value=lambda viewer, on: len(members(viewer, on)), members=members)


ANSWERS: Final = (
    _counted("cohort", _cohort_members),
    _counted("deregistered", _became(Outcome.DEREGISTERED)),
    _counted("nonprofit", _became(Outcome.NONPROFIT)),
    _counted("nonacademic", _became(Outcome.NONACADEMIC)),
    LetterAnswer("completion", _completion),
    LetterAnswer("completed_on", _completed_on),
    _counted("academic", _academic_members),
    _counted("academic_left", _academic_members),
    LetterAnswer("families", _families),
)


def register() -> None:
    for answer in ANSWERS:
        LETTER_ANSWERS.register(answer)
