"""What holds for every answer, whoever asked for what: its headers, and that nobody's personal data stand in it.

`test_access_table` looks at each answer of its walk over all routes in every role, so that the walk is made once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cixi_oversight.csp import POLICY, SANDBOX
from cixi_oversight.permissions import Role
from tests.project.plain_sight import shown_in_full

ALWAYS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SANDBOXED: Final = {"documents:file", "documents:thumbnail", "documents:paper_pdf"}  # files: nothing in them may run
MAY_BE_KEPT: Final = {"account_logout"}  # says nothing about anybody
NO_SESSION: Final = (None, Role.API_CLIENT)


def faults(answer: Any, *, name: str, role: Role | None) -> Iterator[str]:
    """What is wrong with the answer of the route to the role."""
    is_file = name in SANDBOXED and answer.status_code == 200
    for header, found in missing_headers(answer, expected(answer.wsgi_request.path, is_file=is_file)).items():
        yield f"{header}: {found}"
    if role not in NO_SESSION and name not in MAY_BE_KEPT and "no-store" not in answer.get("Cache-Control", ""):
        yield "an answer to a session that may be kept"
    yield from shown_in_full(answer)


def expected(at: str, *, is_file: bool = False) -> dict[str, str]:
    """Of a signed link the address is the secret: it goes nowhere."""
    headers = ALWAYS | {"Referrer-Policy": "no-referrer"} if at.startswith("/t/") else ALWAYS
    return headers | {"Content-Security-Policy": SANDBOX} if is_file else headers


def missing_headers(answer: Any, expected: dict[str, str]) -> dict[str, Any]:
    return {name: answer.get(name) for name, value in expected.items() if answer.get(name) != value}
