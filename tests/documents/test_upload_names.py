"""Names of files: text to show and to offer, never a place on a disk."""

from __future__ import annotations

import pytest

from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.rules.files.names import (
    NAME_MAX,
    attachment,
    clean_name,
    fits,
    is_refused,
    offered_name,
    suffix_of,
)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("营业执照（副本）.pdf", "营业执照（副本）.pdf"),
        ("😀.pdf", "😀.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("/a/b/", "file"),
        ("%2e%2e%2fa.pdf", "%2e%2e%2fa.pdf"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\u200b\u2066\ufeffb.pdf", "ab.pdf"),
        ("a\tb\x1b.pdf", "ab.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("a.pdf. . .", "a.pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_what_is_meant_badly_is_neutralised(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("length", [NAME_MAX - 1, NAME_MAX, NAME_MAX + 1, 100_000])
def test_a_long_name_keeps_its_ending(length: int) -> None:
    name = "长" * (length - 4) + ".pdf"
    clean = clean_name(name)
    assert len(clean) == min(length, NAME_MAX)
    assert clean.endswith("长.pdf")


@pytest.mark.parametrize("name", ["a\0", "a\r.pdf", "a\n.pdf", "a\u2028", "a\u2029", "a\x85", "a%00", "a%0D%0a.pdf"])
def test_nul_and_line_breaks_are_refused(name: str) -> None:
    assert is_refused(name)


@pytest.mark.parametrize("name", ["a.pdf", "a%20b.pdf", "100%.pdf", "a%2e.pdf", "执照\u3000.pdf"])
def test_other_names_are_not(name: str) -> None:
    assert not is_refused(name)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.pdf", ".pdf"), ("a.tar.GZ", ".GZ"), ("a", ""), (".pdf", ""), ("a.", ""), ("a. b", ""), ("a." + "x" * 12, "")],
)
def test_the_last_extension_counts(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("name", "kind", "fit"),
    [
        ("a.pdf", FileKind.PDF, True),
        ("a.PDF", FileKind.PDF, True),
        ("a", FileKind.PDF, True),
        ("a.pdf.exe", FileKind.PDF, False),
        ("a.jpeg", FileKind.JPEG, True),
        ("a.png", FileKind.JPEG, False),
        ("a.xlsm", FileKind.XLSX, False),
    ],
)
def test_the_ending_must_be_one_of_the_kind(name: str, kind: FileKind, fit: bool) -> None:
    assert fits(name, kind) is fit


def test_what_is_offered_always_ends_as_its_kind() -> None:
    assert offered_name("执照", FileKind.JPEG) == "执照.jpg"
    assert offered_name("执照.JPEG", FileKind.JPEG) == "执照.JPEG"


def test_the_header_cannot_be_broken_out_of() -> None:
    header = attachment('a"; filename="b.exe\\\r\nX: y')
    assert header.count('"') == 2
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
