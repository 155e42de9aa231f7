"""The Content Security Policy of decision 18."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cixi_oversight.csp import POLICY, CspMiddleware


def test_nothing_inline_and_nothing_foreign() -> None:
    rules = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_a_page_s_own_stricter_policy_stands() -> None:
    def answer(_: object) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = CspMiddleware(answer)(RequestFactory().get("/"))
    assert response.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/no-such-page", "/accounts/login/", "/healthz", "/api/v1/no-such", "/language/"]
)
def test_it_is_on_every_answer(client: Client, path: str) -> None:
    assert client.get(path).headers["Content-Security-Policy"] == POLICY
