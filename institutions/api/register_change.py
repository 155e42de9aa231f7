"""Register changes over REST: market supervision's weekly feed comes in, and what became of each row goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cixi_oversight import clock
from cixi_oversight.api import fields, filters
from cixi_oversight.api.idempotency import PARAMETER, idempotent
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from cixi_oversight.errors import Forbidden
from cixi_oversight.users.models import County
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeState
from institutions.models import RegisterChange
from institutions.rules.access.changes import SEND_CHANGES
from institutions.rules.changes import ROWS_MAX
from institutions.services.changes.receiving import receive_changes

REFERENCE_MAX: Final = 40


class ChangeBody(fields.StrictSerializer):
    """A business. Names of persons have no field here, and numbers of persons are refused in every text."""

    reference = fields.ShortText(limit=REFERENCE_MAX, help_text="The sender's own number; sent again it is not new")
    kind = fields.Choice(ChangeKind)
    changed_on = fields.Day()
    name = fields.ShortText(limit=120)
    uscc = fields.Uscc(required=False)
    former_name = fields.ShortText(limit=120, required=False)
    address = fields.ShortText(limit=200)
    scope = fields.ShortText(limit=1000, required=False, help_text="经营范围, from which training is told")
    note = fields.ShortText(limit=400, required=False, help_text="What changed, or why it is listed as abnormal")


class ChangesBody(fields.StrictSerializer):
    rows = serializers.ListField(child=ChangeBody(), min_length=1, max_length=ROWS_MAX)


class ChangeInstitution(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()


class ChangeShape(serializers.Serializer[Any]):
    """What became of a row. `matched` waits for the registrar; it has changed nothing in the register by itself."""

    public_id = serializers.CharField()
    reference = serializers.CharField()
    kind = serializers.ChoiceField(choices=[one.value for one in ChangeKind])
    changed_on = serializers.DateField()
    name = serializers.CharField()
    outcome = serializers.ChoiceField(choices=[one.value for one in ChangeOutcome])
    state = serializers.ChoiceField(choices=[one.value for one in ChangeState])
    institution = ChangeInstitution(allow_null=True)
    suspected_site = serializers.CharField(allow_null=True, help_text="Number of the suspected site")
    received_at = serializers.DateTimeField()


class ChangesReceived(serializers.Serializer[Any]):
    rows = ChangeShape(many=True)


class ChangeFilters(filters.StrictFilterSet):
    reference = filters.text(limit=REFERENCE_MAX)
    kind = filters.member_of(ChangeKind)
    outcome = filters.member_of(ChangeOutcome)
    state = filters.member_of(ChangeState)
    received_since = filters.moment(field_name="created_at", lookup_expr="gte")

    class Meta:
        model = RegisterChange
        fields: list[str] = []


FEED: Final = OpenApiExample(
    "A week's feed",
    value={
        "rows": [
            {
                "reference": "2026-W47-0001",
                "kind": "new",
                "changed_on": "2026-11-19",
                "name": "慈溪市星途艺术培训有限公司",
                "address": "慈溪市浒山街道新城大道100号",
                "scope": "艺术培训；文具销售",
            }
        ]
    },
    request_only=True,
)


@extend_schema_view(list=extend_schema(operation_id="register_changes", summary="What became of the rows you sent"))
class RegisterChangeViewSet(ReadViewSet):
    """Only what the asking system has sent itself."""

    http_method_names = ["get", "head", "post"]
    permission = SEND_CHANGES
    scope = "register_changes"
    queryset = RegisterChange.objects.none()
    serializer_class = ChangeShape
    filterset_class = ChangeFilters
    orderings = {"-id": Ordering("pk", descending=True), "id": Ordering("pk")}

    def scoped(self) -> QuerySet[Any]:
        found: QuerySet[Any] = RegisterChange.objects.visible_to(self.viewer)
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        found = RegisterChange.objects.filter(pk__in=list(keys)).select_related("institution", "site")
        return {row.pk: shape(row) for row in found}

    @extend_schema(
        operation_id="send_register_changes",
        summary="Hand in new, changed, abnormal and deregistered businesses",
        request=ChangesBody,
        responses={201: ChangesReceived},
        parameters=[PARAMETER],
        examples=[FEED],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        rows = ChangesBody(data=request.data).accepted()["rows"]
        county = County.objects.filter(pk__in=self.viewer.county_ids).first()
        if county is None:
            raise Forbidden
        made = receive_changes(county=county, rows=rows, by=self.viewer, at=clock.now())
        seen = self.rows([row.pk for row in made])
        return Response({"rows": [seen[row.pk] for row in made]}, status=201)


def shape(row: RegisterChange) -> dict[str, Any]:
    of = row.institution
    return {
        "public_id": row.public_id,
        "reference": row.reference,
        "kind": row.kind,
        "changed_on": row.changed_on,
        "name": row.name,
        "outcome": row.outcome,
        "state": row.state,
        "institution": {"public_id": of.public_id, "name": of.name} if of else None,
        "suspected_site": row.site.number if row.site else None,
        "received_at": row.created_at.astimezone(clock.SHANGHAI),
    }
