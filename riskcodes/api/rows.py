"""Adopted and computed code of a set of institutions in one query; the computed one for the bureau only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from cixi_oversight.permissions import Viewer
from institutions.models import Institution
from riskcodes.models import AdoptedCode, Assessment
from riskcodes.rules.access import VIEW_COMPUTED


def codes_of(keys: Sequence[int], viewer: Viewer, *columns: str) -> QuerySet[Any]:
    """Tuples of key, `columns`, adopted and computed (None where there is none, or where it is not the viewer's)."""
    rows = Institution.objects.filter(pk__in=keys).annotate(adopted=_adopted()).order_by()
    if not VIEW_COMPUTED.allows(viewer):
        return rows.values_list("pk", *columns, "adopted")
    return rows.annotate(computed=_computed()).values_list("pk", *columns, "adopted", "computed")


def _adopted() -> Subquery:
    rows = AdoptedCode.objects.filter(institution=OuterRef("pk")).order_by("-recorded_at", "-pk")
    return Subquery(rows.values(json=JSONObject(code=F("code"), on=F("adopted_on"), reason=F("reason")))[:1])


def _computed() -> Subquery:
    rows = Assessment.objects.published_anywhere().filter(institution=OuterRef("pk")).order_by("-from_run")
    return Subquery(rows.values(json=JSONObject(code=F("computed_code"), score=F("score")))[:1])
