"""Content Security Policy of decision 18, the same on every answer; and nothing of a session is kept by a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Tabler draws its glyphs as data: images
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

# of a file that somebody handed in or that is printed from such words: it may do nothing, even opened in the browser
SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


class CspMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) or response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
