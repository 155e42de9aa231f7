"""Numbers, masks, ages and the registry at their limits. No database."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.enums import DataClass, DocumentType, Field, Kind, MaskLevel
from cixi_oversight.personal.rules import masks, numbers, registry
from cixi_oversight.personal.rules.ages import is_under_14
from cixi_oversight.personal.rules.scan import numbers_in

from .conftest import valid_id


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("0574-63012345", "057463012345"),
        ("(0574)6301234", "05746301234"),
        ("010-12345678", "01012345678"),
        ("+49 30 123456", "+4930123456"),
        ("138123456789", None),
        ("1381234567", None),
        ("63012345", None),
        ("0574", None),
        ("+8613812345", None),
        ("13812345678\0", None),
        ("13812345678转801", None),
        ("一三八一二三四五六七八", None),
        ("١٣٨١٢٣٤٥٦٧٨", None),
        ("", None),
    ],
)
def test_a_telephone_is_read_or_refused(typed: str, read: str | None) -> None:
    assert numbers.read_phone(typed) == read


@pytest.mark.parametrize(
    "sent", ["１３８１２３４５６７８", "138 1234 5678", "+8613812345678", " 13812345678", "13812345678\n"]
)
def test_a_machine_sends_the_plain_form(sent: str) -> None:
    assert numbers.read_phone(sent, strict=True) is None
    assert numbers.read_phone("13812345678", strict=True) == "13812345678"


def test_an_identity_number_has_a_check_digit_and_a_day_that_exists() -> None:
    good = valid_id("33028219900101123")
    assert numbers.read_document(DocumentType.RESIDENT_ID, good) == good
    wrong = good[:17] + ("0" if good[17] != "0" else "1")
    assert numbers.read_document(DocumentType.RESIDENT_ID, wrong) is None
    assert numbers.read_document(DocumentType.RESIDENT_ID, valid_id("33028219900230123")) is None
    assert numbers.read_document(DocumentType.RESIDENT_ID, good[:17]) is None


def test_an_identity_number_ending_in_x_may_be_typed_small_but_not_sent_small() -> None:
    ending = next(
        number for number in map(valid_id, (f"33028219900101{n:03d}" for n in range(999))) if number[-1] == "X"
    )
    assert numbers.read_document(DocumentType.RESIDENT_ID, ending.lower()) == ending
    assert numbers.read_document(DocumentType.RESIDENT_ID, ending.lower(), strict=True) is None


@pytest.mark.parametrize(
    ("field", "value", "masked"),
    [
        (Field.NAME, "张三", "张*"),
        (Field.NAME, "张三丰", "张**"),
        (Field.NAME, "张", "*"),
        (Field.PHONE, "13812345678", "138****5678"),
        (Field.PHONE, "057463012345", "0574******45"),
        (Field.PHONE, "+4930123456", "+493*****56"),
        (Field.DOCUMENT_NUMBER, "330282199001011234", "3302**********1234"),
        (Field.DOCUMENT_NUMBER, "E12345678", "E1*****78"),
        (Field.DOCUMENT_NUMBER, "E1234", "*****"),
        (Field.PAYEE_ACCOUNT, "6222021234567890123", "6222***********0123"),
        (Field.ADDRESS, "慈溪市浒山街道青少年宫路1号", "慈溪市浒山街***"),
        (Field.ADDRESS, "慈溪", "慈***"),
    ],
)
def test_a_mask_keeps_enough_to_recognise(field: Field, value: str, masked: str) -> None:
    assert masks.MASKS[field](value) == masked


@pytest.mark.parametrize("field", list(Field))
@pytest.mark.parametrize("length", range(1, 31))
def test_a_mask_never_shows_the_value(field: Field, length: int) -> None:
    value = "1234567890" * 3
    masked = masks.MASKS[field](value[:length])
    assert "*" in masked
    assert value[:length] not in masked
    hidden = length - sum(character != "*" for character in masked)
    assert hidden >= min(length, 4) or field in (Field.NAME, Field.ADDRESS)


@pytest.mark.parametrize(
    ("born", "on", "under"),
    [
        ("2012-11-24", "2026-11-23", True),
        ("2012-11-23", "2026-11-23", False),
        ("2012-02-29", "2026-02-27", True),
        ("2012-02-29", "2026-02-28", False),
        ("2014-03-01", "2028-02-29", True),
        ("2014-03-01", "2028-03-01", False),
    ],
)
def test_a_child_is_under_14_until_the_birthday(born: str, on: str, under: bool) -> None:
    assert is_under_14(dt.date.fromisoformat(born), dt.date.fromisoformat(on)) is under


def test_a_child_makes_any_row_sensitive() -> None:
    on, born = dt.date(2026, 11, 23), dt.date(2016, 1, 1)
    assert registry.data_class_of(Kind.COMPLAINANT, [Field.NAME], born_on=born, on=on) is DataClass.SENSITIVE
    assert registry.data_class_of(Kind.COMPLAINANT, [Field.NAME], born_on=None, on=on) is DataClass.PERSONAL
    assert registry.data_class_of(Kind.PAYEE, [Field.PAYEE_ACCOUNT], born_on=None, on=on) is DataClass.SENSITIVE


OWN = {
    Role.INSTITUTION_OWNER,
    Role.INSTITUTION_FINANCE,
}  # recognise their own contacts and staff


def viewer(*roles: Role, kind: ViewerKind = ViewerKind.STAFF) -> Viewer:
    return Viewer(kind=kind, roles=frozenset(roles))


@pytest.mark.parametrize("entry", registry.REGISTRY, ids=lambda entry: f"{entry.kind}.{entry.field}")
@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_it_in_full_sees_the_mask_and_nobody_outside_sees_anything(
    entry: registry.Entry, role: Role
) -> None:
    may = registry.may_reveal(entry, viewer(role), is_child=False)
    assert may is (role in entry.roles)
    assert (registry.mask_level(entry, viewer(role)) is MaskLevel.PARTLY) is may
    for kind in (ViewerKind.MEMBER, ViewerKind.PUBLIC, ViewerKind.LINK, ViewerKind.CLIENT):
        assert not registry.may_reveal(entry, viewer(role, kind=kind), is_child=False)
        own = kind is ViewerKind.MEMBER and entry.kind in (Kind.CONTACT, Kind.STAFF) and role in OWN
        assert (registry.mask_level(entry, viewer(role, kind=kind)) is MaskLevel.NOTHING) is not own


def test_every_kind_has_its_fields_and_each_field_once() -> None:
    keys = [(entry.kind, entry.field) for entry in registry.REGISTRY]
    assert len(keys) == len(set(keys))
    assert {kind for kind, _ in keys} == set(Kind)
    for kind in Kind:  # one row has one purpose and one ground
        mine = [entry for entry in registry.REGISTRY if entry.kind is kind]
        assert len({(entry.purpose, entry.basis, entry.kept) for entry in mine}) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请回电13812345678。", ["phone"]),
        ("电话 138-1234-5678", ["phone"]),
        ("+8613812345678", ["phone"]),
        ("138****5678", []),
        ("1381234567890", []),
        ("MA2H13812345678X", []),
        (f"身份证{valid_id('33028219900101123')}", ["document"]),
        ("330282199013011235", []),
        ("卡号 6228 4804 0256 4890 018", ["card"]),
        ("卡号 6228480402564890018", ["card"]),
        ("卡号 6228480402564890019", []),
        ("91310115591693856A", []),
        ("教民133028270001234号", []),
        ("330282-2026-00012", []),
    ],
)
def test_numbers_of_persons_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert [kind for kind, _ in numbers_in(text)] == found
