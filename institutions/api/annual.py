"""Annual inspections and stars as other departments' systems read them. Results only once they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from cixi_oversight import clock
from cixi_oversight.api import filters, values
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from institutions.enums.stars import RatingCause
from institutions.enums.yearly import Conclusion, YearlyState
from institutions.models import AnnualInspection, AnnualResult, Institution, StarRating
from institutions.rules.access.stars import READ_STARS
from institutions.rules.access.yearly import READ_ANNUAL
from institutions.services.stars.reading import holding


class InspectedShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)
    town = serializers.CharField(allow_null=True)


class AnnualInspectionShape(serializers.Serializer[Any]):
    """`conclusion` is what was published; null before that."""

    public_id = serializers.CharField()
    year = serializers.IntegerField()
    title = serializers.CharField()
    institution = InspectedShape()
    state = serializers.ChoiceField(choices=[one.value for one in YearlyState])
    conclusion = serializers.ChoiceField(choices=[one.value for one in Conclusion], allow_null=True)
    is_recheck = serializers.BooleanField()
    published_on = serializers.DateField(allow_null=True)
    rectify_by = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class AnnualInspectionFilters(filters.StrictFilterSet):
    year = filters.code(r"^\d{4}$", lambda text: values.between(values.whole(text), 2000, 2100))
    state = filters.member_of(YearlyState)
    town = filters.code(r"^\d{9}$", values.town_code, field_name="institution__town__code")
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = AnnualInspection
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="annual_inspections", summary="Annual inspections within your remit"),
    retrieve=extend_schema(operation_id="annual_inspection", summary="One annual inspection"),
)
class AnnualInspectionViewSet(ReadViewSet):
    """How far each institution's inspection of a year has come, and its published result."""

    permission = READ_ANNUAL
    scope = "annual_inspections"
    queryset = AnnualInspection.objects.none()
    serializer_class = AnnualInspectionShape
    filterset_class = AnnualInspectionFilters
    orderings = {
        "id": Ordering("pk"),
        "-id": Ordering("pk", descending=True),
        "updated_at": Ordering("changed_at"),
        "-updated_at": Ordering("changed_at", descending=True),
    }

    def scoped(self) -> QuerySet[Any]:
        found: QuerySet[Any] = AnnualInspection.objects.visible_to(self.viewer)
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        rows = AnnualInspection.objects.filter(pk__in=keys).select_related("batch", "institution__town")
        standing = AnnualResult.objects.standing().filter(inspection__in=keys)
        results = {row.inspection_id: row for row in standing}
        return {row.pk: _inspection(row, results.get(row.pk)) for row in rows}


def _inspection(row: AnnualInspection, result: AnnualResult | None) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "year": row.year,
        "title": row.batch.title,
        "institution": _institution(row.institution),
        "state": row.state,
        "conclusion": result.conclusion if result else None,
        "is_recheck": result.is_recheck if result else False,
        "published_on": result.published_on if result else None,
        "rectify_by": row.rectify_by,
        "version": row.version,
        "updated_at": row.changed_at.astimezone(clock.SHANGHAI),
    }


class StarRatingShape(serializers.Serializer[Any]):
    institution = InspectedShape()
    stars = serializers.IntegerField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    cause = serializers.ChoiceField(choices=[one.value for one in RatingCause])


class StarRatingFilters(filters.StrictFilterSet):
    stars = filters.code(r"^[345]$", lambda text: values.between(values.whole(text), 3, 5))
    town = filters.code(r"^\d{9}$", values.town_code, field_name="institution__town__code")

    class Meta:
        model = StarRating
        fields: list[str] = []


@extend_schema_view(list=extend_schema(operation_id="star_ratings", summary="Stars in force within your remit"))
class StarRatingViewSet(ReadViewSet):
    """Who has three, four or five stars today, and until when."""

    permission = READ_STARS
    scope = "star_ratings"
    queryset = StarRating.objects.none()
    serializer_class = StarRatingShape
    filterset_class = StarRatingFilters
    orderings = {"id": Ordering("pk"), "-id": Ordering("pk", descending=True)}

    def scoped(self) -> QuerySet[Any]:
        return holding(clock.today()).filter(institution__in=Institution.objects.visible_to(self.viewer))

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        rows = StarRating.objects.filter(pk__in=keys).select_related("institution__town")
        return {
            row.pk: {
                "institution": _institution(row.institution),
                "stars": row.stars,
                "from_on": row.from_on,
                "to_on": row.to_on,
                "cause": row.cause,
            }
            for row in rows
        }


def _institution(row: Institution) -> dict[str, Any]:
    return {"public_id": row.public_id, "name": row.name, "uscc": row.uscc, "town": row.town and row.town.name}
