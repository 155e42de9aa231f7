"""States of background work."""

from enum import StrEnum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # finished, but some rows or slices failed and are listed
    FAILED = "failed"  # given up after the allowed attempts; a person decides


FINISHED = frozenset({JobState.DONE, JobState.PARTIAL, JobState.FAILED})


class SliceState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
