"""Unfinished courses of an institution that closes: the table of the closing, and when a row is settled.

民办教育促进法第五十九条: fees of those who are taught are paid back first. A refund covers what is not consumed; a
transfer needs the parents' consent for every student, in writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.settlement import CourseMethod, SettlementState, SettlementVerb

_S, _V = SettlementState, SettlementVerb
CHECKERS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF})
DECLARERS: Final = frozenset({Role.INSTITUTION_OWNER, Role.REGISTRAR, Role.SERVICE_CENTRE_CLERK})

SETTLEMENT: Final = Workflow(
    "course_settlement",
    (
        Move(_V.DECLARE, frozenset({_S.OPEN}), _S.DECLARED, roles=DECLARERS, needs_reason=False),
        Move(_V.CONFIRM, frozenset({_S.DECLARED}), _S.CONFIRMED, roles=CHECKERS),
        Move(_V.RETURN, frozenset({_S.DECLARED, _S.CONFIRMED}), _S.OPEN, roles=CHECKERS),
        Move(_V.ABANDON, frozenset({_S.OPEN, _S.DECLARED, _S.CONFIRMED}), _S.ABANDONED, roles=CHECKERS),
    ),
)


@dataclass(frozen=True, slots=True)
class Course:
    """One row of the table; money in fen. `has_consents`: a file with the consents was handed in."""

    name: str
    students: int
    unconsumed_fen: int
    method: str = ""
    is_settled: bool = False
    settled_fen: int = 0
    has_receiver: bool = False
    consents: int = 0
    has_consents: bool = False


def missing(course: Course) -> list[Message]:
    """What a row still lacks before the table can be declared."""
    found: list[Message] = []
    if not course.method or not course.is_settled:
        found.append(msg("%(course)s: not settled yet", course=course.name))
        return found
    if course.method == CourseMethod.REFUND and course.settled_fen < course.unconsumed_fen:
        found.append(msg("%(course)s: less was paid back than is not consumed", course=course.name))
    if course.method == CourseMethod.TRANSFER:
        if not course.has_receiver:
            found.append(msg("%(course)s: the institution that goes on with it is not named", course=course.name))
        if course.consents < course.students:
            lacking = course.students - course.consents
            found.append(msg("%(course)s: %(n)s consents of parents are missing", course=course.name, n=lacking))
        if not course.has_consents:
            found.append(msg("%(course)s: no file with the parents' consents", course=course.name))
    return found


def all_missing(courses: Iterable[Course]) -> list[Message]:
    return [one for course in courses for one in missing(course)]
