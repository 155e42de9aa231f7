"""Pages of allauth without a use here: accounts come from the administrator, and there is no mail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from cixi_oversight.permissions import ANYONE, Permission


class Closed(View):
    permission: ClassVar[Permission] = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404
