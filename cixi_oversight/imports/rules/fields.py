"""What a target can take: its fields, and how a cell of each is read."""

from __future__ import annotations

from dataclasses import dataclass

from cixi_oversight.errors import Message
from cixi_oversight.imports.enums import DateEdge, FieldKind


@dataclass(frozen=True, slots=True)
class Field:
    """`max_length` bounds text; `choices` are the stored values of a CHOICE; `edge` is the day that a month means."""

    key: str
    label: Message
    kind: FieldKind = FieldKind.TEXT
    max_length: int = 0
    choices: frozenset[str] = frozenset()
    edge: DateEdge = DateEdge.FIRST
    required: bool = False
