"""docs/security.md names tests; each of them exists, and every area of the standard has its row."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))
# area: some items of ASVS 5.0.0 that must be answered for in its row
ITEMS = {
    "Injection": ("1.2.4", "1.3.6", "1.5.1"),
    "Validation": ("2.2.1", "2.3.3", "2.3.4", "2.4.1"),
    "Browser": ("3.3.1", "3.4.1", "3.4.3", "3.4.6", "3.5.1"),
    "API": ("4.1.1", "4.1.2", "4.1.3", "4.2.1"),
    "Files": ("5.2.1", "5.2.2", "5.2.3", "5.3.2", "5.4.1", "5.4.3"),
    "Authentication": ("6.2.1", "6.2.5", "6.2.10", "6.3.1", "6.3.3", "6.5.1"),
    "Session": ("7.3.1", "7.3.2", "7.4.1", "7.4.2", "7.4.5", "7.5.2"),
    "Authorisation": ("8.2.1", "8.2.2", "8.2.3", "8.3.1", "8.4.1"),
    "Crypto, TLS": ("11.3", "11.4.2", "11.5.1", "12.1", "12.3"),
    "Config, data": ("13.2.1", "13.3", "13.4", "14.2.1", "14.3.2"),
    "Code": ("15.1.2", "15.3.1", "15.3.3", "15.3.4"),
    "Logs": ("16.2", "16.3", "16.4.1", "16.5.1", "16.5.3"),
}


@cache
def defined(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_it_names_many() -> None:
    assert len(NAMED) > 100


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[f"{path}::{name}" for path, name in NAMED])
def test_each_test_that_is_named_exists(path: str, name: str) -> None:
    assert (ROOT / path).is_file(), path
    assert name in defined(path)


@pytest.mark.parametrize("area", ITEMS)
def test_each_area_answers_for_its_items(area: str) -> None:
    section = re.search(rf"^## {re.escape(area)}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert section, area
    assert [item for item in ITEMS[area] if item not in section[1]] == []


def test_what_is_overridden_and_what_is_missing_is_said() -> None:
    for item in ("6.2.5", "6.2.10"):
        assert re.search(rf"{re.escape(item)}.*overridden", TEXT)
    assert "**gap**" in TEXT
