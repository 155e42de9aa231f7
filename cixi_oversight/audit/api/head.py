"""Daily heads for whoever keeps a copy elsewhere."""

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
from cixi_oversight.audit.models import AuditHead
from cixi_oversight.audit.rules.access import EXPORT_AUDIT


class AuditHeadShape(serializers.Serializer[Any]):
    day = serializers.DateField()
    events = serializers.IntegerField()
    first_id = serializers.IntegerField(allow_null=True)
    last_id = serializers.IntegerField(allow_null=True)
    upto_id = serializers.IntegerField(help_text="Events of later ids are covered by a later head")
    previous = serializers.CharField(help_text="Hash of the day before")
    hash = serializers.CharField(help_text="SHA-256, hexadecimal")
    sealed_at = serializers.DateTimeField()
    job = serializers.IntegerField(allow_null=True)
    printed = serializers.CharField(help_text="The line to keep, as verify_audit.py --kept takes it")


class AuditHeadFilters(filters.StrictFilterSet):
    from_on = filters.day(field_name="day", lookup_expr="gte")
    to_on = filters.day(field_name="day", lookup_expr="lte")

    class Meta:
        model = AuditHead
        fields: list[str] = []


@extend_schema_view(list=extend_schema(operation_id="audit_heads", summary="Heads of the audit's closed days"))
class AuditHeadViewSet(ReadViewSet):
    """One head a day, chained to the day before. Keep them where the portal's administrators cannot reach."""

    permission = EXPORT_AUDIT
    queryset = AuditHead.objects.none()
    serializer_class = AuditHeadShape
    filterset_class = AuditHeadFilters
    orderings = {"-day": Ordering("day", descending=True), "day": Ordering("day")}

    def scoped(self) -> QuerySet[AuditHead]:
        return AuditHead.objects.all()

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        return {head.pk: shape(head) for head in AuditHead.objects.filter(pk__in=keys).defer("marks")}


def shape(head: AuditHead) -> dict[str, Any]:
    return {
        "day": head.day,
        "events": head.events,
        "first_id": head.first_id,
        "last_id": head.last_id,
        "upto_id": head.upto_id,
        "previous": head.previous,
        "hash": head.hash,
        "sealed_at": head.sealed_at.astimezone(clock.SHANGHAI),
        "job": head.job_id,
        "printed": head.printed,
    }
