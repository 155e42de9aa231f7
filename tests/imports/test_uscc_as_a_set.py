"""The check character by SQL and by python-stdnum: the same on every vector."""

from __future__ import annotations

import csv
import random

import pytest
from django.db import connection
from stdnum.cn import uscc as stdnum_uscc

from cixi_oversight.imports.rules import uscc
from tests.imports.conftest import OLD_USCC, OTHER_USCC, ROOT, THIRD_USCC, USCC

VECTORS = ROOT.parent / "shared/data/uscc/uscc_vectors.csv"
KNOWN = [USCC, OTHER_USCC, THIRD_USCC, OLD_USCC, "91350100M000100Y4A", "A1110000600037342L", "52330282MJ8736", ""]


def by_sql(codes: list[str]) -> list[bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select case when code ~ %s then right(code, 1) = {uscc.expected_character('code')} else false end "
            "from unnest(%s::text[]) with ordinality as given(code, place) order by place",
            [uscc.PATTERN, codes],
        )
        return [right for (right,) in cursor.fetchall()]


def by_stdnum(codes: list[str]) -> list[bool]:
    """Strictly: stdnum itself would forgive blanks and lower case, which the import tidies before."""
    return [len(code) == 18 and code.isupper() and stdnum_uscc.is_valid(code) for code in codes]


@pytest.mark.django_db
def test_known_codes() -> None:
    assert by_sql(KNOWN) == by_stdnum(KNOWN) == [True, True, True, False, False, False, False, False]


@pytest.mark.django_db
def test_the_public_vectors() -> None:
    if not VECTORS.exists():
        pytest.skip("the public vectors are not on this machine")
    rows = list(csv.DictReader(VECTORS.read_text(encoding="utf-8").splitlines()))
    expected = [row["stdnum_valid"] == "True" for row in rows]
    assert by_sql([row["code"] for row in rows]) == expected


@pytest.mark.django_db
def test_a_thousand_codes_each_right_and_with_one_character_changed() -> None:
    chance = random.Random(7)
    bodies = [
        "".join(chance.choices("0123456789", k=8)) + "".join(chance.choices(uscc.ALPHABET, k=9)) for _ in range(1000)
    ]
    right = [body + stdnum_uscc.calc_check_digit(body) for body in bodies]
    wrong = [code[:-1] + chance.choice(uscc.ALPHABET.replace(code[-1], "")) for code in right]
    assert by_sql(right) == by_stdnum(right) == [True] * 1000
    assert by_sql(wrong) == by_stdnum(wrong) == [False] * 1000
