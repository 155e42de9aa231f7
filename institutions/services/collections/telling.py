"""Who is told what of a collection: those who answer, when they are asked, reminded or have to correct."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from cixi_oversight.desk.services.messages import Note, notify_all
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import DepartmentMembership, User
from institutions.models import Collection, CollectionPart, InstitutionMembership
from institutions.rules.collections.workflow import OWN
from institutions.services.collections.common import PART_SUBJECT
from institutions.services.words import day_of


def asked(row: Collection, parts: Sequence[CollectionPart], *, at: dt.datetime) -> int:
    return _tell("collection.asked", row=row, parts=parts, data={"due_on": row.due_on}, at=at)


def reminded(row: Collection, parts: Sequence[CollectionPart], *, at: dt.datetime) -> int:
    return _tell(
        "collection.reminded", row=row, parts=parts, data={"due_on": row.due_on}, again=f":{day_of(at)}", at=at
    )


def due_moved(row: Collection, parts: Sequence[CollectionPart], was: dt.date, why: str, *, at: dt.datetime) -> int:
    data = {"was": was, "due_on": row.due_on, "why": why}
    return _tell("collection.due_moved", row=row, parts=parts, data=data, again=f":{row.version}", at=at)


def returned(row: Collection, part: CollectionPart, why: str, *, at: dt.datetime) -> int:
    return _tell("collection.returned", row=row, parts=[part], data={"why": why}, again=f":{part.version}", at=at)


def _tell(
    template: str,
    *,
    row: Collection,
    parts: Sequence[CollectionPart],
    data: Mapping[str, Any],
    at: dt.datetime,
    again: str = "",
) -> int:
    people = _people(parts, day_of(at))
    return notify_all(
        [
            Note(
                template,
                frozenset(people[part.pk]),
                {"title": row.title, **data},
                (PART_SUBJECT, part.pk),
                f"{template}:{part.pk}{again}",
                part.institution_id,
            )
            for part in parts
        ],
        at=at,
    )


def _people(parts: Iterable[CollectionPart], on: dt.date) -> dict[int, set[int]]:
    """The open accounts that answer each part, in three queries."""
    of_town = {part.town_id: part.pk for part in parts if part.town_id}
    of_institution = {part.institution_id: part.pk for part in parts if part.institution_id}
    found: dict[int, set[int]] = defaultdict(set)
    offices = DepartmentMembership.objects.in_force(on).filter(department__town_id__in=of_town, role=Role.TOWN_OFFICER)
    for town_id, user_id in offices.values_list("department__town_id", "user_id"):
        found[of_town[town_id]].add(user_id)
    own = InstitutionMembership.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), institution_id__in=of_institution, role__in=sorted(OWN), from_on__lte=on
    )
    for institution_id, user_id in own.values_list("institution_id", "user_id"):
        found[of_institution[institution_id]].add(user_id)
    everybody = set().union(*found.values()) if found else set()
    is_open = set(User.objects.filter(pk__in=everybody, is_active=True).values_list("pk", flat=True))
    return defaultdict(set, {pk: users & is_open for pk, users in found.items()})
