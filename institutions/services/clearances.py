"""What must be settled before deregistration, asked of whoever keeps it: 民办教育促进法第五十九条 puts the students'
fees first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cixi_oversight.errors import msg
from institutions.enums.settlement import ClearanceTopic
from institutions.services.extensions import CASE_CLEARANCES, Clearance


def ask(ids: Sequence[int], on: dt.date) -> dict[int, list[Clearance]]:
    """One answer a topic for every institution, in the order of the topics; "not in the system" where nobody knows."""
    known: dict[tuple[int, ClearanceTopic], Clearance] = {}
    for provider in CASE_CLEARANCES.all():
        for pk, answer in provider(list(ids), on).items():
            known[pk, answer.topic] = answer
    return {pk: [known.get((pk, topic)) or not_in_the_system(topic) for topic in ClearanceTopic] for pk in ids}


def not_in_the_system(topic: ClearanceTopic) -> Clearance:
    """Nobody keeps it: no obstacle by itself, but a person has to confirm it by hand with a reason."""
    return Clearance(
        topic, None, None, msg("Not in the system: to be confirmed by hand, with the reason and what was looked at.")
    )
