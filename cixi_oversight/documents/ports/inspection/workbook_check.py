"""Is this zip a plain workbook? Everything is unpacked once and counted, whatever its directory says, before a reader
that trusts the directory sees it. Runs in the child processes of uploads and of imports; knows no framework."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from cixi_oversight.documents.errors import Bomb, Broken, Encrypted, ExternalLinks, Macros, PartNotAllowed
from cixi_oversight.documents.rules.files.limits import ENTRIES_MAX, MIB, RATIO_FROM, RATIO_MAX

_ALLOWED: Final = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/[\w.]+"
    r"|xl/(?:workbook|styles|sharedstrings|calcchain|metadata|volatiledependencies)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(?:theme|tables|worksheets|chartsheets|comments|threadedcomments|persons|drawings|charts|richdata)"
    r"/(?:_rels/)?[\w.-]+\.(?:xml|rels|vml)"
    r"|xl/comments\d*\.xml|xl/printersettings/[\w.-]+|xl/media/[\w.-]+|xl/(?:webextensions|featurepropertybag)/[\w./-]+"
    r"|customxml/(?:_rels/)?[\w.-]+\.(?:xml|rels)|xl/wpsheetcellimages?/[\w./-]+|xl/cellimages\.xml"
    r"|xl/_rels/cellimages\.xml\.rels"
)
_MACROS: Final = re.compile(r"vbaproject|xl/macrosheets/|xl/activex/|xl/ctrlprops/|vbadata")
_LINKS: Final = re.compile(r"xl/externallinks/|xl/connections\.xml|xl/querytables/|xl/embeddings/")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_HIDDEN: Final = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)")
_CHUNK: Final = 256 * 1024
_DESCRIPTOR_MAX: Final = 24  # bytes between two entries: the data descriptor and nothing else
_LOCAL: Final = struct.Struct("<4s5H3I2H")


@dataclass(slots=True)
class Part:
    """What one pass over a part's bytes told."""

    size: int = 0
    has_formula: bool = False
    has_hidden: bool = False


def check_workbook(file: BinaryIO, *, unpacked_max: int = 200 * MIB) -> dict[str, Part]:
    """The parts by name, after everything was unpacked once and thrown away. `unpacked_max` in bytes.

    Raises Broken, Bomb, Encrypted, Macros, ExternalLinks, PartNotAllowed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            start_of_directory = archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Broken(detail="zip") from error
    _check_names(entries)
    parts: dict[str, Part] = {}
    total = 0
    for entry, end in _in_file_order(entries, start_of_directory):
        part = _unpack(file, entry, end, unpacked_max - total)
        total += part.size
        parts[entry.filename] = part
    if not {"xl/workbook.xml", "[Content_Types].xml"} <= set(parts):
        raise Broken(detail="workbook.xml")
    return parts


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MAX:
        raise Bomb(part=f"{len(entries)} > {ENTRIES_MAX}")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/").lower()
        if entry.flag_bits & 0x1:
            raise Encrypted
        if _MACROS.search(name):
            raise Macros(part=_shown(entry))
        if _LINKS.search(name):
            raise ExternalLinks(part=_shown(entry))
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        folder = name.endswith("/") and entry.file_size == 0 and ".." not in name
        if is_link or name in seen or not (_ALLOWED.fullmatch(name) or folder):
            raise PartNotAllowed(part=_shown(entry))
        seen.add(name)


def _shown(entry: zipfile.ZipInfo) -> str:
    return entry.filename.encode("ascii", "replace").decode()[:60]


def _in_file_order(entries: list[zipfile.ZipInfo], start_of_directory: int) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Each entry with the place where the next begins: entries may not overlap and nothing may hide between them."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered and ordered[0].header_offset != 0:
        raise Broken(detail="zip")
    ends = [entry.header_offset for entry in ordered[1:]] + [start_of_directory]
    yield from zip(ordered, ends, strict=True)


def _unpack(file: BinaryIO, entry: zipfile.ZipInfo, end: int, budget: int) -> Part:
    file.seek(entry.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) != _LOCAL.size or header[:4] != b"PK\x03\x04":
        raise Broken(detail=_shown(entry))
    name_length, extra_length = _LOCAL.unpack(header)[-2:]
    begin = entry.header_offset + _LOCAL.size + name_length + extra_length
    gap = end - (begin + entry.compress_size)
    if not 0 <= gap <= _DESCRIPTOR_MAX or (gap and not entry.flag_bits & 0x8):
        raise Broken(detail=_shown(entry))
    file.seek(begin)
    part = Part()
    tail = b""
    checksum = 0
    for chunk in _inflated(file, entry):
        part.size += len(chunk)
        if part.size > budget or (part.size > RATIO_FROM and part.size > RATIO_MAX * max(entry.compress_size, 1)):
            raise Bomb(part=_shown(entry))
        _look_at(part, entry, tail, chunk)
        tail = chunk[-32:]
        checksum = zlib.crc32(chunk, checksum)
    if part.size != entry.file_size:
        raise Bomb(part=_shown(entry))  # the directory says otherwise than the data
    if checksum != entry.CRC:
        raise Broken(detail=_shown(entry))
    return part


def _look_at(part: Part, entry: zipfile.ZipInfo, tail: bytes, chunk: bytes) -> None:
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    if part.size == len(chunk) and chunk[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
        raise Broken(detail=_shown(entry))  # nobody writes these in UTF-16 but to hide something
    window = tail + chunk
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise PartNotAllowed(part=_shown(entry))
    part.has_formula = part.has_formula or bool(_FORMULA.search(window))
    part.has_hidden = part.has_hidden or bool(_HIDDEN.search(window))


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (data := file.read(min(_CHUNK, left))):
            left -= len(data)
            yield data
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Broken(detail=_shown(entry))
    inflater = zlib.decompressobj(-15)
    try:
        while left > 0 and not inflater.eof and (data := file.read(min(_CHUNK, left))):
            left -= len(data)
            while data:
                yield inflater.decompress(data, _CHUNK)
                data = inflater.unconsumed_tail
    except zlib.error as error:
        raise Broken(detail=_shown(entry)) from error
    if not inflater.eof or left or inflater.unused_data:
        raise Broken(detail=_shown(entry))
