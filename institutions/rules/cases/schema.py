"""What a kind's table is made of: fields, documents, steps. No framework, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.errors import Message
from cixi_oversight.policy.enums import DeadlineCode
from institutions.enums.cases import CaseKind, CaseState, FieldType, StepParty, StepPhase

Payload = Mapping[str, Any]  # days as ISO text, money in fen, a town by its code


@dataclass(frozen=True, slots=True)
class When:
    """Only where the applicant has chosen one of these."""

    key: str
    values: frozenset[str]

    def holds(self, payload: Payload) -> bool:
        chosen = payload.get(self.key)
        found = set(chosen) if isinstance(chosen, list) else {chosen}
        return bool(found & self.values)


@dataclass(frozen=True, slots=True)
class CaseField:
    key: str
    label: Message
    type: FieldType
    required: bool = True
    help: Message | None = None
    choices: Mapping[StrEnum, Message] | None = None
    max_length: int = 200
    when: When | None = None

    def applies(self, payload: Payload) -> bool:
        return self.when is None or self.when.holds(payload)


@dataclass(frozen=True, slots=True)
class CaseDocumentSpec:
    """A paper to hand in. `note` says what it must show."""

    key: str
    label: Message
    note: Message | None = None
    required: bool = True
    when: When | None = None

    def applies(self, payload: Payload) -> bool:
        return self.when is None or self.when.holds(payload)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """What one authority does. Steps of one `place` run side by side; the next place begins when all have answered.

    `checks` are what the officer ticks. `registers`: the answer carries a number and a day. `holds`: until it is done
    the institution neither enrols nor charges.
    """

    key: str
    label: Message
    party: StepParty
    phase: StepPhase
    place: int = 1
    deadline: DeadlineCode = DeadlineCode.CASE_STEP
    amount: int | None = None
    checks: tuple[tuple[str, Message], ...] = ()
    registers: bool = False
    holds: bool = False
    when: When | None = None


@dataclass(frozen=True, slots=True)
class HoldSpec:
    """While such a case runs the institution neither enrols nor charges: from its acceptance (`begins` in review) or
    from the new permit (`begins` following), until every step that `holds` is done."""

    begins: CaseState
    why: Message

    @property
    def states(self) -> frozenset[CaseState]:
        """Those in which it holds whatever the steps say."""
        before = {CaseState.IN_REVIEW, CaseState.TO_DECIDE}
        return frozenset(before if self.begins is CaseState.IN_REVIEW else ())


@dataclass(frozen=True, slots=True)
class KindTable:
    """All that one kind of case asks for. `law` is what the result paper cites."""

    kind: CaseKind
    about: Message
    law: str
    decision_deadline: DeadlineCode
    fields: tuple[CaseField, ...]
    documents: tuple[CaseDocumentSpec, ...]
    steps: tuple[StepSpec, ...]
    paper: PaperKind = PaperKind.LICENCE_GRANT
    issues_permit: bool = True
    hold: HoldSpec | None = None
    steps_by_key: dict[str, StepSpec] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.steps_by_key.update({step.key: step for step in self.steps})

    def field(self, key: str) -> CaseField | None:
        return next((one for one in self.fields if one.key == key), None)

    def document(self, key: str) -> CaseDocumentSpec | None:
        return next((one for one in self.documents if one.key == key), None)

    def wanted(self, payload: Payload) -> list[CaseDocumentSpec]:
        """The documents that this application needs or may bring."""
        return [one for one in self.documents if one.applies(payload)]

    @property
    def holding_steps(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps if step.holds)

    def steps_of(self, phase: StepPhase, payload: Payload) -> list[StepSpec]:
        return [one for one in self.steps if one.phase is phase and (one.when is None or one.when.holds(payload))]
