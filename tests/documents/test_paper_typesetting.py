"""Papers as they are set: the same bytes everywhere, fonts inside, and what users typed is text, never markup."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from cixi_oversight.documents import checks
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.errors import NotPrintable
from cixi_oversight.documents.ports import typesetting
from cixi_oversight.documents.rules.papers import LOOKS, cleaned
from cixi_oversight.documents.services.papers import Codes, sheet
from tests.conftest import ROOT
from tests.documents.paper_facts import BOARD, FACTS, NOTICE

CODES = Codes("abcdefghjkmnpqrstuvwxyz2", "23456789")
DAY = dt.date(2026, 11, 23)
A3_LANDSCAPE_MM = (420, 297)
A4_MM = (210, 297)


def told(kind: PaperKind, facts: dict | None = None) -> dict:
    return sheet(
        kind, cleaned(facts or FACTS[kind]), number="慈教约〔2026〕3号", office="慈溪市教育局", day=DAY, codes=CODES
    )


def pdf(kind: PaperKind, facts: dict | None = None) -> bytes:
    return typesetting.set_pdf(LOOKS[kind].template, told(kind, facts))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


ELSEWHERE = """
import hashlib, json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.test")
from cixi_oversight.documents.ports.typesetting import set_pdf
template, data = json.load(sys.stdin)
print(hashlib.sha256(set_pdf(template, data)).hexdigest())
"""


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_bytes_in_another_process_zone_language_and_home(kind: PaperKind, tmp_path: Path) -> None:
    given = json.dumps([LOOKS[kind].template, told(kind)])
    found = set()
    for zone, language in (("UTC", "C"), ("Pacific/Kiritimati", "zh_CN.UTF-8")):
        env = {"TZ": zone, "LANG": language, "LC_ALL": language, "HOME": str(tmp_path), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE], cwd=ROOT, env=env, input=given, capture_output=True, text=True,
            timeout=60, check=True,
        )  # fmt: skip
        found.add(done.stdout.strip())
    assert found == {hashlib.sha256(pdf(kind)).hexdigest()}


@pytest.mark.parametrize(("kind", "size"), [(PaperKind.TALK_NOTICE, A4_MM), (PaperKind.POSTING_BOARD, A3_LANDSCAPE_MM)])
def test_pdf_a_2b_of_the_right_size_with_every_font_inside(kind: PaperKind, size: tuple[int, int]) -> None:
    made = opened(pdf(kind))
    with made.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert meta["xmp:CreateDate"].startswith("2026-11-23")
    page = made.pages[0]
    box = [float(side) * 25.4 / 72 for side in page.mediabox[2:]]
    assert [round(side) for side in box] == list(size)
    fonts = [font for page in made.pages for font in page.resources.Font.values()]
    assert fonts
    for font in fonts:
        inner = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in inner or "/FontFile3" in inner
        assert "Noto" in str(inner.FontName)


def test_the_paper_has_no_way_to_act_or_to_call_out() -> None:
    content = pdf(PaperKind.TALK_NOTICE)
    made = opened(content)
    root = made.Root
    assert "/OpenAction" not in root
    assert "/AA" not in root
    assert "/AcroForm" not in root
    assert b"/JavaScript" not in content


MARKUP = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "*粗* _斜_ `码` $x^2$ <标签> @引用 = 题",
    '#import "@preview/cetz:0.3.0"',
    "\\u{1f600} // 注 /* 注 */ #",
    '"},{"name":"改名',
    '#include "kit.typ"',
    "https://example.com/#x[点]",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_name_is_printed_as_it_stands(text: str) -> None:
    """As long as the same text would be without its signs: nothing of it was obeyed."""
    name = f"慈溪{text}有限公司"
    made = typesetting.set_pdf("board.typ", told(PaperKind.POSTING_BOARD, {**BOARD, "name": name}))
    assert text_of(made).count(plain(name)) == 1


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\u202eb", "a\u200bb", "a\ue000b", "a\ufeffb"])
def test_what_cannot_be_seen_never_gets_onto_paper(text: str) -> None:
    made = typesetting.set_pdf("board.typ", told(PaperKind.POSTING_BOARD, {**BOARD, "name": f"慈溪{text}公司"}))
    assert plain("慈溪ab公司") in text_of(made)


def test_line_breaks_become_spaces() -> None:
    assert cleaned({"a": ["x\r\ny\tz\u2028w"]}) == {"a": ["x  y z w"]}


@pytest.mark.parametrize("character", ["😀", "𠮷"])
def test_a_character_that_no_font_has_is_named_and_refused(character: str) -> None:
    with pytest.raises(NotPrintable) as refused:
        pdf(PaperKind.TALK_NOTICE, {**NOTICE, "addressee": f"慈溪{character}公司"})
    assert character in refused.value.figures["text"]


def test_a_notice_of_several_pages_keeps_its_signature_with_text() -> None:
    long = {**NOTICE, "body": [{"text": "约谈事项较多，逐项说明如下。" * 20} for _ in range(6)]}
    made = opened(pdf(PaperKind.TALK_NOTICE, long))
    assert len(made.pages) > 1
    last = text_of(pdf(PaperKind.TALK_NOTICE, long), page=len(made.pages) - 1)
    assert plain("2026年11月23日") in last
    assert plain("逐项说明如下") in last


def test_the_longest_names_and_scopes_still_fit_on_one_board() -> None:
    facts = {
        **BOARD,
        "name": "慈溪市" + "长" * 110 + "有限公司",
        "registration": [["业务范围", "培训" * 112], ["登记名称", "长" * 120], ["登记日期", "2021年6月18日"]],
    }
    assert len(opened(pdf(PaperKind.POSTING_BOARD, facts)).pages) == 1


def test_missing_fonts_stop_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert checks.fonts_are_there() == []
    monkeypatch.setattr(typesetting, "NODE_MODULES", tmp_path)
    found = checks.fonts_are_there()
    assert [error.id for error in found] == ["documents.E001"]
    assert "NotoSerifSC_400Regular.ttf" in found[0].msg


# --- reading a PDF back ---


def text_of(content: bytes, page: int = 0) -> str:
    """The characters of a page, through each font's own table of characters; blanks left out."""
    whole = opened(content)
    made = whole.pages[page]
    tables = {str(name): _characters(font) for name, font in made.resources.Font.items()}
    shown, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(made):
        if str(operator) == "Tf":
            current = tables[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            shown += [_read(bytes(part), current) for part in parts if isinstance(part, pikepdf.String)]
    return plain("".join(shown))


def _read(codes: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(codes[n : n + 2], "big"), "") for n in range(0, len(codes), 2))


def _characters(font: pikepdf.Object) -> dict[int, str]:
    table: dict[int, str] = {}
    mode = ""
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        words = line.split()
        if len(words) == 2 and words[1] in ("beginbfchar", "beginbfrange"):
            mode = words[1]
        elif words and words[0].startswith("end"):
            mode = ""
        elif mode == "beginbfchar" and len(words) == 2:
            table[int(words[0].strip("<>"), 16)] = bytes.fromhex(words[1].strip("<>")).decode("utf-16-be")
        elif mode == "beginbfrange" and len(words) == 3:
            low, high, start = (int(word.strip("<>"), 16) for word in words)
            table |= {code: chr(start + code - low) for code in range(low, high + 1)}
    return table


def plain(text: str) -> str:
    return "".join(text.split())
