"""Hostile and mistaken request bodies, sent to the real parser and fields."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import assert_refused

GOOD = {"name": "青禾艺术"}
JSON = "application/json"


def post(client: Client, body: Any, content_type: str = JSON) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=True).encode()
    return client.generic("POST", "/api/paper", data, content_type=content_type)


def test_it_accepts_what_is_right(small: Client) -> None:
    paper = GOOD | {
        "amount_fen": 123450,
        "count": 3,
        "day": "2026-11-23",
        "moment": "2026-11-23T09:30:00+08:00",
        "uscc": "91110000600037341L",
        "category": "arts",
        "lines": [{"amount_fen": 1}],
    }
    response = post(small, paper)
    assert response.status_code == 200, response.content
    assert response.json()["moment"] == "2026-11-23 01:30:00+00:00"


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        pytest.param(b"\xef\xbb\xbf{}", 400, "body_not_utf8", None, id="byte order mark"),
        pytest.param(b'{"name": "\xff"}', 400, "body_not_utf8", None, id="not UTF-8"),
        pytest.param('{"name": "甲"}'.encode("gb18030"), 400, "body_not_utf8", None, id="GB 18030"),
        pytest.param('{"name": "a"}'.encode("utf-16"), 400, "body_not_utf8", None, id="UTF-16"),
        pytest.param(b"{", 400, "body_not_json", None, id="cut off"),
        pytest.param(b"{'name': 1}", 400, "body_not_json", None, id="single quotes"),
        pytest.param(b'{"name": "a"} {}', 400, "body_not_json", None, id="two documents"),
        pytest.param(b'{"name": "a\nb"}', 400, "body_not_json", None, id="raw newline in a text"),
        pytest.param(b'{"count": 1_000}', 400, "body_not_json", None, id="1_000"),
        pytest.param(b'{"count": +5}', 400, "body_not_json", None, id="+5"),
        pytest.param(b'{"count": 007}', 400, "body_not_json", None, id="leading zeros"),
        pytest.param('{"count": １２}'.encode(), 400, "body_not_json", None, id="full-width number"),
        pytest.param(b"[]", 400, "body_not_object", None, id="list on top"),
        pytest.param(b'"name"', 400, "body_not_object", None, id="text on top"),
        pytest.param(b"null", 400, "body_not_object", None, id="null on top"),
        pytest.param(b"[" * 100_000, 400, "body_too_deep", None, id="100,000 deep"),
        pytest.param(b'{"name":' + b"[" * 32 + b"]" * 32 + b"}", 400, "body_too_deep", None, id="33 deep"),
        pytest.param(b'{"name": "a", "name": "b"}', 400, "key_repeated", "name", id="repeated key"),
        pytest.param(b'{"lines": [{"amount_fen": 1, "amount_fen": 9}]}', 400, "key_repeated", "amount_fen", id="in"),
        pytest.param(b'{"count": NaN}', 400, "number_not_accepted", None, id="NaN"),
        pytest.param(b'{"count": -Infinity}', 400, "number_not_accepted", None, id="Infinity"),
        pytest.param(b'{"count": 1e999}', 400, "number_not_accepted", None, id="1e999"),
        pytest.param(b'{"count": 9223372036854775808}', 400, "number_not_accepted", None, id="2^63"),
        pytest.param(b'{"count": ' + b"9" * 5000 + b"}", 400, "number_not_accepted", None, id="5,000 digits"),
        pytest.param(b'{"name": "a\\u0000b"}', 400, "character_not_accepted", "name", id="NUL"),
        pytest.param(b'{"name": "\\ud800"}', 400, "character_not_accepted", "name", id="lone surrogate"),
        pytest.param(b'{"other": {"deep": ["\\udfff"]}}', 400, "character_not_accepted", "other.deep.0", id="nested"),
        pytest.param(b'{"a\\u0000": 1}', 400, "character_not_accepted", None, id="NUL in a key"),
        pytest.param(b'{"name": "' + b"a" * 300_000 + b'"}', 413, "body_too_large", None, id="300 KB"),
        pytest.param(b"", 400, "field_missing", "name", id="empty"),
    ],
)
def test_it_refuses_a_body(small: Client, body: bytes, status: int, code: str, field: str | None) -> None:
    assert_refused(post(small, body), status, code, field)


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json; charset=zzz", "unsupported_charset"),
        ("application/json; charset=utf-16", "unsupported_charset"),
        ("application/json; charset=base64", "unsupported_charset"),
        ('application/json; CHARSET="gb18030"', "unsupported_charset"),
        ("text/plain", "unsupported_media_type"),
        ("application/x-www-form-urlencoded", "unsupported_media_type"),
        ("multipart/form-data; boundary=x", "unsupported_media_type"),
        ("application/xml", "unsupported_media_type"),
        ("nonsense", "unsupported_media_type"),
    ],
)
def test_it_refuses_other_content(small: Client, content_type: str, code: str) -> None:
    assert_refused(post(small, GOOD, content_type), 415, code)


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=UTF-8", "APPLICATION/JSON"])
def test_it_takes_utf8_however_it_is_spelt(small: Client, content_type: str) -> None:
    assert post(small, GOOD, content_type).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", 5, "not_text"),
        ("name", None, "field_null"),
        ("name", "", "field_blank"),
        ("name", "   ", "field_blank"),
        ("name", "甲" * 11, "text_too_long"),
        ("name", "a\u202eb", "character_not_accepted"),
        ("name", "a\u200bb", "character_not_accepted"),
        ("name", "a\tb", "character_not_accepted"),
        ("name", ["a"], "not_text"),
        ("amount_fen", "100", "amount_not_fen"),
        ("amount_fen", "1e3", "amount_not_fen"),
        ("amount_fen", "1_000", "amount_not_fen"),
        ("amount_fen", "１２", "amount_not_fen"),
        ("amount_fen", 1.0, "amount_not_fen"),
        ("amount_fen", 1e3, "amount_not_fen"),
        ("amount_fen", True, "amount_not_fen"),
        ("amount_fen", 10**15 + 1, "out_of_range"),
        ("count", 1.0, "not_a_whole_number"),
        ("count", True, "not_a_whole_number"),
        ("count", "１２", "not_a_whole_number"),
        ("count", -1, "out_of_range"),
        ("count", 101, "out_of_range"),
        ("day", "2026-02-30", "not_a_day"),
        ("day", "0000-00-00", "not_a_day"),
        ("day", "10000-01-01", "not_a_day"),
        ("day", "2026-1-1", "not_a_day"),
        ("day", "20260101", "not_a_day"),
        ("day", "２０２６-01-01", "not_a_day"),
        ("day", "2026年1月1日", "not_a_day"),
        ("day", 45992, "not_text"),
        ("day", "0001-01-01", "day_out_of_range"),
        ("day", "1899-12-31", "day_out_of_range"),
        ("day", "9999-12-31", "day_out_of_range"),
        ("moment", "2026-11-23T09:30:00", "not_a_moment"),
        ("moment", "2026-11-23 09:30:00Z", "not_a_moment"),
        ("moment", "2026-11-23T24:00:00Z", "not_a_moment"),
        ("moment", "2026-11-23T23:59:60Z", "not_a_moment"),
        ("moment", "2026-11-23T09:30:00+21:21", "zone_not_accepted"),
        ("moment", "2026-11-23T09:30:00+25:00", "zone_not_accepted"),
        ("moment", "2026-11-23T09:30:00-23:59", "zone_not_accepted"),
        ("moment", "2026-11-23T09:30:00+08:01", "zone_not_accepted"),
        ("moment", "9999-12-31T23:59:59-12:00", "day_out_of_range"),
        ("uscc", "91110000600037341A", "not_a_uscc"),
        ("uscc", "91110000600037341l", "not_a_uscc"),
        ("uscc", "９1110000600037341L", "not_a_uscc"),
        ("uscc", "9111000060003734IL", "not_a_uscc"),
        ("uscc", " 91110000600037341L", "not_a_uscc"),
        ("uscc", "91110000600037341", "not_a_uscc"),
        ("category", "music", "not_a_choice"),
        ("category", 1, "not_text"),
        ("institution", "../../etc", "not_an_id"),
        ("institution", 7, "not_text"),
        ("status", "operating", "field_unknown"),
        ("is_staff", True, "field_unknown"),
        ("institution_id", 7, "field_unknown"),
    ],
)
def test_it_refuses_a_field(small: Client, field: str, value: object, code: str) -> None:
    assert_refused(post(small, GOOD | {field: value}), 400, code, field)


def test_a_field_inside_a_list_is_named_with_its_place(small: Client) -> None:
    lines = [{"amount_fen": 5}, {"amount_fen": 0}]
    assert_refused(post(small, GOOD | {"lines": lines}), 400, "out_of_range", "lines.1.amount_fen")


def test_all_mistakes_are_named_at_once(small: Client) -> None:
    body = assert_refused(post(small, {"day": "x", "extra": 1}), 400, "problems")
    found = {(problem["field"], problem["code"]) for problem in body["problems"]}
    assert found == {("name", "field_missing"), ("day", "not_a_day"), ("extra", "field_unknown")}


def test_real_names_are_taken_and_composed(small: Client) -> None:
    for name in ("𠮷田书院", "买买提·艾力", "Cafe\u0301"):
        response = post(small, {"name": name})
        assert response.status_code == 200, response.content
    assert response.json()["name"] == "Café"


@pytest.mark.parametrize("moment", ["2026-11-23T09:30Z", "2026-11-23T09:30:00.5+08:00", "2026-11-23T09:30:00+05:45"])
def test_moments_of_real_zones_are_taken(small: Client, moment: str) -> None:
    assert post(small, GOOD | {"moment": moment}).status_code == 200
