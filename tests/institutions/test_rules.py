"""The register's rules, without a database."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cixi_oversight.errors import Message
from institutions import enums
from institutions.rules import labels
from institutions.rules.search import MAX_LENGTH, read_term
from institutions.rules.uscc import UsccFault, fault_of, may_be_overridden

VECTORS = Path(__file__).resolve().parents[3] / "shared/data/uscc/uscc_vectors.csv"
GOOD = "91310115591693856A"


@pytest.mark.skipif(not VECTORS.exists(), reason="the collected codes are not beside this checkout")
def test_codes_collected_from_elsewhere() -> None:
    with VECTORS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 5
    for row in rows:
        assert (fault_of(row["code"]) is None) == (row["stdnum_valid"] == "True"), row


@pytest.mark.parametrize("place", range(18))
def test_any_one_changed_character_is_noticed(place: int) -> None:
    for other in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        code = GOOD[:place] + other + GOOD[place + 1 :]
        assert (fault_of(code) is None) == (code == GOOD)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (GOOD, None),
        (GOOD[:-1], UsccFault.SHAPE),
        (GOOD + "0", UsccFault.SHAPE),
        (GOOD.lower(), UsccFault.SHAPE),
        (f" {GOOD[1:]}", UsccFault.SHAPE),
        (f"{GOOD}\n", UsccFault.SHAPE),
        ("９" + GOOD[1:], UsccFault.SHAPE),
        ("٩" + GOOD[1:], UsccFault.SHAPE),
        ("А" + GOOD[1:], UsccFault.SHAPE),  # a Cyrillic A
        ("", UsccFault.SHAPE),
        (GOOD[:9] + "I" + GOOD[10:], UsccFault.STANDARD),
        (GOOD[:9] + "S" + GOOD[10:], UsccFault.STANDARD),
        ("A" + GOOD[1:], UsccFault.STANDARD),
        (GOOD[:-1] + "B", UsccFault.CHECK_DIGIT),
        ("91350211M00013FA1N", UsccFault.CHECK_DIGIT),
    ],
)
def test_the_fault_is_named(code: str, fault: UsccFault | None) -> None:
    assert fault_of(code) is fault


def test_only_what_has_the_shape_of_a_code_may_be_accepted() -> None:
    assert [fault for fault in UsccFault if may_be_overridden(fault)] == [UsccFault.STANDARD, UsccFault.CHECK_DIGIT]


@pytest.mark.parametrize(
    ("typed", "texts", "digits"),
    [
        ("", (), ""),
        (" \u3000\t", (), ""),
        ("\x00", (), ""),
        ("青禾", ("青禾",), ""),
        ("ＱＨ", ("qh",), ""),
        ("qing he", ("qing he", "qinghe"), ""),
        ("xi'an", ("xi'an", "xian"), ""),
        ("50%_", ("50%_",), ""),
        ("123", ("123",), ""),
        ("1234", ("1234",), "1234"),
        ("0574-6301 2345", ("0574-6301 2345",), "057463012345"),
        ("教民133028270001234号", ("教民133028270001234号",), "133028270001234"),
        (GOOD, (GOOD.lower(),), ""),
        ("青" * 65, ("青" * MAX_LENGTH,), ""),
    ],
)
def test_what_is_typed_is_read(typed: str, texts: tuple[str, ...], digits: str) -> None:
    term = read_term(typed)
    assert (term.texts, term.digits) == (texts, digits)
    assert term.is_empty == (not texts)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (enums.Category, labels.CATEGORY),
        (enums.LegalForm, labels.LEGAL_FORM),
        (enums.Stage, labels.STAGE),
        (enums.Status, labels.STATUS),
        (enums.Verb, labels.VERB),
        (enums.Gap, labels.GAP),
        (enums.RegistrationKind, labels.REGISTRATION_KIND),
        (enums.FilingKind, labels.FILING_KIND),
        (enums.InsuranceKind, labels.INSURANCE_KIND),
    ],
)
def test_every_member_has_its_words(kind: type, table: dict[object, Message]) -> None:
    assert list(table) == list(kind)
    assert len({words.id for words in table.values()}) == len(table)
