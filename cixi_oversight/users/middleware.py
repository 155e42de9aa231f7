"""Who is asking: ends sessions that are over, puts the principal on the request, sends staff to the second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from cixi_oversight import clock
from cixi_oversight.api.answers import answer
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.users.errors import SecondFactorMissing
from cixi_oversight.users.models import User
from cixi_oversight.users.services import sessions
from cixi_oversight.users.services.viewer import public_viewer, viewer_of

Answer = Callable[[HttpRequest], HttpResponse]

POLL_HEADER: Final = "X-Poll"  # a page that refreshes itself is nobody's use of the session


class SessionRulesMiddleware:
    """A session that was not used for too long, or lasts too long, is nobody's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.real_now()
            if sessions.is_over(request.session, now=now):
                logout(request)
            elif POLL_HEADER not in request.headers:
                sessions.note_use(request.session, now=now)
        return self.get_response(request)


class ViewerMiddleware:
    """`request.viewer`, read anew at every request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Before anything else, staff set up a second factor; the setting lifts it in the demo only."""

    open_to_all: Final = frozenset({"account_login", "account_logout", "account_reauthenticate", "set_language"})

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_FORCED_FOR_STAFF and not self._is_open(request) and self._lacks_factor(request):
            return self._refuse(request)
        return self.get_response(request)

    def _is_open(self, request: HttpRequest) -> bool:
        try:
            name = resolve(request.path_info).view_name
        except Resolver404:
            return False
        return name in self.open_to_all or name.startswith("mfa_")

    def _lacks_factor(self, request: HttpRequest) -> bool:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return viewer.kind is ViewerKind.STAFF and not is_mfa_enabled(request.user)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return redirect("mfa_activate_totp")
        return answer(SecondFactorMissing())


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return viewer_of(user, on=clock.today()) if isinstance(user, User) and user.is_active else public_viewer()
