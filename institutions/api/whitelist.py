"""The white list for other departments' systems: /api/v1/whitelist. What the public reads, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from cixi_oversight.api import filters, values
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from institutions.api.institution import PlaceShape
from institutions.enums import Category
from institutions.models import WhitelistEntry
from institutions.rules.access.whitelist import CALL_WHITELIST


class WhitelistFilters(filters.StrictFilterSet):
    town = filters.code(r"^\d{9}$", values.town_code, field_name="institution__town__code")
    category = filters.member_of(Category, field_name="institution__category")
    uscc = filters.uscc(field_name="institution__uscc")

    class Meta:
        model = WhitelistEntry
        fields: list[str] = []


class EntryShape(serializers.Serializer[Any]):
    """`lesson_…_fen` and `span_months` as they were published; null where no fee had been filed."""

    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)
    category = serializers.ChoiceField(choices=[item.value for item in Category], allow_null=True)
    town = PlaceShape(allow_null=True)
    permit_number = serializers.CharField(allow_null=True)
    lesson_low_fen = serializers.IntegerField(allow_null=True)
    lesson_high_fen = serializers.IntegerField(allow_null=True)
    span_months = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    publication = serializers.IntegerField()


@extend_schema_view(list=extend_schema(operation_id="whitelist", summary="Institutions on the white list"))
class WhitelistViewSet(ReadViewSet):
    """The list as published. An institution that is not on it is not thereby judged."""

    permission = CALL_WHITELIST
    scope = "whitelist"
    queryset = WhitelistEntry.objects.none()
    serializer_class = EntryShape
    filterset_class = WhitelistFilters
    orderings = {"id": Ordering("pk"), "-id": Ordering("pk", descending=True)}

    def scoped(self) -> QuerySet[WhitelistEntry]:
        found: QuerySet[WhitelistEntry] = WhitelistEntry.objects.standing()
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        found = WhitelistEntry.objects.filter(pk__in=list(keys)).select_related("institution__town", "entered")
        return {row.pk: _shape(row) for row in found}


def _shape(row: WhitelistEntry) -> dict[str, Any]:
    of = row.institution
    figures = ("permit_number", "lesson_low_fen", "lesson_high_fen", "span_months")
    return {
        "public_id": of.public_id,
        "name": of.name,
        "uscc": of.uscc,
        "category": of.category,
        "town": {"code": of.town.code, "name": of.town.name} if of.town else None,
        **{name: row.shown.get(name) for name in figures},
        "since": row.entered_on,
        "publication": row.entered.number,
    }
