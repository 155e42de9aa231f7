"""Register changes (登记变动): what becomes of a row of market supervision's weekly feed.

A row never changes the register: it is put before the registrar on the file of the institution that it is about. One
that is about none and says that it teaches becomes a suspected site of its town. Names are compared as people mean
them: width, brackets and blanks do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cixi_oversight.permissions import Role
from cixi_oversight.workflows import Move, Workflow
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState, ChangeVerb

ROWS_MAX: Final = 500
REGISTRARS: Final = frozenset({Role.REGISTRAR, Role.SECTION_CHIEF})
CHANGE: Final = Workflow(
    "register_change",
    (
        Move(ChangeVerb.FINISH, frozenset({ChangeState.WAITING}), ChangeState.DONE, roles=REGISTRARS),
        Move(ChangeVerb.DISMISS, frozenset({ChangeState.WAITING}), ChangeState.NOTHING_TO_DO, roles=REGISTRARS),
    ),
)
_NOISE: Final = re.compile(r"[\s()\[\]{}·.,、;:'\"&\-_/*]")
# what a business says that it does not do, as in 教育咨询服务（不含涉许可审批的教育培训活动）
_NOT_DONE: Final = re.compile(r"[（(][^（）()]*(?:不含|不包括|除外|除)[^（）()]*[）)]|(?:不含|不包括)[^；;。，,]*")
_TEACHES: Final = re.compile(r"培训|托管|补习|辅导|家教|早教|自习|晚托")
_NOT_CHILDREN: Final = re.compile(r"(?:职业技能|员工|企业管理|驾驶员?|消防技术|特种作业|会议)[^；;。，,]{0,6}培训")
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """What a decision needs of a row."""

    kind: ChangeKind
    name: str
    uscc: str = ""
    former_name: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: ChangeOutcome
    ids: tuple[int, ...] = ()  # the institution, or all that could be meant


def name_key(name: str) -> str:
    """The name as two people who write it differently share it."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def decide(row: Row, by_uscc: Mapping[str, int], by_name: Mapping[str, Iterable[int]]) -> Decision:
    """By credit code first, then by present or former name. Where the two name different institutions, or a name is
    borne by several, a person chooses."""
    coded = by_uscc.get(row.uscc) if row.uscc else None
    names = (name_key(row.name), name_key(row.former_name))
    named = {pk for key in names if key for pk in by_name.get(key, ())}
    found = named | ({coded} if coded else set())
    if coded and named <= {coded}:
        return Decision(ChangeOutcome.MATCHED, (coded,))
    if len(found) == 1:
        return Decision(ChangeOutcome.MATCHED, tuple(found))
    if found:
        return Decision(ChangeOutcome.AMBIGUOUS, tuple(sorted(found)))
    lives = row.kind in (ChangeKind.NEW, ChangeKind.CHANGED)
    taught = what_it_teaches(row.name, row.scope) if lives else ""
    return Decision(ChangeOutcome.SUSPECTED if taught else ChangeOutcome.NOT_OURS)


def what_it_teaches(name: str, scope: str) -> str:
    """The words by which a business says that it teaches or minds children; empty where it does not."""
    done = _NOT_CHILDREN.sub("", _NOT_DONE.sub("", unicodedata.normalize("NFKC", f"{scope};{name}")))
    parts = [part.strip() for part in re.split(r"[;。,，；]", done)]
    found = next((part for part in parts if _TEACHES.search(part)), "")
    return found[:_SHORT]


def state_of(outcome: ChangeOutcome) -> ChangeState:
    """What is about an institution waits for the registrar; a suspected site is looked at as such."""
    waits = outcome in (ChangeOutcome.MATCHED, ChangeOutcome.AMBIGUOUS)
    if waits:
        return ChangeState.WAITING
    return ChangeState.DONE if outcome is ChangeOutcome.SUSPECTED else ChangeState.NOTHING_TO_DO
