"""What can go wrong, and how a sentence travels: a message id with figures, worded at the door in either language.

No framework here, so that rules may use it. The DRF handler lives in `api`, the HTML twin in `web`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence before it is worded: catalogue id (English, %-style names) and the figures that go in."""

    id: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.id % self.figures if self.figures else self.id


def msg(message_id: str, /, **figures: Any) -> Message:
    """Mark a sentence for the catalogue and carry its figures. The id must be a literal: the extractor reads it."""
    return Message(message_id, figures)


class Refusal(StrEnum):
    """Why the answer is no; each door maps it to its own sign (HTTP status, exit code)."""

    MALFORMED = "malformed"  # 400: the shape is wrong
    FORBIDDEN = "forbidden"  # 403: in scope, without the right
    NOT_FOUND = "not_found"  # 404: missing or out of scope, told apart by nobody
    CONFLICT = "conflict"  # 409: the state has moved on
    RULE = "rule"  # 422: a rule of ours refuses it
    BUSY = "busy"  # 503: try again


class DomainError(Exception):
    """Root of everything we refuse. One class per rule; `message` is the catalogue id, figures fill it.

    `field` names the form or API field, `row` the line of a sheet, so that a clerk finds the place.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "This cannot be done."
    refusal: ClassVar[Refusal] = Refusal.RULE

    def __init__(self, *, field: str | None = None, row: int | None = None, **figures: Any) -> None:
        self.field, self.row, self.figures = field, row, figures
        super().__init__(self.code)

    @property
    def sentence(self) -> Message:
        return Message(self.message, self.figures)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class Problems(DomainError):
    """Several refusals at once: a form or a sheet names all of them, not only the first."""

    code = "problems"
    message = "%(count)s entries need correction."
    refusal = Refusal.MALFORMED

    def __init__(self, problems: Sequence[DomainError]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class NotFound(DomainError):
    code = "not_found"
    message = "Not found, or not within your remit."
    refusal = Refusal.NOT_FOUND


class Forbidden(DomainError):
    code = "forbidden"
    message = "Your role does not include this. Ask the system administrator if it should."
    refusal = Refusal.FORBIDDEN


class StaleVersion(DomainError):
    """Somebody saved in between (decision 17): nothing is overwritten."""

    code = "stale_version"
    message = "Somebody else has changed this since you opened it. Reload the page, compare and enter it again."
    refusal = Refusal.CONFLICT


class ReasonMissing(DomainError):
    """What the legal record must say is not said."""

    code = "reason_missing"
    message = "Please say why: the reason stays in the record."
    refusal = Refusal.MALFORMED


class WrongState(DomainError):
    """A verb that the transition table does not allow from the present state."""

    code = "wrong_state"
    message = "This step is not possible in the present state."
    refusal = Refusal.CONFLICT
