"""The public check: is this paper genuine? By the QR code's address, or by number and check code. No account."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.forms import CheckForm
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.rules import labels
from cixi_oversight.documents.rules.access import CHECK_PAPER
from cixi_oversight.documents.rules.papers import LOOKS
from cixi_oversight.documents.services import checking, guessing
from cixi_oversight.documents.services.extensions import LIVE_PAGES
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

_TOKEN: Final = re.compile(r"[2-9a-z]{8,32}", re.ASCII)
_DIGEST_SHOWN: Final = 16


class _Checking(Page):
    """An unknown paper is answered as a known one is: the same page, 200, saying so. Many misses: 429, and rest."""

    permission = CHECK_PAPER
    title = _("Check a paper")
    template_name = "documents/check.html"

    def answer(self, find: Any, **more: Any) -> HttpResponse:
        address = _address(self.request)
        if guessing.is_resting(address):
            return self.dressed(self.render(status=HTTPStatus.TOO_MANY_REQUESTS, resting=True, **more))
        paper = find()
        if paper is None:
            guessing.miss(address)
        return self.dressed(self.render(checked=True, found=_shown(paper, self.on) if paper else None, **more))

    @staticmethod
    def dressed(answer: HttpResponse) -> HttpResponse:
        answer["X-Robots-Tag"] = "noindex"
        answer["Cache-Control"] = "no-store"
        return answer


class Check(_Checking):
    """Where the QR code leads."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = self.kwargs["token"]
        return self.answer(lambda: checking.by_token(token) if _TOKEN.fullmatch(token) else None, form=CheckForm())


class CheckByNumber(_Checking):
    """For whoever has the paper and no camera."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.dressed(self.render(form=CheckForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = CheckForm(request.POST)
        if not form.is_valid():
            return self.dressed(self.render(form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY))
        typed = form.cleaned_data
        return self.answer(lambda: checking.by_number(typed["number"], typed["code"]), form=form)


def _shown(paper: Paper, on: Any) -> dict[str, Any]:
    """Nothing personal, and of an institution only what hangs on its own wall."""
    kind = PaperKind(paper.kind)
    held = checking.state(paper, on)
    return {
        "genuine": held.state is PaperState.IN_FORCE,
        "state": held.state,
        "since": held.since,
        "kind": worded(labels.PAPER_KIND[kind]),
        "number": paper.number,
        "office": paper.office,
        "issued_on": paper.issued_on,
        "digest": paper.sha256[:_DIGEST_SHOWN],
        "live_url": next((ask.url(paper) for ask in LIVE_PAGES.all() if ask.kind == kind), ""),
        "holder": paper.holder if LOOKS[kind].names_holder else "",
    }


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
