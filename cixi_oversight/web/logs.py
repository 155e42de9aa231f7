"""The line that each request leaves in the log: method, path, status, ids. Never the query, which holds names."""

from __future__ import annotations

from typing import Final

import structlog
from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

LINKS: Final = "/t/"


class RequestLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Of a signed link without its token."""
        path = LINKS + "***/" if request.path.startswith(LINKS) else request.path
        return f"{request.method} {path}"

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """The address that the sign-in limits count by: what our own proxies say, not what a client claims."""
        try:
            ip = get_adapter().get_client_ip(request)
        except PermissionDenied:
            ip = ""
        structlog.contextvars.bind_contextvars(ip=ip)
