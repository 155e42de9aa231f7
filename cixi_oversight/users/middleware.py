"""Puts the principal on the request as `request.viewer`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import public_viewer, viewer_of


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return viewer_of(user, on=clock.today()) if isinstance(user, User) and user.is_active else public_viewer()
