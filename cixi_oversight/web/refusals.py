"""The HTML twin of the API's error handler: a refusal becomes a page, or a message on the page it came from."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from cixi_oversight.errors import DomainError, Forbidden, Message, NotFound, Problems, Refusal, msg
from cixi_oversight.web.words import worded

log = structlog.get_logger(__name__)

STATUS: Final = {
    Refusal.MALFORMED: HTTPStatus.BAD_REQUEST,
    Refusal.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Refusal.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Refusal.CONFLICT: HTTPStatus.CONFLICT,
    Refusal.RULE: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
}
_TITLES: Final = {
    HTTPStatus.BAD_REQUEST: msg("The address or the entries cannot be read"),
    HTTPStatus.FORBIDDEN: msg("Not within your role"),
    HTTPStatus.NOT_FOUND: msg("Not found"),
    HTTPStatus.CONFLICT: msg("Changed in the meantime"),
    HTTPStatus.UNPROCESSABLE_ENTITY: msg("This cannot be done"),
    HTTPStatus.SERVICE_UNAVAILABLE: msg("Busy at the moment"),
}


def sentences(error: DomainError) -> list[str]:
    """Every refusal that the error carries, worded."""
    if isinstance(error, Problems):
        return [text for problem in error.problems for text in sentences(problem)]
    return [worded(error.sentence)]


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What a page answers to a refusal. A refused button returns to its page with the reason; all else is a page."""
    status = STATUS[error.refusal]
    back = request.headers.get("Referer", "")
    if request.method == "POST" and status not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND) and _ours(request, back):
        for text in sentences(error):
            messages.error(request, text)
        parts = urlsplit(back)
        url = parts.path + (f"?{parts.query}" if parts.query else "")
        if request.headers.get("HX-Request"):  # the message stands on the whole page, not in a fragment of it
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)
    return page(request, status, *sentences(error))


def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Somebody else holds a row for too long, or two waited for each other: nothing was saved, trying again helps.

    Every other fault of the database is raised again.
    """
    if not is_locked(error):
        raise error
    log.warning("row_is_locked", path=request.path)
    return page(request, HTTPStatus.SERVICE_UNAVAILABLE, worded(BUSY))


def is_locked(error: OperationalError) -> bool:
    return getattr(error.__cause__, "pgcode", None) in _LOCKED


def page(request: HttpRequest, status: HTTPStatus, *texts: str) -> HttpResponse:
    """One body for every refusal of a kind: out of scope and missing look the same. Its frame counts nothing."""
    request.is_refused = True  # type: ignore[attr-defined]
    context = {"status": int(status), "title": worded(_TITLES[status]), "texts": texts}
    return render(request, f"{int(status) if int(status) in _OWN_PAGE else 'refused'}.html", context, status=status)


_OWN_PAGE: Final = frozenset({400, 403, 404, 409})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, HTTPStatus.BAD_REQUEST, worded(_MALFORMED))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN, worded(Message(Forbidden.message)))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, HTTPStatus.NOT_FOUND, worded(Message(NotFound.message)))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, HTTPStatus.FORBIDDEN, worded(_CSRF))


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session: either may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


_MALFORMED: Final = msg(
    "Open the page from the menu again. If it happens again, tell the system administrator the time."
)
_LOCKED: Final = frozenset({"55P03", "40P01"})  # lock not available, deadlock
BUSY: Final = msg("Somebody else is working on the same thing. Nothing was saved; try again in a few seconds.")
_CSRF: Final = msg("The page was open for too long or in another window. Go back, reload it and send the form again.")


def _ours(request: HttpRequest, url: str) -> bool:
    return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
