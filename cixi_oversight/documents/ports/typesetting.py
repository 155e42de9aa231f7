"""Papers set by typst: the same data give the same bytes on every host (fonts by an explicit list, no system fonts,
the day from the data). Data go in as JSON and are text to the template, never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.conf import settings

from cixi_oversight.documents.errors import NotPrintable
from cixi_oversight.static_files import NODE_MODULES

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "documents" / "papers"
# Every font that a paper may use: (package folder, file). Nothing else is looked at.
FONTS: Final = (
    ("@expo-google-fonts/noto-serif-sc/400Regular", "NotoSerifSC_400Regular.ttf"),
    ("@expo-google-fonts/noto-serif-sc/700Bold", "NotoSerifSC_700Bold.ttf"),
    ("@expo-google-fonts/noto-serif-sc/900Black", "NotoSerifSC_900Black.ttf"),
    ("@expo-google-fonts/noto-sans-sc/400Regular", "NotoSansSC_400Regular.ttf"),
    ("@expo-google-fonts/noto-sans-sc/700Bold", "NotoSansSC_700Bold.ttf"),
)
_UNSHOWABLE: Final = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed')


def missing_fonts() -> list[str]:
    """The font files that are not there."""
    wanted = (f"{folder}/{name}" for folder, name in FONTS)
    return [path for path in wanted if not (NODE_MODULES / path).is_file()]


@cache
def _fonts() -> typst.Fonts:
    """Read once a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(NODE_MODULES / folder) for folder, _ in FONTS],
    )


def set_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """PDF/A-2b. Raises NotPrintable for a character that no font has."""
    return _compiled(template, data, format="pdf", pdf_standards="a-2b")


def set_picture(template: str, data: Mapping[str, Any], *, ppi: int = 110) -> bytes:
    """The first page as PNG, to look at. Raises NotPrintable."""
    made = _compiled(template, data, format="png", ppi=ppi)
    return made[0] if isinstance(made, list) else made


def _compiled(template: str, data: Mapping[str, Any], **output: Any) -> Any:
    try:
        return typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            **output,
        )
    except typst.TypstError as error:
        found = _UNSHOWABLE.search(error.message)
        if found is None:
            raise
        raise NotPrintable(text=found["text"][:20]) from error


def qr_svg(text: str) -> str:
    """A QR code of medium correction, without a margin: the template leaves one."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(border=0)
    return drawn
