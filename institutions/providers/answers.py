"""What lower apps and the search ask about institutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from cixi_oversight.desk.services.extensions import Place
from cixi_oversight.errors import Message
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import Town
from cixi_oversight.web import badges
from cixi_oversight.web.search import Hit
from institutions.models import Institution
from institutions.rules import labels
from institutions.rules.access import (
    VIEW_REGISTER,
)
from institutions.services.extensions import HEAD_BADGES
from institutions.services.links import file_url
from institutions.services.reading import find

_HITS: Final = 8


def hits(viewer: Viewer, text: str) -> list[Hit]:
    """Institutions by whatever was typed; those that begin with it first, ended ones last."""
    if not VIEW_REGISTER.allows(viewer):
        return []
    rows: Any = find(Institution.objects.visible_to(viewer).with_register_facts(), text, _HITS)
    marks = [ask([row.pk for row in rows], viewer) for ask in HEAD_BADGES.all()]
    return [
        Hit(
            row.name,
            " · ".join(filter(None, [row.uscc or row.permit_number, row.town and row.town.name, row.trade_name])),
            file_url(row),
            next((mark[row.pk] for mark in marks if row.pk in mark), badges.badge("institution", row.status)),
        )
        for row in rows
    ]


class AuditedInstitutions:
    """What the audit asks about the institutions its rows are about."""

    def visible(self, viewer: Viewer) -> QuerySet[Any]:
        return Institution.objects.visible_to(viewer).values("pk")

    def found(self, viewer: Viewer, typed: str) -> QuerySet[Any]:
        return Institution.objects.visible_to(viewer).search(typed).values("pk")

    def named(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        return {row.pk: (row.name, file_url(row)) for row in Institution.objects.filter(pk__in=ids)}


def of_town(town: Town) -> Q:
    return Q(institution_id__in=Institution.objects.filter(town=town).values("pk"))


def desk_places(ids: Sequence[int]) -> dict[int, Place]:
    rows = Institution.objects.filter(pk__in=ids).values_list("pk", "name", "public_id", "county_id", "town_id")
    return {row[0]: Place(*row[1:]) for row in rows}


def categories() -> dict[str, Message]:
    return {category.value: label for category, label in labels.CATEGORY.items()}
