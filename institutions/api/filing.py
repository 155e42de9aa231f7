"""Filings as sector authorities' systems read them: what was handed in, its state, and its contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from cixi_oversight import clock
from cixi_oversight.api import filters
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import Filing, FilingVersion
from institutions.rules.access.filings import VIEW_FILINGS
from institutions.rules.periods import period_code

_STATES: Final = [state.value for state in FilingState if state not in (FilingState.DRAFT, FilingState.WITHDRAWN)]
_EXAMPLE: Final = {
    "public_id": "k7m2qp9xw4htd",
    "institution": {
        "public_id": "b3n8rz6vfc2yk",
        "name": "慈溪市浒山青禾艺术培训有限公司",
        "uscc": "91330282MA2AGYXL8N",
    },
    "kind": "enrolment_return",
    "period": "2026-10",
    "state": "accepted",
    "submissions": 1,
    "submitted_at": "2026-11-05T09:12:00+08:00",
    "decided_at": "2026-11-05T09:12:00+08:00",
    "sha256": "3d0f5c0e7a7c1f0d7a1f1f4f0f3f9c6f7e2a7b1c5d4e3f2a1b0c9d8e7f6a5b4c",
    "payload": {"students": 64, "prepaid_balance": 12345600},
    "updated_at": "2026-11-05T09:12:00+08:00",
}


class FilingInstitutionShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


@extend_schema_serializer(examples=[OpenApiExample("An enrolment return in force", value=_EXAMPLE)])
class FilingShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    institution = FilingInstitutionShape()
    kind = serializers.ChoiceField(choices=[kind.value for kind in FilingKind])
    period = serializers.CharField(help_text="2026Q3, 2026-11 or 2025; empty where the kind has no period")
    state = serializers.ChoiceField(choices=_STATES)
    submissions = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField(help_text="of the payload's canonical JSON")
    payload = serializers.JSONField(help_text="the latest submission; money in fen, areas in hundredths of m²")
    updated_at = serializers.DateTimeField()


class FilingFilters(filters.StrictFilterSet):
    kind = filters.member_of(FilingKind)
    state = filters.member_of(FilingState)
    submitted_since = filters.moment(field_name="submitted_at", lookup_expr="gte")
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = Filing
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="filings", summary="Filings of institutions within your remit"),
    retrieve=extend_schema(operation_id="filing", summary="One filing"),
)
class FilingViewSet(ReadViewSet):
    """What institutions have handed in. Drafts are theirs alone; names of persons stay masked."""

    permission = VIEW_FILINGS
    scope = "filings"
    queryset = Filing.objects.none()
    serializer_class = FilingShape
    filterset_class = FilingFilters
    orderings = {
        "id": Ordering("pk"),
        "-id": Ordering("pk", descending=True),
        "updated_at": Ordering("changed_at"),
        "-updated_at": Ordering("changed_at", descending=True),
    }

    def scoped(self) -> QuerySet[Any]:
        found: Any = Filing.objects
        rows: QuerySet[Any] = found.visible_to(self.viewer)
        return rows

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        rows = Filing.objects.filter(pk__in=keys).select_related("institution").defer("payload")
        handed_in = FilingVersion.objects.filter(filing__in=keys).order_by("filing_id", "-number").distinct("filing_id")
        latest = {version.filing_id: version for version in handed_in}
        return {row.pk: shape(row, latest[row.pk]) for row in rows if row.pk in latest}


def shape(row: Filing, version: FilingVersion) -> dict[str, Any]:
    institution = row.institution
    return {
        "public_id": row.public_id,
        "institution": {"public_id": institution.public_id, "name": institution.name, "uscc": institution.uscc},
        "kind": row.kind,
        "period": period_code(FilingKind(row.kind), row.period),
        "state": row.state,
        "submissions": row.submissions,
        "submitted_at": row.submitted_at.astimezone(clock.SHANGHAI) if row.submitted_at else None,
        "decided_at": row.decided_at.astimezone(clock.SHANGHAI) if row.decided_at else None,
        "sha256": version.sha256,
        "payload": version.payload,
        "updated_at": row.changed_at.astimezone(clock.SHANGHAI),
    }
