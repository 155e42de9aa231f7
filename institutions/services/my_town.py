"""What a town office wants to know of its institutions, in a fixed number of queries: colour, what is overdue, what
waits for the town, what is still to be made up, and whom to call."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count

from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.models import Contact
from cixi_oversight.personal.rules.labels import CAPACITY
from cixi_oversight.personal.services.reading import ShownContact, shown
from institutions.enums.gaps import GapState
from institutions.models import CaseStep, FilingDue, GapItem, GapList, Institution
from institutions.services.extensions import ADOPTED_CODES

MOST: Final = 400
_WORST: Final = {"red": 0, "yellow": 1, "": 2, "green": 3}


@dataclass(slots=True)
class Card:
    """`code` is the adopted one, empty where there is none; `contacts` serve and are masked."""

    institution: Any
    code: str = ""
    overdue: int = 0
    waiting: int = 0
    gaps: int = 0
    contacts: list[ShownContact] = field(default_factory=list)

    @property
    def needs(self) -> int:
        """How much there is to see to."""
        return self.overdue + self.waiting + self.gaps


def cards(viewer: Viewer, on: dt.date) -> list[Card]:
    """Of the viewer's own towns, living institutions only; red ones and those with most to see to first."""
    rows: Any = Institution.objects.filter(town_id__in=viewer.town_ids).alive().with_register_facts()
    found = {row.pk: Card(row) for row in rows.order_by("name", "pk")[:MOST]}
    ids = list(found)
    ask = ADOPTED_CODES.ask()
    for pk, code in (ask(ids) if ask else {}).items():
        found[pk].code = code or ""
    for name, figures in _figures(viewer, ids, on).items():
        for pk, figure in figures.items():
            setattr(found[pk], name, figure)
    for pk, contacts in _contacts(viewer, ids, on).items():
        found[pk].contacts = contacts
    return sorted(found.values(), key=lambda card: (_WORST.get(card.code, 2), -card.needs, card.institution.name))


def _figures(viewer: Viewer, ids: list[int], on: dt.date) -> dict[str, Mapping[int, int]]:
    """Three counts by institution, a query each."""
    overdue: Any = FilingDue.objects.overdue(on).filter(institution_id__in=ids)
    steps = CaseStep.objects.on_desk_of(viewer).filter(case__institution_id__in=ids)
    lists = GapList.objects.filter(institution_id__in=ids).open()
    gaps = GapItem.objects.filter(gap_list__in=lists).exclude(state=GapState.CLOSED)
    return {
        "overdue": _counted(overdue, "institution_id"),
        "waiting": _counted(steps, "case__institution_id"),
        "gaps": _counted(gaps, "gap_list__institution_id"),
    }


def _counted(rows: Any, by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(n=Count("pk")))


def _contacts(viewer: Viewer, ids: list[int], on: dt.date) -> dict[int, list[ShownContact]]:
    found: dict[int, list[ShownContact]] = defaultdict(list)
    rows: Any = Contact.objects.filter(subject_kind="institution", subject_id__in=ids)
    for row in rows.serving(on).select_related("person").order_by("capacity", "pk"):
        found[row.subject_id].append(ShownContact(row, CAPACITY[Capacity(row.capacity)], shown(row.person, viewer)))
    return found
