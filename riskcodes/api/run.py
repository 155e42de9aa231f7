"""Runs: which night readers see, what it covered, how it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from cixi_oversight import clock
from cixi_oversight.api import filters
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import ReadViewSet
from riskcodes.api.shapes import RiskRunShape
from riskcodes.enums import RunKind, RunState
from riskcodes.models import PublishedRun, RiskRun
from riskcodes.rules.access import VIEW_RUNS


class RiskRunFilters(filters.StrictFilterSet):
    kind = filters.member_of(RunKind)
    state = filters.member_of(RunState)
    from_on = filters.day(field_name="on", lookup_expr="gte")
    to_on = filters.day(field_name="on", lookup_expr="lte")

    class Meta:
        model = RiskRun
        fields: list[str] = []


@extend_schema_view(list=extend_schema(operation_id="risk_runs", summary="Runs of your county, newest first"))
class RiskRunViewSet(ReadViewSet):
    """Each computation of the codes. `is_current` is the one that is shown."""

    permission = VIEW_RUNS
    queryset = RiskRun.objects.none()
    serializer_class = RiskRunShape
    filterset_class = RiskRunFilters
    orderings = {"-id": Ordering("pk", descending=True), "id": Ordering("pk"), "-on": Ordering("on", descending=True)}

    def scoped(self) -> QuerySet[RiskRun]:
        return RiskRun.objects.filter(county_id__in=self.viewer.county_ids)

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        current = PublishedRun.objects.filter(run=OuterRef("pk"))
        found = (
            RiskRun.objects.filter(pk__in=keys)
            .order_by()
            .annotate(county_code=F("county__code"), version=F("rule_set__version"), is_current=Exists(current))
        )
        return {run.pk: shape(run) for run in found}


def shape(run: Any) -> dict[str, Any]:
    return {
        "county": run.county_code,
        "number": run.number,
        "kind": run.kind,
        "state": run.state,
        "on": run.on,
        "cutoff": _local(run.cutoff),
        "rule_set_version": run.version,
        "institutions": run.institutions,
        "changes": run.changes,
        "failures": len(run.failures),
        "is_current": run.is_current,
        "row_hash": run.row_hash,
        "started_at": _local(run.started_at),
        "published_at": _local(run.published_at),
    }


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return moment and moment.astimezone(clock.SHANGHAI)
