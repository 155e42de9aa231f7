"""What the bytes of a picture say before anything is decoded: its size, whether it is whole, whether it moves.

A decoder is only started on what has passed here. Plain walks over the parts of the two formats.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MARKER: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
# start of frame: baseline, extended and progressive with Huffman codes; others are not in use
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_OTHER_FRAMES: Final = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_PROGRESSIVE, _SOS, _EOI = 0xC2, 0xDA, 0xD9


class NotWhole(ValueError):
    """The bytes are no whole picture; says where."""


@dataclass(frozen=True, slots=True)
class Header:
    width: int
    height: int
    moves: bool = False
    coefficient_bytes: int = 0  # what a progressive JPEG holds in memory before its first line is ready


def png_header(data: bytes | mmap.mmap) -> Header:
    """Raises NotWhole: a chunk is cut off or was changed, the first or last one is missing."""
    with memoryview(data) as view:
        return _walk_chunks(view)


def _walk_chunks(view: memoryview) -> Header:
    if bytes(view[:8]) != PNG_SIGNATURE:
        raise NotWhole("signature")
    at, first, moves = 8, None, False
    while at + 12 <= len(view):
        length, kind = struct.unpack_from(">I4s", view, at)
        end = at + 12 + length
        if end > len(view) or zlib.crc32(view[at + 4 : end - 4]) != struct.unpack_from(">I", view, end - 4)[0]:
            raise NotWhole(kind.decode("latin-1"))
        if first is None:
            if kind != b"IHDR" or length != 13:
                raise NotWhole("IHDR")
            first = struct.unpack_from(">II", view, at + 8)
        moves = moves or kind in {b"acTL", b"fcTL", b"fdAT"}
        at = end
        if kind == b"IEND":
            return Header(first[0], first[1], moves)
    raise NotWhole("IEND")


def jpeg_header(data: bytes | mmap.mmap) -> Header:
    """Raises NotWhole: a segment is cut off, there is no frame or no end."""
    if data[:3] != b"\xff\xd8\xff":
        raise NotWhole("SOI")
    at, found, scans = 2, None, 0
    while True:
        marker, follows, at = _next_marker(data, at)
        if not (scans or follows):  # before the first scan, segment follows segment
            raise NotWhole("marker")
        if marker == _EOI:
            break
        if marker in _ALONE:
            continue
        body, at = _segment(data, at)
        if marker in _FRAMES | _OTHER_FRAMES:
            if found is not None or marker in _OTHER_FRAMES:
                raise NotWhole("SOF")
            found = _frame(body, progressive=marker == _PROGRESSIVE)
        scans += marker == _SOS
    if found is None or not scans:
        raise NotWhole("SOS")
    return found


def _next_marker(data: bytes | mmap.mmap, at: int) -> tuple[int, bool, int]:
    """The marker, whether it stands right at `at`, and where what follows it begins."""
    match = _MARKER.search(data, at)
    if match is None:
        raise NotWhole("EOI")
    return match[1][0], match.start() == at, match.end()


def _segment(data: bytes | mmap.mmap, at: int) -> tuple[bytes, int]:
    if at + 2 > len(data):
        raise NotWhole("segment")
    length = struct.unpack_from(">H", data, at)[0]
    if length < 2 or at + length > len(data):
        raise NotWhole("segment")
    return data[at + 2 : at + length], at + length


def _frame(body: bytes, *, progressive: bool) -> Header:
    if len(body) < 6 or len(body) < 6 + 3 * body[5] or not body[5]:
        raise NotWhole("SOF")
    height, width, parts = struct.unpack_from(">HHB", body, 1)
    shares = [(body[7 + 3 * n] >> 4) * (body[7 + 3 * n] & 15) for n in range(parts)]
    if min(shares) == 0:
        raise NotWhole("SOF")
    held = 2 * width * height * sum(shares) // max(shares) if progressive else 0
    return Header(width, height, coefficient_bytes=held)
