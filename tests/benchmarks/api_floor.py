"""The floor of the API bench: the same rows the way the framework's tutorial does it — nested serializers over joined
and prefetched rows, pages by number with their count, the stock renderer."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import include, path
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from cixi_oversight.users.models import County, Town
from institutions.models import Institution, Permit, Registration
from riskcodes.models import AdoptedCode, Assessment

PLAIN: Final = (
    "public_id", "name", "former_names", "trade_name", "brand", "uscc", "category", "legal_form", "stage", "status"
)  # fmt: skip


class CountySerializer(serializers.ModelSerializer[County]):
    class Meta:
        model = County
        fields = ("code", "name")


class TownSerializer(serializers.ModelSerializer[Town]):
    class Meta:
        model = Town
        fields = ("code", "name")


class PermitSerializer(serializers.ModelSerializer[Permit]):
    class Meta:
        model = Permit
        fields = ("number", "name_on_permit", "issued_on", "expires_on", "is_open_ended")


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    class Meta:
        model = Registration
        fields = ("kind", "number", "name_on_certificate", "registered_on", "registered_capital_fen")


class InstitutionSerializer(serializers.ModelSerializer[Institution]):
    county = CountySerializer()
    town = TownSerializer()
    permit = serializers.SerializerMethodField()
    registration = serializers.SerializerMethodField()
    updated_at = serializers.DateTimeField(source="changed_at")
    risk = serializers.SerializerMethodField()

    class Meta:
        model = Institution
        fields = (*PLAIN, "county", "town", "permit", "registration", "updated_at", "risk")

    def get_permit(self, row: Institution) -> Any:
        return PermitSerializer(_newest(row.permits)).data

    def get_registration(self, row: Institution) -> Any:
        return RegistrationSerializer(_newest(row.registrations)).data

    def get_risk(self, row: Institution) -> dict[str, Any]:
        adopted, computed = self.context["adopted"][row.pk], self.context["computed"][row.pk]
        return {
            "adopted": {"code": adopted.code, "on": adopted.adopted_on, "reason": adopted.reason},
            "computed": {"code": computed.computed_code, "score": computed.score},
        }


class Pages(PageNumberPagination):
    page_size = 100


class FloorViewSet(ReadOnlyModelViewSet[Institution]):
    serializer_class = InstitutionSerializer
    pagination_class = Pages
    renderer_classes = [JSONRenderer]

    def get_queryset(self) -> QuerySet[Institution]:
        rows = Institution.objects.visible_to(self.request.viewer).order_by("id")  # type: ignore[attr-defined]
        return rows.select_related("county", "town").prefetch_related("permits", "registrations")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        ids = [row.pk for row in page]
        adopted = {row.institution_id: row for row in AdoptedCode.objects.current(ids)}
        published = Assessment.objects.published_anywhere().filter(institution__in=ids)
        computed = {row.institution_id: row for row in published.defer("facts")}
        context = {"adopted": adopted, "computed": computed}
        return self.get_paginated_response(InstitutionSerializer(page, many=True, context=context).data)


def _newest(rows: Any) -> Any:
    found = list(rows.all())
    superseded = {row.supersedes_id for row in found}
    return max((row for row in found if row.pk not in superseded), key=lambda row: (row.recorded_at, row.pk))


urlpatterns = [
    path("", include("cixi_oversight.urls")),
    path("floor/institutions", FloorViewSet.as_view({"get": "list"})),
]
