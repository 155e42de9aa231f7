"""The base of every REST view: a declared right, a scope, known parameters, one shape of answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cixi_oversight.api import errors
from cixi_oversight.api.answers import answer
from cixi_oversight.api.filters import VALUE_LIMIT, StrictFilterBackend, StrictFilterSet, check_no_key, check_parameters
from cixi_oversight.api.pages import KeysetPagination, Ordering
from cixi_oversight.api.parsers import check_charset
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.permissions import ANYONE, Permission, Viewer, ViewerKind

READING: Final = frozenset({"GET", "HEAD"})


class Guarded:
    """Mixed into every REST view. `permission` is the right of the page with the same content; `permissions` names
    another one for a method. `scope` is the resource that a department's system must have been given, to read or to
    write as the method is; a view without one is closed to such systems.
    """

    permission: ClassVar[Permission]
    permissions: ClassVar[Mapping[str, Permission]] = {}
    scope: ClassVar[str] = ""
    parameters: ClassVar[Mapping[str, int]] = {}  # known query parameters and the longest value of each

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Method and charset first, which need neither account nor database; then who asks; then what."""
        if str(request.method) not in self.allowed_methods:
            raise exceptions.MethodNotAllowed(str(request.method))
        check_charset(request.META.get("CONTENT_TYPE", ""))
        check_no_key(request.query_params)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        check_parameters(request.query_params, self.known_parameters())

    def check_permissions(self, request: Request) -> None:
        right = self.permissions.get(str(request.method), self.permission)
        if right.anyone:
            return
        if not self.viewer.is_signed_in:
            raise exceptions.NotAuthenticated
        if self.viewer.kind is ViewerKind.CLIENT:
            self._check_scope(str(request.method))
        if not right.allows(self.viewer):
            raise Forbidden
        self.request.viewer = right.used_by(self.viewer)  # type: ignore[attr-defined]  # a deputy names for whom

    def _check_scope(self, method: str) -> None:
        if not self.scope:
            raise errors.ClosedToClients
        needed = f"{self.scope}:{'read' if method in READING else 'write'}"
        if needed not in self.viewer.scopes:
            raise errors.ScopeMissing(scope=needed)

    def known_parameters(self) -> Mapping[str, int]:
        return self.parameters

    @property
    def allowed_methods(self) -> list[str]:
        """Without OPTIONS: what can be done here stands in the schema."""
        return [method for method in super().allowed_methods if method != "OPTIONS"]  # type: ignore[misc]

    @property
    def viewer(self) -> Viewer:
        return self.request.viewer  # type: ignore[attr-defined]


class ReadViewSet(Guarded, GenericViewSet[Any]):
    """Lists and single rows. An app gives `scoped()`, what is filtered and paged, and `rows(keys)`, what is shown."""

    http_method_names = ["get", "head"]
    filter_backends = [StrictFilterBackend]
    pagination_class = KeysetPagination
    filterset_class: ClassVar[type[StrictFilterSet] | None] = None
    orderings: ClassVar[Mapping[str, Ordering]] = {"id": Ordering("pk")}
    lookup_field = "public_id"
    lookup_url_kwarg = "public_id"
    lookup_value_regex = "[^/]+"

    def scoped(self) -> QuerySet[Any]:
        """Rows that the viewer may know of; nothing joined."""
        raise NotImplementedError

    def rows(self, keys: Sequence[int]) -> Mapping[int, Any]:
        """What the answer shows of each key, in a fixed number of queries."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return self.scoped()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        paginator = KeysetPagination()
        page = paginator.page(self.filter_queryset(self.get_queryset()), request, self)
        rows = self.rows(page.keys) if page.keys else {}
        results = [rows[key] for key in page.keys if key in rows]
        return Response({"results": results, "next": page.next, "count": page.count})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = self.key_of(kwargs[self.lookup_url_kwarg])
        rows = self.rows([key])
        if key not in rows:
            raise NotFound
        return Response(rows[key])

    def key_of(self, public_id: str) -> int:
        """Missing, foreign and unreadable are one answer."""
        if not public_id.isascii() or not public_id.isalnum():
            raise NotFound
        key = self.get_queryset().filter(**{self.lookup_field: public_id}).values_list("pk", flat=True).first()
        if key is None:
            raise NotFound
        return int(key)

    def known_parameters(self) -> Mapping[str, int]:
        if self.action != "list":
            return self.parameters
        filters = self.filterset_class.base_filters if self.filterset_class is not None else {}
        return dict.fromkeys(filters, VALUE_LIMIT) | dict(KeysetPagination.parameters) | dict(self.parameters)


def no_such_route(request: HttpRequest, path: str = "") -> HttpResponse:
    """Everything under the API's prefix that is no route, in the API's own shape."""
    return answer(NotFound())


def bad_request(request: HttpRequest) -> HttpResponse:
    return answer(errors.Refused())


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(errors.Broken())


no_such_route.permission = ANYONE  # type: ignore[attr-defined]
