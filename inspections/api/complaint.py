"""Complaints as other systems send and read them. Who complained goes into the vault and never comes out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from cixi_oversight import clock
from cixi_oversight.api import filters, values
from cixi_oversight.api.idempotency import PARAMETER, idempotent
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from cixi_oversight.permissions import Viewer
from inspections.api import shapes
from inspections.errors import InstitutionUnknown
from inspections.models import Complaint
from inspections.models.complaint import REFERENCE_MAX
from inspections.rules.access import RECEIVE_COMPLAINT, VIEW_COMPLAINTS
from inspections.rules.states import ComplaintState, state_of
from inspections.services.complaints import receive_complaint
from institutions.models import Institution


class ComplaintFilters(filters.StrictFilterSet):
    institution = filters.code("^[2-9a-hjkmnp-z]{8,16}$", values.public_id, field_name="institution__public_id")
    state = filters.member_of(ComplaintState, method="in_state")
    reference = filters.text(limit=REFERENCE_MAX, method="sent_as")
    received_from = filters.day(field_name="received_on", lookup_expr="gte")
    received_to = filters.day(field_name="received_on", lookup_expr="lte")

    class Meta:
        model = Complaint
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[Any], _name: str, state: ComplaintState) -> QuerySet[Any]:
        found: Any = queryset
        if state is ComplaintState.CLOSED:
            return found.closed()
        unjudged = found.open().judged(None)
        return unjudged if state is ComplaintState.RECEIVED else found.open().exclude(pk__in=unjudged.values("pk"))

    def sent_as(self, queryset: QuerySet[Any], _name: str, reference: str) -> QuerySet[Any]:
        """One's own number: another sender may have given the same one."""
        return queryset.filter(reference=reference, recorded_by_id=self.request.viewer.actor_id)


@extend_schema_view(
    list=extend_schema(operation_id="complaints", summary="Complaints about the institutions within your remit"),
    retrieve=extend_schema(operation_id="complaint", summary="How far a complaint has come"),
)
class ComplaintViewSet(ReadViewSet):
    """Complaints without anything personal: number, matter, days, judgement and outcome."""

    http_method_names = ["get", "head", "post"]
    permission = VIEW_COMPLAINTS
    permissions = {"POST": RECEIVE_COMPLAINT}
    scope = "complaints"
    queryset = Complaint.objects.none()
    serializer_class = shapes.ComplaintShape
    filterset_class = ComplaintFilters
    orderings = {"-id": Ordering("pk", descending=True), "id": Ordering("pk")}

    def scoped(self) -> QuerySet[Complaint]:
        return Complaint.objects.visible_to(self.viewer)

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        found = Complaint.objects.filter(pk__in=keys).with_decisions()
        return {row.pk: shape(row, self.viewer) for row in found.select_related("institution")}

    @extend_schema(
        operation_id="receive_complaint",
        summary="Hand in a complaint",
        request=shapes.ComplaintBody,
        responses={201: shapes.ComplaintReceived},
        parameters=[PARAMETER],
        examples=[shapes.HOTLINE, shapes.TRANSFER, shapes.RECEIVED],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        facts = shapes.ComplaintBody(data=request.data).accepted()
        institution = named(facts.pop("institution"), self.viewer)
        row = receive_complaint(institution=institution, by=self.viewer, at=clock.now(), machine=True, **facts)
        received = ("number", "public_id", "reference", "received_on", "due_on")
        return Response({name: getattr(row, name) for name in received}, status=201)


def named(which: Mapping[str, str], viewer: Viewer) -> Institution:
    """Missing and out of scope are one answer. Raises InstitutionUnknown."""
    found = Institution.objects.visible_to(viewer).filter(**which).first()
    if found is None:
        raise InstitutionUnknown(field="institution")
    return found


def shape(row: Any, viewer: Viewer) -> dict[str, Any]:
    own = row.recorded_by_id == viewer.actor_id
    return {
        "number": row.number,
        "public_id": row.public_id,
        "reference": row.reference if own and row.reference else None,
        "institution": {name: getattr(row.institution, name) for name in ("public_id", "name", "uscc")},
        "channel": row.channel,
        "matter": row.matter,
        "received_on": row.received_on,
        "due_on": row.standing_due_on,
        "amount_fen": row.amount_fen,
        "state": state_of(is_valid=row.is_valid, outcome=row.outcome),
        "is_valid": row.is_valid,
        "outcome": row.outcome,
        "resolved_on": row.resolved_on,
    }
