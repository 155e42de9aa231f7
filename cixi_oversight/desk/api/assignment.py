"""Assignments as a department's own system reads them: what it is owner or co-owner of."""

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
from cixi_oversight.desk.enums import AssignmentState, PartyRole, SourceKind
from cixi_oversight.desk.models import Assignment
from cixi_oversight.desk.rules.access import READ_ASSIGNMENTS
from cixi_oversight.desk.services import handover, reading
from cixi_oversight.desk.services.extensions import Place, places
from cixi_oversight.permissions import ViewerKind


class AssignmentPartyShape(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=[role.value for role in PartyRole])
    kind = serializers.ChoiceField(choices=["department", "town", "institution"])
    name = serializers.CharField()


class AssignedInstitutionShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()


class AssignmentSourceShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[kind.value for kind in SourceKind])
    text = serializers.CharField()


class AssignmentShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    task = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in AssignmentState])
    source = AssignmentSourceShape()  # type: ignore[assignment]  # the field of this name, not DRF's own
    institution = AssignedInstitutionShape(allow_null=True)
    parties = AssignmentPartyShape(many=True)
    assigned_on = serializers.DateField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class AssignmentFilters(filters.StrictFilterSet):
    state = filters.member_of(AssignmentState)
    source_kind = filters.member_of(SourceKind)
    due_until = filters.day(field_name="due_on", lookup_expr="lte")
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = Assignment
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="assignments", summary="Assignments in which you have a part"),
    retrieve=extend_schema(operation_id="assignment", summary="One assignment"),
)
class AssignmentViewSet(ReadViewSet):
    """Work that the education bureau has assigned, with its owner, co-owners and day."""

    permission = READ_ASSIGNMENTS
    scope = "assignments"
    queryset = Assignment.objects.none()
    serializer_class = AssignmentShape
    filterset_class = AssignmentFilters
    orderings = {
        "id": Ordering("pk"),
        "-id": Ordering("pk", descending=True),
        "due_on": Ordering("due_on"),
        "updated_at": Ordering("changed_at"),
    }

    def scoped(self) -> QuerySet[Any]:
        found: QuerySet[Any] = Assignment.objects.visible_to(self.viewer)
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        if self.viewer.kind is ViewerKind.CLIENT:
            handover.deliver(keys, by=self.viewer, at=clock.now())
        rows = list(Assignment.objects.filter(pk__in=keys))
        parties = reading.parties_of([row.pk for row in rows])
        named = places(sorted({row.institution_id for row in rows if row.institution_id}))
        return {row.pk: shape(row, parties.get(row.pk, []), named.get(row.institution_id or 0)) for row in rows}


def shape(row: Any, parties: Sequence[reading.Named], place: Place | None) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "number": row.number,
        "title": row.title,
        "task": row.task,
        "state": row.state,
        "source": {"kind": row.source_kind, "text": row.source_text},
        "institution": {"public_id": place.public_id, "name": place.name} if place else None,
        "parties": [{"role": one.row.role, "kind": one.kind, "name": one.name} for one in parties],
        "assigned_on": row.assigned_on,
        "due_on": row.due_on,
        "done_on": row.done_on,
        "closed_on": row.closed_on,
        "version": row.version,
        "updated_at": row.changed_at.astimezone(clock.SHANGHAI),
    }
