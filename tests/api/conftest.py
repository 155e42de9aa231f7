from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import World, make_world

SHAPE = {"code", "message", "message_en", "field", "row", "figures", "request_id"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def small(settings: Any, db: None) -> Client:
    """A client of the doors in `small`."""
    settings.ROOT_URLCONF = "tests.api.small"
    return Client(raise_request_exception=False)


def assert_refused(response: Any, status: int, code: str, field: str | None = None) -> Mapping[str, Any]:
    """Every refusal: status, stable code, a sentence in each language, the field, and nothing of the inside."""
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"], body["field"]) == (status, code, field)
    assert set(body) - {"problems"} == SHAPE
    for entry in (body, *body.get("problems", [])):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in entry["message"]), entry
        assert entry["message_en"].isascii() or "“" in entry["message_en"], entry
        assert "%(" not in entry["message"] + entry["message_en"]
    for inside in ("Traceback", "secret", "psycopg", "django"):
        assert inside not in response.content.decode()
    assert response["Content-Type"] == "application/json"
    return body


def own_queries(client: Client, url: str, query: dict[str, Any] | None = None) -> int:
    """Queries of the answer itself: without those of signing in, which the schema's view has alone."""
    client.get("/api/v1/schema")  # the first use of a session is noted in it
    with CaptureQueriesContext(connection) as signing_in:
        assert client.get("/api/v1/schema").status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query).status_code == 200
    return len(captured) - len(signing_in)
