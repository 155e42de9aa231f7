"""Questions that point upward: a lower app asks by key, a higher app answers (ARCHITECTURE section 3).

A key lives in the app that asks and is typed; a higher app registers its provider in `AppConfig.ready()`.
Two providers for a single-answer key stop the start-up; so does a missing provider of a required key (`web.checks`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class DuplicateProvider(RuntimeError):
    """Two answers to a question that has one: a mistake in the code, found at start-up."""


@dataclass(eq=False)
class Single(Generic[T]):
    """A question with one answer at most. `ask()` returns None where nobody answers: "not in the system"."""

    name: str
    required: bool = False
    provider: T | None = None

    def __post_init__(self) -> None:
        _SINGLES.append(self)

    def register(self, provider: T) -> None:
        if self.provider is not None and self.provider is not provider:
            raise DuplicateProvider(f"{self.name} is already answered by {self.provider!r}")
        self.provider = provider

    def ask(self) -> T | None:
        return self.provider


@dataclass(eq=False)
class Many(Generic[T]):
    """A question with any number of answers, kept in the order of their `rank`."""

    name: str
    providers: list[tuple[int, T]] = field(default_factory=list)

    def register(self, provider: T, *, rank: int = 100) -> None:
        if all(known is not provider for _, known in self.providers):
            self.providers.append((rank, provider))
            self.providers.sort(key=lambda pair: pair[0])

    def all(self) -> list[T]:
        return [provider for _, provider in self.providers]


_SINGLES: list[Single] = []  # type: ignore[type-arg]  # of every answer type


def unanswered() -> list[str]:
    """Names of required questions that nobody answers."""
    return [key.name for key in _SINGLES if key.required and key.provider is None]
