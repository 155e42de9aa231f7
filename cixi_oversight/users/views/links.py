"""`/t/<token>/`: opens what a signed link is for. The token stands in the address and in nothing that we write."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cixi_oversight.permissions import ANYONE, Permission
from cixi_oversight.users.errors import LinkNotValid
from cixi_oversight.users.services import guessing, links
from cixi_oversight.web.context import business_time
from cixi_oversight.web.link_pages import is_stamped, purpose_of


@method_decorator(csrf_exempt, name="dispatch")  # the stamp of the page stands in for it, see web.link_pages
class OpenLink(View):
    """Over, revoked, unknown: one page, the same to the byte."""

    permission: ClassVar[Permission] = ANYONE
    methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD", "POST")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in self.methods:
            return _closed_to_others(HttpResponseNotAllowed(self.methods))
        return _closed_to_others(self.answer(request, **kwargs))

    def answer(self, request: HttpRequest, token: str) -> HttpResponseBase:
        address = _address(request)
        if guessing.is_closed(address):
            return render(request, "users/link_closed.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            link = links.find(token)
        except LinkNotValid:
            guessing.note_miss(address)
            return _gone(request)
        purpose = purpose_of(link.purpose)
        if purpose is None:  # the app that had this purpose is no longer installed
            return _gone(request)
        if request.method == "POST" and not is_stamped(request, link.public_id):
            return render(request, "users/link_stale.html", status=HTTPStatus.FORBIDDEN)
        if request.method == "GET":
            links.note_opening(link, at=business_time(request))
        request.viewer = links.viewer_of(link)  # type: ignore[attr-defined]
        request.signed_link = link  # type: ignore[attr-defined]
        return purpose.view(request)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "users/link_gone.html", status=HTTPStatus.NOT_FOUND)


def _address(request: HttpRequest) -> str:
    """What our own proxies say, as for sign-ins."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def _closed_to_others(answer: HttpResponseBase) -> HttpResponseBase:
    """No browser keeps it, no other site learns the address, no search engine lists it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
