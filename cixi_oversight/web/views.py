"""Base of every page: who may, at what time, in which frame (decision 12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.views import View

from cixi_oversight.errors import DomainError, Message
from cixi_oversight.permissions import Permission, Viewer
from cixi_oversight.web import nav, refusals
from cixi_oversight.web.context import business_time
from cixi_oversight.web.words import worded

Text = str | Promise | Message


class Page(View):
    """A page of ours. `permission` is required of every class that a URL names (system check `web.checks`)."""

    permission: ClassVar[Permission]
    permissions: ClassVar[Mapping[str, Permission]] = {}  # by method, where it differs
    section: ClassVar[str] = ""  # key of the sidebar's entry
    template_name: str = ""
    title: Text = ""

    request: HttpRequest
    viewer: Viewer
    at: dt.datetime
    on: dt.date

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.viewer = request.viewer  # type: ignore[attr-defined]
        request.page_section = self.section  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method or "GET"
        needed = self.permissions.get(method, self.permission)
        if not needed.allows(self.viewer):
            return self.refuse()
        self.viewer = needed.used_by(self.viewer)
        self.at = business_time(request)
        self.on = self.at.date()
        try:
            return super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            return refusals.answer(request, error)
        except OperationalError as error:
            return refusals.busy(request, error)

    def refuse(self) -> HttpResponse:
        """Nobody signed in: to the sign-in page and back. Signed in without the right: 403."""
        if self.viewer.is_signed_in:
            raise PermissionDenied
        answer = redirect_to_login(self.request.get_full_path())
        if self.request.headers.get("HX-Request"):  # a fragment must not become the sign-in page
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": answer.url})
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()

    def get_title(self) -> str:
        return worded(self.title)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """(label, url) of the pages above this one, outermost first; the section itself is added by the frame."""
        return []

    def context(self, **more: Any) -> dict[str, Any]:
        """What the template reads; extend through `super().context(...)`."""
        return {
            "view": self,
            "page_title": self.get_title(),
            "section_title": nav.label_of(self.section),
            "section_url": nav.url_of(self.section),
            "breadcrumbs": self.breadcrumbs(),
            "viewer": self.viewer,
            "at": self.at,
            "on": self.on,
            **more,
        }

    def render(self, template: str | None = None, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        return render(self.request, template or self.template_name, self.context(**more), status=status)

    @property
    def is_fragment(self) -> bool:
        """htmx asks for a part of the page, not for the page (a history restore wants the whole)."""
        headers = self.request.headers
        return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
