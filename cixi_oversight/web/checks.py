"""System checks: every page of ours declares its right, every required question has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from cixi_oversight import extensions
from cixi_oversight.permissions import Permission

OURS: Final = ("cixi_oversight", "institutions", "funds", "inspections", "riskcodes")


def views_declare_their_permission(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{view.__module__}.{view.__name__} at “{route}” declares no permission.",
            hint="Give the view class an attribute `permission` made by permissions.right().",
            id="cixi_oversight.web.E001",
        )
        for route, view in routes()
        if _is_ours(view) and not isinstance(getattr(view, "permission", None), Permission)
    ]


def required_questions_are_answered(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    return [
        Error(f"Nobody answers {name}.", hint="Register its provider in ready().", id="cixi_oversight.web.E002")
        for name in extensions.unanswered()
    ]


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route with the class (or function) that answers it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            callback = pattern.callback
            yield route, getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback


def _is_ours(view: Any) -> bool:
    return str(getattr(view, "__module__", "")).partition(".")[0] in OURS
