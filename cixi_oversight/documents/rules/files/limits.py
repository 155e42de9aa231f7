"""How large an upload may be. The caps are policy (SHEETS 9); the walls around the inspecting process are ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, pages and pixels."""

    file_bytes: int = 20 * MIB
    pages: int = 200
    pixels: int = 50_000_000
    unpacked_bytes: int = 200 * MIB
    day_bytes: int = 500 * MIB


# The inspecting process. Memory of its own (not the libraries' code) is what a hostile file can drive up.
DATA_BYTES: Final = 270 * MIB
ADDRESS_BYTES: Final = 700 * MIB
CPU_SECONDS: Final = 20
WALL_SECONDS: Final = 30
WRITTEN_BYTES: Final = 160 * MIB
PICTURE_BYTES: Final = 205_000_000  # of decoded pictures at one time: 50 million pixels at four bytes, and no copy
# zip bombs
RATIO_MAX: Final = 100  # unpacked to packed, of parts that unpack to more than RATIO_FROM
RATIO_FROM: Final = 8 * MIB
ENTRIES_MAX: Final = 1_000
THUMBNAIL: Final = (320, 320)
