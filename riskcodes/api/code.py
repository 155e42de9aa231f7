"""The code of each institution: what was adopted; for the bureau also what the last run computed, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from cixi_oversight.api import filters, values
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import Viewer
from institutions.enums import Category
from institutions.models import Institution
from riskcodes.api.rows import codes_of
from riskcodes.api.shapes import RiskCodeShape
from riskcodes.enums import Colour
from riskcodes.errors import NeverComputed
from riskcodes.models import AdoptedCode, Assessment
from riskcodes.rules.access import VIEW_ADOPTED, VIEW_COMPUTED
from riskcodes.services.explain import explain


class RiskCodeFilters(filters.StrictFilterSet):
    town = filters.code(r"^\d{9}$", values.town_code, field_name="town__code")
    category = filters.member_of(Category)
    adopted_code = filters.member_of(Colour, method="of_adopted")
    computed_code = filters.member_of(Colour, method="of_computed")
    adopted_since = filters.day(method="since")

    class Meta:
        model = Institution
        fields: list[str] = []

    def of_adopted(self, queryset: QuerySet[Any], name: str, colour: Colour) -> QuerySet[Any]:
        latest = AdoptedCode.objects.filter(institution=OuterRef("pk")).order_by("-recorded_at", "-pk")
        return queryset.alias(adopted=Subquery(latest.values("code")[:1])).filter(adopted=colour)

    def of_computed(self, queryset: QuerySet[Any], name: str, colour: Colour) -> QuerySet[Any]:
        if not VIEW_COMPUTED.allows(self.request.viewer):
            raise Forbidden(field=name)
        found = Assessment.objects.published_anywhere().filter(institution=OuterRef("pk"), computed_code=colour)
        return queryset.filter(Exists(found))

    def since(self, queryset: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        return queryset.filter(Exists(AdoptedCode.objects.filter(institution=OuterRef("pk"), adopted_on__gte=day)))


@extend_schema_view(
    list=extend_schema(operation_id="risk_codes", summary="Codes of the institutions within your remit"),
    retrieve=extend_schema(operation_id="risk_code", summary="The code of one institution, and why"),
)
class RiskCodeViewSet(ReadViewSet):
    """The adopted code of each institution; within the bureau also the computed one, and why."""

    permission = VIEW_ADOPTED
    scope = "risk_codes"
    queryset = Institution.objects.none()
    serializer_class = RiskCodeShape
    filterset_class = RiskCodeFilters
    orderings = {"id": Ordering("pk"), "-id": Ordering("pk", descending=True), "name": Ordering("name")}

    def scoped(self) -> QuerySet[Institution]:
        """Institutions that have a code which the viewer may know of."""
        coded = Q(Exists(AdoptedCode.objects.filter(institution=OuterRef("pk"))))
        if VIEW_COMPUTED.allows(self.viewer):
            coded |= Q(Exists(Assessment.objects.published_anywhere().filter(institution=OuterRef("pk"))))
        return Institution.objects.visible_to(self.viewer).filter(coded)

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        return {key: shape(named, codes) for key, (named, codes) in codes_of(keys, self.viewer).items()}

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().retrieve(request, *args, **kwargs)
        if VIEW_COMPUTED.allows(self.viewer):
            response.data["explanation"] = explanation_of(kwargs["public_id"], self.viewer)
        return response


def shape(named: Sequence[Any], codes: Mapping[str, Any]) -> dict[str, Any]:
    public_id, name, uscc, town_code, town_name, category = named
    return {
        "institution": {"public_id": public_id, "name": name, "uscc": uscc},
        "town": {"code": town_code, "name": town_name} if town_code else None,
        "category": category,
        **codes,
    }


def explanation_of(public_id: str, viewer: Viewer) -> dict[str, Any] | None:
    """As `explain_risk_code --json` prints it; None where only an adopted code is there."""
    institution = Institution.objects.visible_to(viewer).get(public_id=public_id)
    try:
        found: dict[str, Any] = orjson.loads(explain(institution).as_json())
    except NeverComputed:
        return None
    return found
