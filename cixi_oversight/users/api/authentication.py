"""Who asks: a department's system by its key. The portal's own pages keep to the session (`api.authentication`)."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from cixi_oversight import clock
from cixi_oversight.api.errors import KeyRefused, SchemeRefused
from cixi_oversight.users.models import ApiClient
from cixi_oversight.users.services.client_keys import client_of
from cixi_oversight.users.services.rates import over_limit
from cixi_oversight.users.services.viewer import client_viewer

SCHEME: Final = "Api-Key"


class ClientKey(BaseAuthentication):
    """`Authorization: Api-Key KEY`, and no other way. Where the header is sent, no session counts beside it.

    Requests are counted here and not in a throttle class: a wrong key must count too, and the framework asks its
    throttles only after it has let somebody in.
    """

    def authenticate(self, request: Request) -> tuple[Any, ApiClient] | None:
        """Puts the client's principal on the request. Raises KeyRefused and its kinds, Throttled."""
        header = request.headers.get("Authorization")
        now = clock.real_now()
        if header is None:
            if settings.SESSION_COOKIE_NAME not in request.COOKIES:
                _count({"address": _address(request)}, now)
            return None
        try:
            client = client_of(_key_in(header), now=now)
        except KeyRefused:
            _count({"address": _address(request)}, now)
            raise
        _count({"address": _address(request), "client": str(client.pk)}, now)
        request.viewer = client_viewer(client)  # type: ignore[attr-defined]
        return AnonymousUser(), client

    def authenticate_header(self, request: Request) -> str:
        return f"{SCHEME}, Session"


def _key_in(header: str) -> str:
    scheme, _blank, key = header.strip().partition(" ")
    if scheme.lower() != SCHEME.lower() or not key.strip():
        raise SchemeRefused
    return key.strip()


def _count(kinds: dict[str, str], now: Any) -> None:
    wait = over_limit(kinds, now=now)
    if wait is not None:
        raise Throttled(wait=wait)


def _address(request: Request) -> str:
    """As the sign-in limits see it: what our own proxies say, not what a client claims."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
