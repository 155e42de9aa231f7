"""What jobs refuses."""

from typing import ClassVar

from cixi_oversight.errors import DomainError, Refusal


class NotADemo(DomainError):
    code: ClassVar[str] = "not_a_demo"
    message: ClassVar[str] = "The business date can only be moved in the demo."
    refusal: ClassVar[Refusal] = Refusal.NOT_FOUND


class NightStillRunning(DomainError):
    code: ClassVar[str] = "night_still_running"
    message: ClassVar[str] = "The work of the night of %(day)s is not finished. Wait until it is, then go on."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT


class NothingToRetry(DomainError):
    code: ClassVar[str] = "nothing_to_retry"
    message: ClassVar[str] = "Only a job that failed, wholly or in part, can be started again."
    refusal: ClassVar[Refusal] = Refusal.CONFLICT
