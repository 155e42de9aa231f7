"""Money is integer fen: exact at the limits, and parts that always sum to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cixi_oversight.money import (
    FEN_MAX,
    AmountNotReadable,
    AmountOutOfRange,
    format_wan,
    format_yuan,
    parse_yuan,
    portion,
    split,
)

amounts = st.integers(-FEN_MAX, FEN_MAX)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("-0", 0),
        ("0.01", 1),
        ("1234.5", 123_450),
        ("1,234.50", 123_450),
        ("1,234,567.89", 123_456_789),
        ("-0.01", -1),
        ("007", 700),
        ("9999999999999.99", 999_999_999_999_999),
    ],
)
def test_it_reads(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "", " ", " 1", "1 ", "1.", ".5", "1.005", "0.001", "1e3", "1_000", "+5", "--1", "１２.５０", "٣", "¥1", "壹佰",
        "1,23", "12,34.5", "1,2345", ",1", "1,", "NaN", "Infinity", "1\n", "0x1F", "1.2.3", "12345678901234",
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(AmountNotReadable):
        parse_yuan(text)


def test_the_largest_amount_is_bounded() -> None:
    assert parse_yuan("9,999,999,999,999.99") == FEN_MAX - 1
    with pytest.raises(AmountOutOfRange):
        parse_yuan("99,999,999,999,999.99")


@given(amounts)
def test_what_is_written_reads_back(fen: int) -> None:
    if abs(fen) < FEN_MAX:
        assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456_789, "1,234,567.89")])
def test_it_writes_yuan(fen: int, text: str) -> None:
    assert format_yuan(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (4_999, "0.00"), (5_000, "0.01"), (-4_999, "0.00"), (-5_000, "-0.01"), (1_000_000, "1.00"),
     (123_456_789_000, "123,456.79")],
)  # fmt: skip
def test_it_writes_wan_rounded_half_away_from_zero(fen: int, text: str) -> None:
    assert format_wan(fen) == text


@given(amounts, st.integers(1, 500))
def test_parts_sum_to_the_whole_and_differ_by_one_fen_at_most(total: int, parts: int) -> None:
    found = split(total, parts)
    assert len(found) == parts
    assert sum(found) == total
    assert max(found) - min(found) <= 1


@given(amounts, st.integers(1, 500), st.data())
def test_any_run_of_parts_is_the_difference_of_two_totals(total: int, parts: int, data: st.DataObject) -> None:
    upto = data.draw(st.integers(0, parts))
    assert sum(split(total, parts)[:upto]) == total * upto // parts


@pytest.mark.parametrize(("part", "parts"), [(0, 3), (4, 3), (-1, 3), (1, 0)])
def test_there_is_no_part_outside(part: int, parts: int) -> None:
    with pytest.raises(ValueError, match=f"part {part} of {parts}"):
        portion(100, part, parts)
