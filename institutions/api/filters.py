"""Filters of /api/v1/institutions, and of other lists that show an institution in each row."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet

from cixi_oversight.api import errors, filters, values
from cixi_oversight.api.answers import shown
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import BUREAU
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department
from institutions.enums import Category, Status
from institutions.models import Institution
from institutions.services.extensions import LIST_FILTERS, ListFilter

_COMPUTED: Final = "computed_code"
_ASKED_AS: Final = {_COMPUTED: "computed", "adopted_code": "adopted"}
_AUTHORITIES: Final = ("approval", "registration", "sector", "supervising")


class InstitutionFilters(filters.StrictFilterSet):
    town = filters.code(r"^\d{9}$", values.town_code, field_name="town__code")
    category = filters.member_of(Category)
    status = filters.member_of(Status)
    authority = filters.member_of(DepartmentKind, method="of_authority")
    adopted_code = filters.text(method="of_code")
    computed_code = filters.text(method="of_code")
    uscc = filters.uscc()
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = Institution
        fields: list[str] = []

    def of_authority(self, queryset: QuerySet[Any], name: str, kind: DepartmentKind) -> QuerySet[Any]:
        departments = Department.objects.filter(kind=kind).values("pk")
        scope = Q()
        for authority in _AUTHORITIES:
            scope |= Q(**{f"{authority}_authority_id__in": departments})
        return queryset.filter(scope)

    def of_code(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Asked of the app that colours. What the night computed is for the bureau alone (decision 16)."""
        viewer = self.request.viewer
        if name == _COMPUTED and not viewer.roles & BUREAU:
            raise Forbidden(field=name)
        if not viewer.reads("risk_codes"):
            raise errors.ScopeMissing(field=name, scope="risk_codes:read")
        answering = _asked(_ASKED_AS[name])
        possible = [key for key, _ in answering.choices()] if answering else []
        if answering is None or value not in possible:
            raise errors.NotChoice(field=name, value=shown(value), choices=", ".join(possible) or "-")
        return queryset.filter(answering.q(value, viewer))


def _asked(key: str) -> ListFilter | None:
    return next((declared for declared in LIST_FILTERS.all() if declared.key == key), None)
