from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

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
