"""A workbook that is kept: the parts of a plain one, nothing that runs, nothing that fetches (SHEETS 12).

Stricter than the reader of imports, which throws the file away: whoever opens a stored one opens all of it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from cixi_oversight.documents.errors import Broken, EmbeddedFiles, ExternalLinks, KindUnknown, PartNotAllowed
from cixi_oversight.documents.ports.inspection.workbook_check import check_workbook
from cixi_oversight.documents.rules.files.limits import Limits

_ADD_INS: Final = re.compile(r"webextension|taskpane|customui", re.IGNORECASE)
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CLICKED: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# formulas that fetch or call something outside of the sheet; the first is DDE: program|'topic'!item
_OUTSIDE: Final = re.compile(
    r"\w\s*\|\s*'?[^!]*!|\b(?:WEBSERVICE|FILTERXML|CALL|REGISTER(?:\.ID)?|RTD|IMAGE|EXEC|DDE)\s*\(", re.IGNORECASE
)
_CHUNK: Final = 256 * 1024
_FORMULA_MAX: Final = 8_192


def inspect_sheet(source: Path, limits: Limits) -> dict[str, Any]:
    """Raises Broken, Bomb, Encrypted, ExternalLinks, KindUnknown, Macros, PartNotAllowed."""
    with source.open("rb") as file:
        if not _is_workbook(file):
            raise KindUnknown
        file.seek(0)
        parts = check_workbook(file, unpacked_max=limits.unpacked_bytes)
        with zipfile.ZipFile(file) as archive:
            for name in parts:
                if _ADD_INS.search(name):
                    raise PartNotAllowed(part=name[:60])
                if name.lower().endswith((".xml", ".rels", ".vml")):
                    _read(archive, name)
    return {}


def _is_workbook(file: Any) -> bool:
    """Any other zip is named for what it is not, rather than for its first odd part."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return True  # cut off: its own refusal
    return "xl/workbook.xml" in names or any(name.startswith("xl/") for name in names)


def _read(archive: zipfile.ZipFile, name: str) -> None:
    """Every part is whole XML without a type declaration; what it says is looked at as it passes."""
    part = _Part(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = part.refuse
    parser.EntityDeclHandler = part.refuse
    parser.ExternalEntityRefHandler = part.refuse
    lower = name.lower()
    if lower.endswith(".rels"):
        parser.StartElementHandler = part.relation
    elif lower == "[content_types].xml":
        parser.StartElementHandler = part.content_type
    elif lower.startswith(("xl/worksheets/", "xl/workbook", "xl/tables/", "xl/charts/")):
        parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
        parser.CharacterDataHandler = part.text
        parser.buffer_text = True
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, ValueError) as error:
        raise Broken(detail=name.encode("ascii", "replace").decode()[:60]) from error


class _Part:
    """What a part says, element by element."""

    def __init__(self, name: str) -> None:
        self.name = name.encode("ascii", "replace").decode()[:60]
        self.in_formula = False
        self.formula = ""

    def refuse(self, *_: Any) -> int:
        raise PartNotAllowed(part=self.name)

    def relation(self, tag: str, attributes: dict[str, str]) -> None:
        """What lies outside of the file may only be a link that a person clicks."""
        if tag.rpartition(" ")[2] != "Relationship" or attributes.get("TargetMode", "").lower() != "external":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind != "hyperlink" or not _CLICKED.match(attributes.get("Target", "")):
            raise ExternalLinks(part=self.name)

    def content_type(self, _tag: str, attributes: dict[str, str]) -> None:
        said = attributes.get("ContentType", "").lower()
        if attributes.get("PartName", "").lower() == "/xl/workbook.xml" and said != _WORKBOOK:
            raise PartNotAllowed(part=said[-60:])
        if "macroenabled" in said or "vbaproject" in said or "oleobject" in said or "activex" in said:
            raise EmbeddedFiles(what=said[-60:])

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] in {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}:
            self.in_formula, self.formula = True, ""
        elif tag.rpartition(" ")[2] in {"oleObject", "control", "ddeLink"}:
            raise EmbeddedFiles(what=self.name)

    def text(self, data: str) -> None:
        if self.in_formula and len(self.formula) <= _FORMULA_MAX:
            self.formula += data

    def end(self, _tag: str) -> None:
        if self.in_formula:
            self.in_formula = False
            if _OUTSIDE.search(_without_texts(self.formula)):
                raise ExternalLinks(part=self.name)


def _without_texts(formula: str) -> str:
    """Without what stands in quotation marks: "A|B!" in a text is harmless."""
    return re.sub(r'"[^"]*"', '""', formula)
