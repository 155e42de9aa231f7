"""Before Django: it decodes the address in whatever charset a request names, even one that is no text encoding
(`charset=base64`), while the request is being made, so that no middleware could catch the error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cixi_oversight.api.answers import body_of, dump, status_of
from cixi_oversight.api.errors import CharsetRefused
from cixi_oversight.api.parsers import check_charset

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Utf8Gate:
    """Lets through what is UTF-8 or names nothing; the rest is answered with 415."""

    def __init__(self, portal: Application) -> None:
        self.portal = portal

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            check_charset(environ.get("CONTENT_TYPE", ""))
        except CharsetRefused as problem:
            body = dump(body_of(problem))
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start_response(f"{status_of(problem)} Unsupported Media Type", headers)
            return [body]
        return self.portal(environ, start_response)
