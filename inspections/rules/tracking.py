"""What whoever complained is told: where it stands and what comes next, in plain words, nothing of the inside."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from inspections.enums import Outcome, Stage

STANDS: Final[dict[Stage, Message]] = {
    Stage.EXAMINED: msg("We are examining it"),
    Stage.VALID: msg("Found to be true; being settled"),
    Stage.NOT_VALID: msg("Not confirmed by our examination; the answer is being prepared"),
    Stage.LATE: msg("Not answered yet, although the time is over"),
    Stage.CLOSED: msg("Closed"),
}
NEXT: Final[dict[Stage, Message]] = {
    Stage.EXAMINED: msg("The office looks at papers and premises and may call you. It answers by the day above."),
    Stage.VALID: msg("The office sees to it that the institution puts it right, and answers by the day above."),
    Stage.NOT_VALID: msg("The office tells you why, by the day above. You may add what it should know below."),
    Stage.LATE: msg("You may ask the office for the reason and tell it the number above."),
    Stage.CLOSED: msg("If you do not agree, tell the office the number above. How to object stands on its answer."),
}
ENDED: Final[dict[Outcome, Message]] = {
    Outcome.SETTLED: msg("You and the institution came to an agreement."),
    Outcome.REFUNDED: msg("The institution paid back."),
    Outcome.NOT_UPHELD: msg("The complaint was not confirmed."),
    Outcome.WITHDRAWN: msg("The complaint was taken back."),
    Outcome.REFERRED: msg("Another authority is competent and has been given the matter."),
}


def stage(*, is_valid: bool | None, outcome: Outcome | None, is_late: bool) -> Stage:
    if outcome is not None:
        return Stage.CLOSED
    if is_late:
        return Stage.LATE
    if is_valid is None:
        return Stage.EXAMINED
    return Stage.VALID if is_valid else Stage.NOT_VALID
