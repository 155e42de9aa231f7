"""What jobs brings to the frame: its entry in the sidebar and the badges of its states."""

from __future__ import annotations

from cixi_oversight.audit.services.outbox import WAKE
from cixi_oversight.audit.services.verbs import name_verbs
from cixi_oversight.errors import msg
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.rules.access import VIEW_JOBS
from cixi_oversight.jobs.rules.labels import STATES
from cixi_oversight.jobs.services.feed import wake_feed
from cixi_oversight.web import badges
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.nav import NAV, NavEntry

_TONES = {
    JobState.QUEUED: Tone.NEUTRAL,
    JobState.RUNNING: Tone.PROGRESS,
    JobState.DONE: Tone.DONE,
    JobState.PARTIAL: Tone.WAITS,
    JobState.FAILED: Tone.REFUSED,
}
_BADGES = {state.value: Badge(tone, STATES[state]) for state, tone in _TONES.items()}


def register() -> None:
    """Called once from `ready()`."""
    WAKE.register(wake_feed)
    name_verbs({"jobs.next_day": msg("Moved the demo to the next day"), "jobs.retry": msg("Started work again")})
    badges.register("jobs.state", _BADGES)
    NAV.register(NavEntry("system.jobs", msg("Background work"), "jobs:list", VIEW_JOBS, icon="clock-cog"), rank=80)
