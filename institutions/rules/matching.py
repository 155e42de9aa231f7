"""Is a row of a sheet an institution that the register knows? (settled questions of sheets, 5)

By credit code, then permit number, then name and address. A lower key never overrules a higher one: where they
contradict, and where names or addresses only half agree, a person decides. Anything else is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    NEW = "new"
    MATCH = "match"
    UNSURE = "unsure"


class By(StrEnum):
    """What a match was made by, and how sure it is: see `SURE`."""

    USCC = "uscc"
    PERMIT = "permit"
    NAME_ADDRESS = "name_address"
    NOTHING = ""


SURE: Final = {By.USCC: "certain", By.PERMIT: "strong", By.NAME_ADDRESS: "fair", By.NOTHING: ""}


class Doubt(StrEnum):
    """Why a person is asked."""

    SITE = "site"  # same code, another permit and address
    TWINS = "twins"  # the code of one, the permit or name of another
    PERMIT_OTHER_USCC = "permit_other_uscc"  # as after a conversion, 91 to 52
    PERMIT_ELSEWHERE = "permit_elsewhere"  # the permit's holder has another name and another address
    PERMIT_SHARED = "permit_shared"
    CODES_DIFFER = "codes_differ"  # name and address agree, the codes do not
    SAME_NAME = "same_name"  # at another address
    SAME_PLACE = "same_place"  # the same address and name stem
    SECOND_ROW = "second_row"  # another row of the sheet has matched the same institution


@dataclass(frozen=True, slots=True)
class Known:
    """An institution of the register, or an earlier row of the sheet (then `id` is 0 and `row_no` set)."""

    id: int
    uscc: str | None
    names: frozenset[str]
    addresses: frozenset[str]
    permits: frozenset[str]
    row_no: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Keys of a row, normalised like those of the register; None where the cell is blank."""

    row_no: int
    uscc: str | None
    permit: str | None
    name: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Match:
    row_no: int
    outcome: Outcome
    by: By = By.NOTHING
    doubt: str = ""
    ids: tuple[int, ...] = ()
    other_row: int | None = None


@dataclass(slots=True)
class Hits:
    """Whom the register knows by each key of one row."""

    by_uscc: Known | None = None
    by_permit: list[Known] = field(default_factory=list)
    by_name: list[Known] = field(default_factory=list)
    by_address: list[Known] = field(default_factory=list)


def match(row: Row, hits: Hits) -> Match:
    """One row against the register."""
    if hits.by_uscc is not None:
        return _by_code(row, hits.by_uscc, hits)
    if hits.by_permit:
        return _by_permit(row, hits)
    return _by_name(row, hits)


def _by_code(row: Row, known: Known, hits: Hits) -> Match:
    others = [other for other in hits.by_permit if other.id != known.id]
    if row.name not in known.names:
        others += [other for other in hits.by_name if other.id != known.id]
    if others:
        return _unsure(row, Doubt.TWINS, [known, *others])
    moved = row.address is not None and bool(known.addresses) and row.address not in known.addresses
    other_permit = row.permit not in known.permits if row.permit and known.permits else True
    if moved and other_permit:
        return _unsure(row, Doubt.SITE, [known])
    return _sure(row, known, By.USCC)


def _by_permit(row: Row, hits: Hits) -> Match:
    if len(hits.by_permit) > 1:
        return _unsure(row, Doubt.PERMIT_SHARED, hits.by_permit)
    known = hits.by_permit[0]
    if row.uscc and known.uscc:
        return _unsure(row, Doubt.PERMIT_OTHER_USCC, [known])
    same_name = row.name in known.names
    twins = [other for other in hits.by_name if other.id != known.id]
    if twins and not same_name:
        return _unsure(row, Doubt.TWINS, [known, *twins])
    if not same_name and row.address not in known.addresses:
        return _unsure(row, Doubt.PERMIT_ELSEWHERE, [known])
    return _sure(row, known, By.PERMIT)


def _by_name(row: Row, hits: Hits) -> Match:
    here = [known for known in hits.by_name if row.address is not None and row.address in known.addresses]
    fitting = [known for known in here if not codes_differ(row, known)]
    if len(fitting) == 1 and len(here) == 1:
        return _sure(row, fitting[0], By.NAME_ADDRESS)
    if here:
        return _unsure(row, Doubt.CODES_DIFFER, here)
    if hits.by_name:
        return _unsure(row, Doubt.SAME_NAME, hits.by_name)
    alike = [known for known in hits.by_address if stems(known.names) & stems({row.name})]
    if alike:
        return _unsure(row, Doubt.SAME_PLACE, alike)
    return Match(row.row_no, Outcome.NEW)


