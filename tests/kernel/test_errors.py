"""Errors and sentences: a catalogue id with figures, worded at the door, and one code for one rule."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from cixi_oversight.errors import DomainError, Message, NotFound, Problems, Refusal, StaleVersion, msg
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.words import worded


def classes(root: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for found in root.__subclasses__():
        yield found
        yield from classes(found)


def test_a_sentence_takes_its_figures() -> None:
    assert str(msg("%(count)s entries need correction.", count=3)) == "3 entries need correction."
    assert str(msg("100 % sure")) == "100 % sure", "no figures, no formatting"


def test_a_sentence_is_worded_in_the_reader_s_language() -> None:
    sentence = msg("%(count)s entries need correction.", count=3)
    with translation.override("zh-hans"):
        assert "3" in worded(sentence)
        assert worded(sentence) != str(sentence)
    with translation.override("en"):
        assert worded(sentence) == str(sentence)


def test_a_refusal_carries_field_row_and_figures() -> None:
    error = NotFound(field="uscc", row=7, number=5)
    assert (error.field, error.row, error.figures) == ("uscc", 7, {"number": 5})
    assert str(error).startswith("not_found: ")


def test_several_refusals_travel_together() -> None:
    found = Problems([NotFound(), StaleVersion()])
    assert found.figures == {"count": 2}
    assert [problem.code for problem in found.problems] == ["not_found", "stale_version"]


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Refusal)


def test_one_code_is_one_rule() -> None:
    import cixi_oversight.urls  # noqa: F401 - every app's errors are loaded by it

    by_code: dict[str, set[str]] = {}
    for found in classes():
        by_code.setdefault(found.code, set()).add(found.message)
    assert len(by_code) > 30
    assert {code: texts for code, texts in by_code.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("found", list(classes()), ids=lambda found: found.__name__)
def test_a_refusal_s_text_takes_figures_by_name(found: type[DomainError]) -> None:
    assert found.code.replace("_", "").isalnum()
    assert found.message[0].isupper() or not found.message[0].isascii() or found.message[0] == "%"
    assert Message(found.message, dict.fromkeys(re.findall(r"%\((\w+)\)", found.message), 0)), "figures by name only"
    assert not re.findall(r"%(?!\(\w+\)[sd]|%)", found.message), "no bare percent sign beside figures"
