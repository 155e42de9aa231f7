"""A picture is judged by decoding it, and only what was decoded is written again: no EXIF, no profile, no tail.

Runs in the inspecting process. At no time more than PICTURE_BYTES of decoded pictures are held: a JPEG that would need
more is decoded at a half or a quarter of its size.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.errors import Animated, Broken, TooHeavy, TooManyPixels
from cixi_oversight.documents.rules.files.headers import Header, NotWhole, jpeg_header, png_header
from cixi_oversight.documents.rules.files.limits import PICTURE_BYTES, THUMBNAIL, Limits

_UPRIGHT: Final = 1
_ORIENTATION: Final = 0x0112
_BYTES: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}  # of a pixel in memory; four of all others
_WRITTEN: Final = {FileKind.PNG: {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}, FileKind.JPEG: {"L", "RGB", "CMYK"}}
_QUICK_FROM: Final = 12_000_000  # pixels from which packing well would take longer than a person waits
# what Pillow raises on bytes that are no picture, beside its own
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error)


def inspect_picture(source: Path, kind: FileKind, limits: Limits, clean: Path, thumbnail: Path) -> dict[str, Any]:
    """Write the picture and its thumbnail anew. Raises Animated, Broken, TooHeavy, TooManyPixels."""
    header = _header(source, kind)
    if header.width * header.height > limits.pixels:
        raise TooManyPixels(width=header.width, height=header.height, limit=limits.pixels // 1_000_000)
    if header.moves:
        raise Animated
    Image.MAX_IMAGE_PIXELS = None  # counted above, before anything is opened
    try:
        with Image.open(source, formats=(kind.value.upper(),)) as image:
            return _write_again(image, kind, header, clean, thumbnail)
    except Image.DecompressionBombError as error:
        raise TooHeavy from error
    except _BROKEN as error:
        raise Broken(detail=type(error).__name__) from error


def _header(source: Path, kind: FileKind) -> Header:
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return png_header(data) if kind is FileKind.PNG else jpeg_header(data)
        except NotWhole as error:
            raise Broken(detail=str(error)) from error


def _write_again(image: Any, kind: FileKind, header: Header, clean: Path, thumbnail: Path) -> dict[str, Any]:
    turned = _is_turned(image)
    _make_room(image, kind, header, turned=turned)
    image.load()
    if turned:
        image = _upright(image)
    keep = {"transparency": image.info["transparency"]} if "transparency" in image.info else {}
    image.info.clear()
    image.info.update(keep)
    if image.mode not in _WRITTEN[kind]:
        image = image.convert("RGB")
    if kind is FileKind.PNG:
        level = 1 if image.width * image.height > _QUICK_FROM else 6
        image.save(clean, "PNG", compress_level=level)
    else:
        image.save(clean, "JPEG", quality=90)
    size = {"width": image.width, "height": image.height}
    _write_thumbnail(image, thumbnail)
    return size


def _is_turned(image: Any) -> bool:
    """Whether the camera was held another way than upright. Nobody relies on EXIF that cannot be read."""
    try:
        return image.getexif().get(_ORIENTATION, _UPRIGHT) in range(2, 9)
    except _BROKEN:
        return False


def _make_room(image: Any, kind: FileKind, header: Header, *, turned: bool) -> None:
    """Ask the decoder for a smaller picture where the whole one would need too much. A PNG has no such decoder."""
    whole = image.width * image.height * _BYTES.get(image.mode, 4)
    copies = 2 if turned and kind is FileKind.JPEG else 1
    for scale in (1, 2, 4, 8):
        if header.coefficient_bytes + copies * whole // scale**2 <= PICTURE_BYTES:
            if scale > 1 and kind is FileKind.PNG:
                break
            if scale > 1:
                image.draft(None, (image.width // scale, image.height // scale))
            return
    raise TooHeavy


def _upright(image: Any) -> Any:
    """A PNG that is too large for a second copy is halved first, without mixing colours, which would take a copy."""
    if 2 * image.width * image.height * _BYTES.get(image.mode, 4) > PICTURE_BYTES:
        turn, whole = image.getexif()[_ORIENTATION], image
        image = _rough(whole, (whole.width // 2, whole.height // 2))
        whole.close()
        image.getexif()[_ORIENTATION] = turn
    return ImageOps.exif_transpose(image)


def _rough(image: Any, box: tuple[int, int]) -> Any:
    """Shrunk to fit a box by leaving points out: needs no memory but that of the result."""
    share = max(image.width / box[0], image.height / box[1], 1)
    size = (max(1, int(image.width / share)), max(1, int(image.height / share)))
    return image.resize(size, Image.Resampling.NEAREST)


def _write_thumbnail(image: Any, thumbnail: Path) -> None:
    """A small JPEG on white. The large picture is shrunk before its colours are changed."""
    width, height = THUMBNAIL
    image = _rough(image, (4 * width, 4 * height))
    if image.mode == "I;16":
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "RGBA", "P"}:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB")
    image.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
    image.save(thumbnail, "JPEG", quality=80)
