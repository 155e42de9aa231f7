"""Doors for tests: the real parser, fields, filters and handler before views that save nothing."""

from __future__ import annotations

from django.db import IntegrityError, OperationalError
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cixi_oversight.api import fields, filters
from cixi_oversight.api.views import Guarded, no_such_route, server_error
from cixi_oversight.errors import DomainError, NotFound, Refusal, StaleVersion
from cixi_oversight.permissions import ANYONE
from institutions.enums import Category
from institutions.models import Institution


class Line(fields.StrictSerializer):
    amount_fen = fields.Fen(lowest=1)


class Paper(fields.StrictSerializer):
    name = fields.ShortText(limit=10)
    amount_fen = fields.Fen(required=False)
    count = fields.Whole(lowest=0, highest=100, required=False)
    day = fields.Day(required=False, allow_null=True)
    moment = fields.Moment(required=False)
    uscc = fields.Uscc(required=False)
    category = fields.Choice(Category, required=False)
    institution = fields.PublicIdField(required=False)
    lines = Line(many=True, required=False)
    status = fields.ShortText(limit=10, read_only=True)


class PaperView(Guarded, APIView):
    permission = ANYONE

    def post(self, request: Request) -> Response:
        paper = Paper(data=request.data)
        return Response({name: str(value) for name, value in paper.accepted().items()})


class Query(filters.StrictFilterSet):
    category = filters.member_of(Category)
    from_on = filters.day(field_name="not_found_on", lookup_expr="gte")
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")
    uscc = filters.uscc()
    name = filters.text(lookup_expr="contains")

    class Meta:
        model = Institution
        fields: list[str] = []


class QueryView(Guarded, APIView):
    permission = ANYONE
    filterset_class = Query

    def known_parameters(self) -> dict[str, int]:
        return dict.fromkeys(Query.base_filters, filters.VALUE_LIMIT)

    def get(self, request: Request) -> Response:
        found = filters.StrictFilterBackend().filter_queryset(request, Institution.objects.none(), self)
        return Response({"rows": list(found.values_list("pk", flat=True))})


class Full(DomainError):
    code = "full"
    message = "%(count)s entries need correction."
    refusal = Refusal.RULE


RAISED: dict[str, Exception] = {
    "rule": Full(field="seats", row=7, count=3),
    "missing": NotFound(),
    "stale": StaleVersion(),
    "database": OperationalError("could not connect to server: secret-host"),
    "constraint": IntegrityError('duplicate key "secret_constraint"'),
    "mistake": RuntimeError("secret"),
}


class RaisingView(Guarded, APIView):
    permission = ANYONE

    def get(self, request: Request, what: str) -> Response:
        raise RAISED[what]


urlpatterns = [
    path("api/paper", PaperView.as_view()),
    path("api/query", QueryView.as_view()),
    path("api/raise/<str:what>", RaisingView.as_view()),
    path("api/", no_such_route),
    path("api/<path:path>", no_such_route),
]
handler500 = server_error
