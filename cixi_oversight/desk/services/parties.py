"""Owner and co-owners of an assignment, and on whose behalf somebody acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cixi_oversight.desk.enums import PartyRole, Side
from cixi_oversight.desk.errors import PartyElsewhere, PartyTwice
from cixi_oversight.desk.models import Assignment, AssignmentParty
from cixi_oversight.desk.models.assignment import is_issuer
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.users.models import Department, Town


@dataclass(frozen=True, slots=True)
class Owner:
    """Exactly one of the three."""

    department: Department | None = None
    town: Town | None = None
    institution_id: int | None = None

    @property
    def key(self) -> tuple[str, int]:
        if self.department is not None:
            return "department", self.department.pk
        if self.town is not None:
            return "town", self.town.pk
        return "institution", self.institution_id or 0

    @property
    def columns(self) -> dict[str, Any]:
        return {"department": self.department, "town": self.town, "institution_id": self.institution_id}


def check(owner: Owner, co_owners: Sequence[Owner], *, county_id: int) -> None:
    """Raises PartyTwice, PartyElsewhere. Whether an institution is the county's is the door's to know."""
    keys = [one.key for one in (owner, *co_owners)]
    if len(set(keys)) != len(keys):
        raise PartyTwice(field="co_owners")
    for one in (owner, *co_owners):
        place = one.department or one.town
        if place is not None and place.county_id != county_id:
            raise PartyElsewhere(field="owner")


def put(assignment: Assignment, owner: Owner, co_owners: Sequence[Owner], *, at: dt.datetime) -> None:
    """These are the parties from now on; who was one before no longer sees the assignment."""
    AssignmentParty.objects.current().filter(assignment=assignment).update(ended_at=at)
    AssignmentParty.objects.bulk_create(
        AssignmentParty(assignment=assignment, role=role, added_at=at, **one.columns)
        for role, one in ((PartyRole.OWNER, owner), *((PartyRole.CO_OWNER, one) for one in co_owners))
    )


def is_own(party: AssignmentParty, viewer: Viewer) -> bool:
    """The same rule as `models.own_parties`, for a row at hand."""
    return (
        party.department_id in viewer.department_ids
        or party.town_id in viewer.town_ids
        or party.institution_id in viewer.institution_ids
    )


def sides(assignment: Assignment, parties: Sequence[AssignmentParty], viewer: Viewer) -> frozenset[Side]:
    """On whose behalf the viewer may act: the bureau's, the owner's, both or (a co-owner) neither."""
    if viewer.kind is ViewerKind.SYSTEM:
        return frozenset(Side)
    found = set()
    if is_issuer(viewer) and assignment.county_id in viewer.county_ids:
        found.add(Side.ISSUER)
    if any(party.role == PartyRole.OWNER and is_own(party, viewer) for party in parties):
        found.add(Side.OWNER)
    return frozenset(found)


def current(assignment: Assignment) -> list[AssignmentParty]:
    """Owner first."""
    rows = AssignmentParty.objects.current().filter(assignment=assignment).select_related("department", "town")
    return sorted(rows, key=lambda row: (row.role != PartyRole.OWNER, row.pk))
