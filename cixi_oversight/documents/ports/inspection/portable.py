"""A PDF is read whole: what it would do by itself, what is packed into it, how many pages. It is stored as it came.

Runs in the inspecting process. Allowed are going to a place of the same document, turning a page, and a link to the
web that a person clicks (SHEETS 12).
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf

from cixi_oversight.documents.errors import (
    ActiveContent,
    Broken,
    EmbeddedFiles,
    Encrypted,
    TooManyPages,
    TooManyPixels,
    UnpackedTooLarge,
)
from cixi_oversight.documents.rules.files.limits import MIB, Limits

_HEADER: Final = re.compile(rb"%PDF-[12]\.\d[\r\n\s%]")
_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
_TAIL: Final = 4096
_BY_ITSELF: Final = frozenset({"/GoTo", "/Named"})
_BY_CLICK: Final = _BY_ITSELF | {"/URI"}
_TURNS: Final = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_LINKS: Final = re.compile(rb"(?:https?://|mailto:)[^\x00-\x20]+", re.IGNORECASE)
# actions that are refused wherever a dictionary says it is one, also where no reader would look
_NEVER: Final = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/GoToDp", "/Thread", "/Sound"),
        *("/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView", "/Trans3D", "/SetState"),
    }
)
_ACTIVE_KEYS: Final = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/3DD"})
_FILE_KEYS: Final = frozenset({"/EF", "/EmbeddedFiles", "/EmbeddedFile", "/Collection", "/AF", "/RF"})
_ACTIVE_KINDS: Final = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/PS", "/Rendition"})
_CHUNK: Final = 256 * 1024


def inspect_pdf(source: Path, limits: Limits) -> dict[str, Any]:
    """Raises ActiveContent, Broken, EmbeddedFiles, Encrypted, TooManyPages, TooManyPixels, UnpackedTooLarge."""
    _check_ends(source)
    try:
        with pikepdf.open(source, attempt_recovery=False, suppress_warnings=True) as pdf:
            pages = len(pdf.pages)
            if pages > limits.pages:
                raise TooManyPages(pages=pages, limit=limits.pages)
            _check_objects(pdf, limits)
            if not pages or pdf.get_warnings():
                raise Broken(detail="PDF")
    except pikepdf.PasswordError as error:
        raise Encrypted from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError) as error:
        raise Broken(detail=type(error).__name__) from error
    return {"pages": pages}


def _check_ends(source: Path) -> None:
    """The header stands at the very beginning and the last line at the very end: nothing before, nothing behind."""
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if _HEADER.match(data) is None:
            raise Broken(detail="%PDF")
        if _END.search(data[-_TAIL:]) is None:
            raise Broken(detail="%%EOF")


def _check_objects(pdf: Any, limits: Limits) -> None:
    unpacked = 0
    for found in [pdf.trailer, *pdf.objects]:
        for each in _dictionaries(found):
            _check_dictionary(each)
        if isinstance(found, pikepdf.Stream):
            unpacked += _check_stream(found, limits)
            if unpacked > limits.unpacked_bytes:
                raise UnpackedTooLarge(limit=limits.unpacked_bytes // MIB)


def _dictionaries(found: Any) -> Iterator[Any]:
    """The object's dictionaries with those that stand directly in them; indirect ones have their own turn."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting += [part for part in each if _is_direct_container(part)]
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            waiting += [part for _, part in each.items() if _is_direct_container(part)]


def _is_direct_container(part: Any) -> bool:
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect


def _check_dictionary(each: Any) -> None:
    keys = set(each.keys())
    if odd := keys & _ACTIVE_KEYS:
        raise ActiveContent(what=min(odd))
    if odd := keys & _FILE_KEYS:
        raise EmbeddedFiles(what=min(odd))
    if str(each.get("/Type", "")) == "/EmbeddedFile" or str(each.get("/Subtype", "")) == "/FileAttachment":
        raise EmbeddedFiles(what="/EmbeddedFile")
    if str(each.get("/Subtype", "")) in _ACTIVE_KINDS:
        raise ActiveContent(what=str(each["/Subtype"]))
    if str(each.get("/S", "")) in _NEVER:
        raise ActiveContent(what=str(each["/S"]))
    _check_actions(each, keys)


def _check_actions(each: Any, keys: set[str]) -> None:
    """`/A` is an action of a click unless it holds attributes of the document's structure, which name no `/S`."""
    if "/OpenAction" in keys and isinstance(each["/OpenAction"], pikepdf.Dictionary):
        _check_action(each["/OpenAction"], _BY_ITSELF)
    if "/AA" in keys:
        for action in each["/AA"].values():
            _check_action(action, _BY_ITSELF)
    for key in keys & {"/A", "/PA"}:
        if isinstance(each[key], pikepdf.Dictionary) and ("/S" in each[key] or "/O" not in each[key]):
            _check_action(each[key], _BY_CLICK)
    if "/Next" in keys and "/S" in keys:
        following = each["/Next"]
        for action in following if isinstance(following, pikepdf.Array) else [following]:
            _check_action(action, _BY_ITSELF)


def _check_action(action: Any, allowed: frozenset[str]) -> None:
    if not isinstance(action, pikepdf.Dictionary):
        raise ActiveContent(what="/A")
    kind = str(action.get("/S", ""))
    turns = kind != "/Named" or str(action.get("/N", "")) in _TURNS
    link = kind != "/URI" or _LINKS.fullmatch(bytes(action.get("/URI", b""))) is not None
    if kind not in allowed or not turns or not link:
        raise ActiveContent(what=kind or "/A")


# --- how much a stream becomes ---


def _check_stream(stream: Any, limits: Limits) -> int:
    """Bytes that count towards the cap of unpacked ones: of pictures none, they have a cap of pixels."""
    if "/F" in stream or "/FFilter" in stream:
        raise EmbeddedFiles(what="/F")
    is_picture = str(stream.get("/Subtype", "")) == "/Image"
    if is_picture:
        width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
        if width * height > limits.pixels:
            raise TooManyPixels(width=width, height=height, limit=limits.pixels // 1_000_000)
    size = _unpacked(stream, limits)
    if str(stream.get("/Type", "")) == "/Metadata" and size <= MIB:
        text = stream.read_bytes()
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise ActiveContent(what="/Metadata")
    return 0 if is_picture else size


def _unpacked(stream: Any, limits: Limits) -> int:
    """Counted while it is unpacked and thrown away. Raises UnpackedTooLarge, Broken."""
    filters = stream.get("/Filter", [])
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if len(names) > 4:
        raise Broken(detail="/Filter")
    packed = stream.read_raw_bytes()
    if not set(names) <= {"/FlateDecode", "/Fl"}:
        # other packings of data are unpacked by the library within this process's memory; pictures by nobody here
        plain = {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"}
        if set(names) <= plain | {"/FlateDecode", "/Fl", "/Crypt"}:
            return len(stream.read_bytes())
        return len(packed)
    chunks: Iterator[bytes] = iter([packed])
    for _ in names:
        chunks = _inflated(chunks, limits.unpacked_bytes)
    return sum(len(chunk) for chunk in chunks)


def _inflated(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    inflater, size = zlib.decompressobj(), 0
    try:
        for packed in chunks:
            waiting = packed
            while waiting and not inflater.eof:
                chunk = inflater.decompress(waiting, _CHUNK)
                waiting = inflater.unconsumed_tail
                size += len(chunk)
                if size > most:
                    raise UnpackedTooLarge(limit=most // MIB)
                yield chunk
    except zlib.error as error:
        raise Broken(detail="FlateDecode") from error
