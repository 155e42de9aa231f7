"""Personal values from machines: the plain form or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from cixi_oversight.errors import DomainError
from cixi_oversight.personal.services.api_fields import DocumentedPersonBody, PayeeAccount, PersonAddress, PersonBody

GOOD = {"name": "张三丰", "phone": "13812345678"}
CARD = {"document_type": "resident_id", "document_number": "11010519491231002X"}


def refused(body: Any, kind: type[PersonBody] = PersonBody) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as caught:
        kind(data=body).accepted()
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        {"phone": "057463012345"},
        {"phone": "+85291234567"},
        {"name": "阿依古丽·买买提"},
        {"name": "Anna Maria Li"},
        GOOD | CARD,
    ],
)
def test_the_plain_form_is_accepted_as_it_was_sent(body: dict[str, str]) -> None:
    assert DocumentedPersonBody(data=body).accepted() == body


@pytest.mark.parametrize(
    "phone",
    [
        *(
            "１３８１２３４５６７８",
            "138 1234 5678",
            "138-1234-5678",
            "+8613812345678",
            "8613812345678",
            "0086138123456",
        ),
        *(" 13812345678", "13812345678 ", "13812345678\n", "1381234567", "138123456789", "", "١٣٨١٢٣٤٥٦٧٨", "12345"),
        *("057463012345\u200b", "0574-63012345", "(0574)63012345"),
    ],
)
def test_a_phone_is_not_put_right(phone: str) -> None:
    code, field = refused({"phone": phone})
    assert (code, field) == ("personal_phone_unreadable", "phone")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (" 张三丰", "personal_name_unreadable"),
        ("张三丰 ", "personal_name_unreadable"),
        ("张　三", "personal_name_unreadable"),
        ("Ａｎｎａ", "personal_name_unreadable"),
        ("Anna  Li", "personal_name_unreadable"),
        ("张三13812345678", "personal_name_unreadable"),
        ("e\u0301va", "personal_name_unreadable"),
        ("张\u202e三", "character_not_accepted"),
        ("张\x00三", "character_not_accepted"),
        ("张\n三", "character_not_accepted"),
        ("", "field_blank"),
        ("   ", "field_blank"),
        ("张" * 61, "text_too_long"),
    ],
)
def test_a_name_is_not_put_right(name: str, code: str) -> None:
    assert refused({"name": name}) == (code, "name")


@pytest.mark.parametrize("value", [None, 13812345678, 1.5, True, ["13812345678"], {"phone": "1"}])
def test_a_phone_is_a_text(value: Any) -> None:
    assert refused({"phone": value})[1] == "phone"


def test_nothing_at_all_and_more_than_asked_are_refused() -> None:
    assert refused({}) == ("personal_nothing_given", "name")
    assert refused(GOOD | {"is_child": False})[0] == "field_unknown"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"document_type": None}, "field_null", "document_type"),
        ({"document_number": "11010519491231002x"}, "personal_document_unreadable", "document_number"),
        ({"document_number": "110105194912310021"}, "personal_document_unreadable", "document_number"),
        ({"document_number": "110105 19491231002X"}, "personal_document_unreadable", "document_number"),
        ({"document_number": "１1010519491231002X"}, "personal_document_unreadable", "document_number"),
        ({"document_type": "library_card"}, "not_a_choice", "document_type"),
    ],
)
def test_a_document_is_read_with_its_type(change: dict[str, Any], code: str, field: str) -> None:
    assert refused(GOOD | CARD | change, DocumentedPersonBody) == (code, field)


def test_a_document_without_a_type_is_refused() -> None:
    body = GOOD | {"document_number": CARD["document_number"]}
    assert refused(body, DocumentedPersonBody) == ("personal_document_type_missing", "document_type")


def test_the_other_fields() -> None:
    assert PayeeAccount().run_validation("6222020000000000000") == "6222020000000000000"
    assert PersonAddress().run_validation("慈溪市浒山街道1号") == "慈溪市浒山街道1号"
    with pytest.raises(Exception, match="personal_account_unreadable"):
        PayeeAccount().run_validation("6222 0200 0000 0000")


def test_no_answer_repeats_a_value() -> None:
    body = PersonBody(data=GOOD)
    body.accepted()
    assert body.data == {}
