"""What the states of background work are called."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.jobs.enums import JobState

STATES: Final[dict[JobState, Message]] = {
    JobState.QUEUED: msg("Waiting"),
    JobState.RUNNING: msg("Running"),
    JobState.DONE: msg("Done"),
    JobState.PARTIAL: msg("Done in part"),
    JobState.FAILED: msg("Failed"),
}