def codes_differ(row: Row, known: Known) -> bool:
    return bool(row.uscc and known.uscc and row.uscc != known.uscc) or bool(
        row.permit and known.permits and row.permit not in known.permits
    )


def _sure(row: Row, known: Known, by: By) -> Match:
    return Match(row.row_no, Outcome.MATCH, by, ids=(known.id,))


def _unsure(row: Row, doubt: Doubt, known: Sequence[Known]) -> Match:
    ids = tuple(dict.fromkeys(each.id for each in known if each.id))
    other = next((each.row_no for each in known if each.row_no), None)
    return Match(row.row_no, Outcome.UNSURE, doubt=doubt, ids=ids, other_row=other)


# --- rows of one sheet against each other: an earlier row counts as known ---


def match_within(rows: Iterable[Row], fresh: set[int]) -> list[Match]:
    """Doubts about rows in `fresh` (new to the register) that an earlier row of the sheet raises. `rows` in order."""
    by_uscc: dict[str, Known] = {}
    by_name: dict[str, list[Known]] = {}
    by_address: dict[str, list[Known]] = {}
    found: list[Match] = []
    for row in rows:
        if row.row_no in fresh:
            doubt = _doubt_within(row, by_uscc, by_name, by_address)
            if doubt is not None:
                found.append(doubt)
        known = Known(0, row.uscc, frozenset({row.name}), _one(row.address), _one(row.permit), row_no=row.row_no)
        if row.uscc:
            by_uscc.setdefault(row.uscc, known)
        by_name.setdefault(row.name, []).append(known)
        if row.address:
            by_address.setdefault(row.address, []).append(known)
    return found


def _doubt_within(
    row: Row, by_uscc: dict[str, Known], by_name: dict[str, list[Known]], by_address: dict[str, list[Known]]
) -> Match | None:
    if row.uscc and row.uscc in by_uscc:
        return _unsure(row, Doubt.SITE, [by_uscc[row.uscc]])
    hits = Hits(by_name=by_name.get(row.name, []), by_address=by_address.get(row.address or "", []))
    judged = _by_name(row, hits)
    return judged if judged.outcome is Outcome.UNSURE else None


def _one(value: str | None) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value})


def second_rows(matches: Iterable[Match]) -> list[Match]:
    """Rows that match an institution which an earlier row has matched already: only one of them can be written."""
    first: dict[int, int] = {}
    found: list[Match] = []
    for each in matches:
        if each.outcome is not Outcome.MATCH:
            continue
        other = first.setdefault(each.ids[0], each.row_no)
        if other != each.row_no:
            found.append(Match(each.row_no, Outcome.UNSURE, doubt=Doubt.SECOND_ROW, ids=each.ids, other_row=other))
    return found


# --- the stem of a name: what is left without place, trade and legal form ---

_PLACE: Final = re.compile(
    r"^(?:[^省市县区镇]{2,6}省)?(?:[^省市县区镇]{2,6}市){0,2}(?:[^省市县区镇]{2,6}(?:区|县|街道|镇))?"
)
_FORM: Final = re.compile(
    r"(?:(?:有限责任公司|有限公司|股份公司|公司|合伙企业|工作室|服务部|经营部|培训学校|培训中心|培训部|学校|中心|俱乐部|分校|校区"
    r"|课外|校外|教育|咨询|培训|艺术|文化|体育|科技|传播|发展|信息|服务|管理|语言|英语|音乐|舞蹈|美术|书法)+)$"
)
_LATIN_FORM: Final = re.compile(
    r"(?:preschool|childcare|daycare|center|centre|school|academy|inc|llc|the|infant|program|children's|childrens|child"
    r"|care|day|and|development|learning|nursery|kindergarten|schoolage)+$"
)


def stem(name: str) -> str:
    """慈溪市浒山青禾艺术培训有限公司 -> 浒山青禾; short of two letters the whole name stands."""
    bare = _PLACE.sub("", name)
    bare = _LATIN_FORM.sub("", _FORM.sub("", bare))
    return bare if len(bare) >= 2 else name


def stems(names: Iterable[str]) -> set[str]:
    return {stem(name) for name in names}
