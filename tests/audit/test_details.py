"""The details of an event in words."""

import pytest
from django.utils import translation

from cixi_oversight.audit.rules.details import NAMES, name_of, plain
from cixi_oversight.web.words import worded


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "无"),
        ([], "无"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        ("reported", "reported"),
        (["complainant", "contact"], "complainant、contact"),
        ({"a": 1}, "a=1"),
        ("2027-11-24T07:27:36.709414+08:00", "2027-11-24 07:27"),
        ("2026-11-23T23:27:36Z", "2026-11-24 07:27"),
        ("Tuesday", "Tuesday"),
    ],
)
def test_a_value_is_said_without_quotes(value: object, said: str) -> None:
    with translation.override("zh-hans"):
        assert worded(plain(value)) == said


def test_names_are_chinese_and_an_unknown_one_stands_as_recorded() -> None:
    with translation.override("zh-hans"):
        assert worded(name_of("due_on")) == "到期日"
        assert worded(name_of("something_else")) == "something_else"
        for name in NAMES.keys() - {"sha256"}:
            assert not worded(name_of(name)).isascii(), name
