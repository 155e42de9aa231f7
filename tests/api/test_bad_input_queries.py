"""Hostile and mistaken addresses, methods and headers."""

from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import assert_refused


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("categori=arts", "parameter_unknown", "categori"),
        ("format=api", "parameter_unknown", "format"),
        ("category__startswith=a", "parameter_unknown", "category__startswith"),
        ("changed_by__user__password__regex=a", "parameter_unknown", "changed_by__user__password__regex"),
        ("category=arts&category=sports", "parameter_repeated", "category"),
        ("category=music", "not_a_choice", "category"),
        ("category=", "field_blank", "category"),
        ("name=" + "a" * 65, "parameter_too_long", "name"),
        ("name=a%00b", "character_not_accepted", "name"),
        ("name=%ED%A0%80", "character_not_accepted", "name"),
        ("name=%FF", "character_not_accepted", "name"),
        ("name=%E2%80%AE", "character_not_accepted", "name"),
        ("from_on=2026-02-30", "not_a_day", "from_on"),
        ("from_on=%EF%BC%92026-01-01", "not_a_day", "from_on"),
        ("from_on=9999-12-31", "day_out_of_range", "from_on"),
        ("updated_since=2026-11-23T09:30:00%2B21:21", "zone_not_accepted", "updated_since"),
        ("updated_since=2026-11-23T09:30:00+08:00", "not_a_moment", "updated_since"),
        ("uscc=91110000600037341A", "not_a_uscc", "uscc"),
    ],
)
def test_it_refuses_a_query(small: Client, query: str, code: str, field: str) -> None:
    assert_refused(small.get(f"/api/query?{query}"), 400, code, field)


def test_several_parameters_are_named_at_once(small: Client) -> None:
    body = assert_refused(small.get("/api/query?a=1&b=2"), 400, "problems")
    assert [problem["field"] for problem in body["problems"]] == ["a", "b"]


def test_pattern_characters_are_taken_literally(small: Client) -> None:
    assert small.get("/api/query", {"name": "100%_(a+)+$"}).json() == {"rows": []}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(small: Client, method: str) -> None:
    response = getattr(small, method)("/api/paper")
    assert_refused(response, 405, "method_not_allowed")
    assert response["Allow"] == "POST"


def test_the_method_cannot_be_overridden(small: Client) -> None:
    response = small.get("/api/paper", headers={"X-HTTP-Method-Override": "POST"})
    assert_refused(response, 405, "method_not_allowed")


@pytest.mark.parametrize("accept", ["text/html", "text/../x", "application/xml"])
def test_other_forms_of_answer_are_refused(small: Client, accept: str) -> None:
    assert_refused(small.get("/api/query", headers={"Accept": accept}), 406, "not_acceptable")


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/query/", "/api/qu%00ery", "/api/../query", "/api/%FF"])
def test_what_is_no_route_is_not_found(small: Client, path: str) -> None:
    assert_refused(small.generic("GET", path), 404, "not_found")


def test_a_cookie_with_nul_is_refused(small: Client) -> None:
    response = small.get("/api/query", headers={"Cookie": 'sessionid="aaaaaaaa\\000bbbb"'})
    assert_refused(response, 400, "character_not_accepted")


def test_an_endless_address_is_refused(small: Client) -> None:
    assert_refused(small.get("/api/query?name=" + "a" * 10_000), 414, "address_too_long")


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("rule", 422, "full"),
        ("missing", 404, "not_found"),
        ("stale", 409, "stale_version"),
        ("database", 503, "busy"),
        ("constraint", 409, "stale_version"),
        ("mistake", 500, "internal_error"),
    ],
)
def test_every_error_has_the_one_shape(small: Client, what: str, status: int, code: str) -> None:
    response: Any = small.get(f"/api/raise/{what}")
    body = assert_refused(response, status, code, "seats" if what == "rule" else None)
    assert len(body["request_id"]) >= 32 or what == "mistake"
    assert (response.get("Retry-After") is not None) == (status == 503)
    if what == "rule":
        assert (body["row"], body["figures"]) == (7, {"count": 3})
