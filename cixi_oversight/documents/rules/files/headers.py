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
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_COUNTED_PIXELS: Final = 200_000_000  # larger ones are refused for that
_CHUNK: Final = 256 * 1024
_PROGRESSIVE, _SOS, _EOI = 0xC2, 0xDA, 0xD9


class NotWhole(ValueError):
    """The bytes are no whole picture; says where."""


@dataclass(frozen=True, slots=True)
class Header:
    width: int
    height: int
    moves: bool = False
    data_bytes: int = 0  # what the lines of a PNG unpack to
    coefficient_bytes: int = 0  # what a progressive JPEG holds in memory before its first line is ready


def png_header(data: bytes | mmap.mmap) -> Header:
    """Raises NotWhole: a chunk is cut off or was changed, the first or last one is missing."""
    if data[:8] != PNG_SIGNATURE:
        raise NotWhole("signature")
    at, first, moves, inflated = 8, None, False, _Inflated()
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise NotWhole(kind.decode("latin-1"))
        body = data[at + 8 : end - 4]
        if zlib.crc32(body, zlib.crc32(kind)) != struct.unpack_from(">I", data, end - 4)[0]:
            raise NotWhole(kind.decode("latin-1"))
        if first is None:
            first = _ihdr(kind, body)
            inflated.wanted = first.data_bytes
        elif kind == b"IDAT":
            inflated.add(body)
        moves = moves or kind in {b"acTL", b"fcTL", b"fdAT"}
        at = end
        if kind == b"IEND":
            inflated.check()
            return Header(first.width, first.height, moves, data_bytes=first.data_bytes)
    raise NotWhole("IEND")


def _ihdr(kind: bytes, body: bytes) -> Header:
    """With the bytes that the packed lines must become; 0 where the picture is too large to be unpacked at all."""
    if kind != b"IHDR" or len(body) != 13:
        raise NotWhole("IHDR")
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
    if colour not in _CHANNELS or depth not in {1, 2, 4, 8, 16} or not (width and height):
        raise NotWhole("IHDR")
    bits = depth * _CHANNELS[colour]
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    sizes = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in passes]
    data = sum(lines * (1 + -(-points * bits // 8)) for points, lines in sizes if points > 0 and lines > 0)
    return Header(width, height, data_bytes=data if width * height <= _COUNTED_PIXELS else 0)


class _Inflated:
    """Counts what the packed lines become, and throws it away: neither less than the picture needs nor much more."""

    def __init__(self) -> None:
        self.wanted, self.size, self.inflater = 0, 0, zlib.decompressobj()

    def add(self, packed: bytes) -> None:
        waiting = packed
        while self.wanted and waiting and not self.inflater.eof:
            try:
                self.size += len(self.inflater.decompress(waiting, _CHUNK))
            except zlib.error as error:
                raise NotWhole("IDAT") from error
            waiting = self.inflater.unconsumed_tail
            if self.size > self.wanted + _CHUNK:
                raise NotWhole("IDAT")

    def check(self) -> None:
        if self.size < self.wanted:
            raise NotWhole("IDAT")


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
