"""What no door must ever see: NUL and bytes that are not UTF-8 in an address, other charsets, broken cookies.

Without this each of them ends as a 500 somewhere behind, on a page as in the API.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from cixi_oversight.api import errors
from cixi_oversight.api.answers import answer
from cixi_oversight.api.parsers import check_charset
from cixi_oversight.errors import DomainError, NotFound

API_PREFIX: Final = "/api/"
ADDRESS_LIMIT: Final = 8_192


class CleanRequestMiddleware:
    """Stands before the session, whose key is looked up as it comes. Pages answer with the page for 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_api = request.path_info.startswith(API_PREFIX)
        try:
            _check(request, in_api=in_api)
        except DomainError as problem:
            request.encoding = "utf-8"  # whatever was claimed: the page for 400 reads the address too
            if in_api:
                return answer(problem)
            raise BadRequest(problem.code) from None
        return self.get_response(request)


def _check(request: HttpRequest, *, in_api: bool) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > ADDRESS_LIMIT:
        raise errors.AddressTooLong(limit=ADDRESS_LIMIT)
    check_charset(request.META.get("CONTENT_TYPE", ""))
    if not request.path_info.isprintable():
        raise NotFound
    if "\x00" in "".join(f"{name}{value}" for name, value in request.COOKIES.items()):
        raise errors.CharacterRefused(character="U+0000")
    if not in_api:  # the API names the parameter
        _check_query(query)


def _check_query(query: str) -> None:
    sent = unquote_to_bytes(query.replace("+", " "))
    if b"\x00" in sent:
        raise errors.CharacterRefused(character="U+0000")
    try:
        sent.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.Refused from None
