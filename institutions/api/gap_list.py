"""Gap lists as sector authorities' systems read them: whom they received, what is missing, how much time is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from cixi_oversight import clock
from cixi_oversight.api import filters
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from institutions.enums import Category
from institutions.enums.gaps import GapListState, GapState, StandardKey
from institutions.models import GapList
from institutions.rules.access.gaps import VIEW_GAPS
from institutions.services.gaps.reading import Listed, items_of


class GapInstitutionShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class GapShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    standard = serializers.ChoiceField(choices=[key.value for key in StandardKey])
    demand = serializers.CharField()
    standard_confirmed = serializers.BooleanField()
    state = serializers.ChoiceField(choices=[state.value for state in GapState])
    handed_in_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)


class GapListShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    institution = GapInstitutionShape()
    category = serializers.ChoiceField(choices=[item.value for item in Category])
    receiver = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=[state.value for state in GapListState])
    opened_on = serializers.DateField()
    due_on = serializers.DateField()
    days_left = serializers.IntegerField(allow_null=True)  # to the end of the transition; null when it is over
    ended_on = serializers.DateField(allow_null=True)
    gaps = GapShape(many=True)
    updated_at = serializers.DateTimeField()


class GapListFilters(filters.StrictFilterSet):
    state = filters.member_of(GapListState)
    category = filters.member_of(Category)
    due_until = filters.day(field_name="due_on", lookup_expr="lte")
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = GapList
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="gap_lists", summary="Gap lists of institutions within your remit"),
    retrieve=extend_schema(operation_id="gap_list", summary="One gap list"),
)
class GapListViewSet(ReadViewSet):
    """Institutions that were received before they meet the entry standards, and what each still lacks."""

    permission = VIEW_GAPS
    scope = "cases"
    queryset = GapList.objects.none()
    serializer_class = GapListShape
    filterset_class = GapListFilters
    orderings = {
        "id": Ordering("pk"),
        "-id": Ordering("pk", descending=True),
        "due_on": Ordering("due_on"),
        "updated_at": Ordering("changed_at"),
    }

    def scoped(self) -> QuerySet[Any]:
        found: Any = GapList.objects
        rows: QuerySet[Any] = found.visible_to(self.viewer)
        return rows

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        rows = GapList.objects.filter(pk__in=keys).select_related("institution", "receiver")
        items = items_of(list(keys))
        on = clock.today()
        return {row.pk: shape(row, items.get(row.pk, []), on) for row in rows}


def shape(row: GapList, items: Sequence[Listed], on: Any) -> dict[str, Any]:
    institution = row.institution
    return {
        "public_id": row.public_id,
        "institution": {"public_id": institution.public_id, "name": institution.name, "uscc": institution.uscc},
        "category": row.category,
        "receiver": row.receiver.name if row.receiver else None,
        "state": row.state,
        "opened_on": row.opened_on,
        "due_on": row.due_on,
        "days_left": (row.due_on - on).days if row.state == GapListState.OPEN else None,
        "ended_on": row.ended_on,
        "gaps": [
            {
                "public_id": one.item.public_id,
                "standard": one.item.key,
                "demand": one.item.standard.demand,
                "standard_confirmed": one.item.standard.confirmed,
                "state": one.item.state,
                "handed_in_on": one.item.handed_in_on,
                "closed_on": one.item.closed_on,
            }
            for one in items
        ],
        "updated_at": row.changed_at.astimezone(clock.SHANGHAI),
    }
