"""What an institution's people are told of the ladder of guidance, after the commit: never of a referral (移送)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.permissions import Role
from institutions.enums.guidance import Outcome, Rung
from institutions.models import GuidanceOutcome, GuidanceStep
from institutions.rules.labels.guidance import OUTCOME, RUNG

SUBJECT: Final = "guidance_step"
_TOLD: Final = {
    Rung.REMINDER: "guidance.reminder",
    Rung.RECTIFY: "guidance.rectify",
    Rung.CIRCULATE: "guidance.circulate",
}
_WHO: Final = (Role.INSTITUTION_OWNER, Role.INSTITUTION_FRONT_DESK)


def taken(step: GuidanceStep, *, at: dt.datetime) -> None:
    """A reminder, an order to rectify with its day, a circulated notice."""
    template = _TOLD.get(Rung(step.rung))
    if template is None:
        return
    due = {"due_on": step.due_on} if step.rung == Rung.RECTIFY else {}
    _say(step, template, f"{template}:{step.pk}", at, matter=step.matter, **due)


def settled(outcome: GuidanceOutcome, *, at: dt.datetime) -> None:
    """What the bureau has put on record of it."""
    step = outcome.step
    if step.rung not in _TOLD:
        return
    words = OUTCOME[Outcome(outcome.outcome)]
    key = f"guidance.settled:{step.pk}:{outcome.outcome}"
    _say(step, "guidance.settled", key, at, rung=RUNG[Rung(step.rung)], day=step.taken_on, outcome=words)


def _say(step: GuidanceStep, template: str, once: str, at: dt.datetime, **figures: Any) -> None:
    messages.notify(
        template=template,
        to=recipients.members(step.institution_id, *_WHO),
        data=figures,
        subject=(SUBJECT, step.pk),
        dedupe=once,
        at=at,
        institution_id=step.institution_id,
    )
