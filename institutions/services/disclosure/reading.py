"""An institution as its public page shows it: only what law posts (民办教育促进法 41, 42; 教监管厅函〔2021〕 posting
rules), nothing of supervision's inside. One query, however much there is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight.documents.services.papers import digest_of
from cixi_oversight.errors import DomainError, NotFound
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Department
from institutions.enums import Status
from institutions.models import Institution, Permit, Registration
from institutions.services import posting_board
from institutions.services.cases.holds import CaseHold, hold_of
from institutions.services.disclosure.extensions import ESCROW_ACCOUNT
from institutions.services.disclosure.parts import all_parts
from institutions.services.posting_board import Licences

_DAYS: Final = ("issued_on", "expires_on", "registered_on", "published_on", "from_on", "to_on")


@dataclass(frozen=True, slots=True)
class Board:
    """The newest posting board that nobody has withdrawn. `is_current`: it still says what the register says."""

    number: str
    token: str
    issued_on: dt.date
    is_current: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """When a class meets, every week."""

    name: str
    course: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    institution: Institution
    permit: Permit | None  # in force, or the newest one that has ended
    permit_is_valid: bool
    registrations: list[Registration]
    sites: list[dict[str, Any]]
    board: Board | None
    since: dt.date | None  # of the present state
    listed_since: dt.date | None
    courses: list[dict[str, Any]]
    teachers: list[dict[str, Any]]
    week: list[tuple[int, list[Lesson]]]
    annual: list[dict[str, Any]]
    stars: dict[str, Any] | None
    escrow: dict[str, Any] | None
    escrow_is_known: bool  # whether anybody keeps supervised accounts in this system
    code: str  # empty: not public, or none
    hold: CaseHold | None  # neither enrols nor charges

    @property
    def may_teach(self) -> bool:
        return self.permit_is_valid and self.institution.status == Status.OPERATING and self.hold is None


def disclose(viewer: Viewer, public_id: str, on: dt.date) -> Disclosure:
    """Raises NotFound for what is not shown to the public: who applies, has ended or cannot be found."""
    rows: Any = Institution.objects.visible_to(viewer).filter(public_id=public_id)
    row = rows.select_related("county", "town", "approval_authority").annotate(**all_parts(on)).first()
    if row is None:
        raise NotFound
    permits = [_permit(part) for part in row.permit_rows]
    registrations = [Registration(**_typed(part)) for part in row.registration_rows]
    valid = next((permit for permit in permits if posting_board.is_valid(permit, on)), None)
    return Disclosure(
        institution=row,
        permit=valid or next(iter(permits), None),
        permit_is_valid=valid is not None,
        registrations=registrations,
        sites=row.open_sites,
        board=_board(row, Licences(permits, registrations), on),
        since=row.moved_on,
        listed_since=row.listed_since,
        courses=[_course(part) for part in row.course_rows],
        teachers=row.teacher_rows,
        week=_week(row.class_rows),
        annual=[_typed(part) for part in row.annual_rows],
        stars=_stars(row.star_row, on),
        escrow=row.escrow,
        escrow_is_known=ESCROW_ACCOUNT.ask() is not None,
        code=row.code,
        hold=hold_of(row.hold),
    )


def _typed(part: dict[str, Any]) -> dict[str, Any]:
    """Days and moments as they left the database."""
    found = dict(part)
    for name, value in part.items():
        if value is not None and name in _DAYS:
            found[name] = dt.date.fromisoformat(value)
        elif value is not None and name == "recorded_at":
            found[name] = dt.datetime.fromisoformat(value)
    return found


def _permit(part: dict[str, Any]) -> Permit:
    values = _typed(part)
    authority = values.pop("authority")
    return Permit(**values, authority=Department(name=authority) if authority else None)


def _board(row: Institution, licences: Licences, on: dt.date) -> Board | None:
    if not row.board_rows:  # type: ignore[attr-defined]
        return None
    part = row.board_rows[0]  # type: ignore[attr-defined]
    try:
        holds = digest_of(posting_board.facts_of(row, licences, on)) == part["facts_digest"]
    except DomainError:
        holds = False
    return Board(part["number"], part["token"], dt.date.fromisoformat(part["issued_on"]), holds)


def _course(part: dict[str, Any]) -> dict[str, Any]:
    """With what one lesson costs, where a fee says how many it pays."""
    fees = [
        fee
        | {"lesson_fen": fee["amount_fen"] // fee["lessons"] if fee["kind"] == "tuition" and fee["lessons"] else None}
        for fee in part["fees"]
    ]
    return part | {"fees": fees}


def _week(rows: list[dict[str, Any]]) -> list[tuple[int, list[Lesson]]]:
    """Classes by weekday (1 Monday), in the order of the day; each once, though it may meet in two periods."""
    days: defaultdict[int, dict[Lesson, None]] = defaultdict(dict)
    for row in rows:
        for slot in row["slots"]:
            days[slot["weekday"]][Lesson(row["name"], row["course_name"], slot["starts"][:5], slot["ends"][:5])] = None
    return [(day, sorted(found, key=lambda one: (one.starts, one.name))) for day, found in sorted(days.items())]


def _stars(part: dict[str, Any] | None, on: dt.date) -> dict[str, Any] | None:
    """None where there is none, it is over or was taken away."""
    found = _typed(part) if part else None
    return found if found and found["stars"] and found["to_on"] >= on else None
