"""Who is asking: ends sessions that are over, puts the principal on the request, sends staff to a password that has
served its time and to the second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from cixi_oversight import clock
from cixi_oversight.api.answers import answer
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.users.enums import SessionEnd
from cixi_oversight.users.errors import PasswordExpired, SecondFactorMissing
from cixi_oversight.users.models import User
from cixi_oversight.users.ports.origin import origin_of
from cixi_oversight.users.services import passwords, sessions
from cixi_oversight.users.services.factors import has_factor, needs_factor
from cixi_oversight.users.services.viewer import public_viewer, viewer_of
from cixi_oversight.web.context import business_time

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
                sessions.close(request.session, why=SessionEnd.RAN_OUT, now=now)
                logout(request)
            elif POLL_HEADER not in request.headers:
                sessions.follow(request.session, user=request.user, origin=origin_of(request), now=now)
        return self.get_response(request)


class ViewerMiddleware:
    """`request.viewer`, read anew at every request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


_DOOR: Final = frozenset({"account_login", "account_logout", "account_reauthenticate", "set_language"})


def _route(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class PasswordAgeMiddleware:
    """A password of staff that has served its time is changed before anything else (GB/T 22239, 身份鉴别 a).

    When it is due is kept in the session; a change writes it anew.
    """

    open_to_all: Final = _DOOR | {"account_change_password", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        due = request.password_is_due = self._is_due(request)  # type: ignore[attr-defined]
        if due and _route(request) not in self.open_to_all:
            if request.path_info.startswith("/api/"):
                return answer(PasswordExpired())
            return redirect("account_change_password")
        return self.get_response(request)

    def _is_due(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or not settings.PASSWORD_AGE_DAYS:
            return False
        known = request.session.get(passwords.DUE)
        if known is None:
            known = passwords.keep_due(request.session, request.user)
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return bool(clock.real_now().timestamp() >= known and viewer.kind is ViewerKind.STAFF)


class SecondFactorMiddleware:
    """Before anything else, staff and whoever decides for an institution set up a second factor; the setting lifts it
    in the demo only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_FORCED_FOR_STAFF and not self._is_open(request) and self._lacks_factor(request):
            return self._refuse(request)
        return self.get_response(request)

    def _is_open(self, request: HttpRequest) -> bool:
        name = _route(request)
        if getattr(request, "password_is_due", False) and name == "account_change_password":
            return True
        return name in _DOOR or name.startswith("mfa_")

    def _lacks_factor(self, request: HttpRequest) -> bool:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return isinstance(request.user, User) and needs_factor(viewer) and not has_factor(request.user)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return redirect("mfa_activate_totp")
        return answer(SecondFactorMissing())


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return (
        viewer_of(user, on=business_time(request).date())
        if isinstance(user, User) and user.is_active
        else public_viewer()
    )
