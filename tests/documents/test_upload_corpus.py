"""More than 150 hostile files and more than 60 good ones: none wrong either way, and never much memory.

Each file goes the way of an upload up to the shelf: name, kind, the inspecting process. The whole takes well under a
minute; the files are looked at four at a time.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.errors import FileRefused
from cixi_oversight.documents.ports import inspector, shelf
from cixi_oversight.documents.rules.files.kinds import PICTURES
from cixi_oversight.documents.rules.files.limits import MIB, Limits
from cixi_oversight.documents.services import uploads
from tests.documents import corpus

MEMORY: Final = 300 * MIB
SECONDS: Final = 20  # of one file; the slowest takes a second or two where nothing else runs
CAPS: Final = Limits()
HIT_A_WALL: Final = {"nested a hundred thousand times", "run lengths"}


@pytest.fixture(scope="module", autouse=True)
def _four_at_a_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspector, "TURN", threading.BoundedSemaphore(4))
        yield


def uploaded(name: str, data: bytes) -> SimpleUploadedFile:
    upload = SimpleUploadedFile("x", data)
    upload._name = name  # as it came: Django's own cleaning must not be what saves us
    return upload


def looked_at(name: str, data: bytes) -> Any:
    """(error, None) of a refused file; (found, bytes kept) of one that is taken."""
    with shelf.desk() as folder:
        try:
            arrived = uploads._look_at(uploaded(name, data), folder, CAPS)
        except FileRefused as error:
            return error, None
        return arrived, arrived.content.read_bytes()


def each(files: Iterable[Any]) -> Iterator[tuple[Any, Any, float]]:
    def timed(file: Any) -> tuple[Any, Any, float]:
        started = time.monotonic()
        return file, looked_at(file[1], file[2]), time.monotonic() - started

    with ThreadPoolExecutor(4) as pool:
        yield from pool.map(timed, files)


@pytest.fixture(scope="module")
def peaks() -> Iterator[list[int]]:
    """What every inspecting process says of the most memory it ever had; a file that ended its process says nothing,
    for it hit the wall of memory or time."""
    found: list[int] = []
    said = inspector.json.loads

    def listening(text: bytes) -> Any:
        answer = said(text)
        found.append(answer["peak_bytes"])
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspector.json, "loads", listening)
        yield found


@pytest.fixture(autouse=True)
def _own_shelf(shelf_root: Path) -> Path:
    return shelf_root


def test_no_hostile_file_comes_in(peaks: list[int]) -> None:
    files = list(corpus.hostile())
    assert len(files) >= 150
    assert len({(name, data) for name, _, data in files}) == len(files)
    taken, ended, slow = [], [], []
    for (name, _, _), (answer, kept), seconds in each(files):
        taken += [name] if kept is not None else []
        ended += [name] if kept is None and answer.code == "upload_too_heavy" else []
        slow += [(name, seconds)] if seconds > SECONDS else []
        assert kept is not None or answer.sentence.id
    assert (taken, slow) == ([], [])
    assert set(ended) <= HIT_A_WALL  # all others are refused for what they are
    assert peaks
    assert max(peaks) <= MEMORY


def test_every_good_file_comes_in(peaks: list[int]) -> None:
    files = list(corpus.good())
    assert len(files) >= 60
    refused, other, slow = [], [], []
    for (name, _, data, kind), (answer, kept), seconds in each(files):
        if kept is None:
            refused.append((name, str(answer)))
            continue
        other += [name] if answer.kind is not kind else []
        other += [name] if kind not in PICTURES and kept != data else []  # kept as it came
        slow += [(name, seconds)] if seconds > SECONDS else []
    assert (refused, other, slow) == ([], [], [])
    assert max(peaks) <= MEMORY
    print(f"most memory of an inspecting process: {max(peaks) / MIB:.0f} MiB")


def test_a_tail_does_not_come_in() -> None:
    for (name, _, _, kind), (answer, kept), _ in each(corpus.tails()):
        assert kept is not None, (name, answer)
        assert b"tail" not in kept, name
        with Image.open(io.BytesIO(kept)) as image:
            assert FileKind(str(image.format).lower()) is kind


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_kept_upright(orientation: int) -> None:
    """The light end of the picture is at the bottom, however the camera was held."""
    upright = Image.linear_gradient("L").resize((60, 90)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes the turn that the tag asks for
    held = upright.transpose(Image.Transpose(back[orientation])) if orientation in back else upright
    out = io.BytesIO()
    held.save(out, "JPEG", exif=exif)
    answer, kept = looked_at("a.jpg", out.getvalue())
    assert kept is not None, answer
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (60, 90)
        assert image.getpixel((30, 85)) > image.getpixel((30, 5))


@pytest.mark.parametrize(
    ("what", "data", "caps"),
    [
        ("pages", corpus.pdf(pages=2), {"pages": 2}),
        ("pixels", corpus.picture((30, 20)), {"pixels": 600}),
        ("pixels of a JPEG", corpus.picture((30, 20), kind="JPEG"), {"pixels": 600}),
        ("unpacked", corpus.streamed(corpus.zeros(2), Filter=corpus.Name.FlateDecode), {"unpacked_bytes": 2 * MIB}),
    ],
)
def test_a_cap_holds_to_the_unit(what: str, data: bytes, caps: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly at the cap is taken, one more is not."""
    monkeypatch.setitem(globals(), "CAPS", Limits(**caps))
    assert looked_at("a", data)[1] is not None
    monkeypatch.setitem(globals(), "CAPS", Limits(**{key: value - 1 for key, value in caps.items()}))
    assert looked_at("a", data)[1] is None, what


def test_a_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspector, "_CHILD", "no.such.module")
    answer, kept = looked_at("a.png", corpus.picture())
    assert (answer.code, kept) == ("upload_too_heavy", None)


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(inspector, "_CHILD", "sleeper")
    monkeypatch.setattr(inspector, "_ROOT", tmp_path)
    monkeypatch.setattr(inspector, "WALL_SECONDS", 0.3)
    answer, kept = looked_at("a.png", corpus.picture())
    assert (answer.code, kept) == ("upload_too_heavy", None)


def test_the_walls_hold_where_a_file_breaks_out(tmp_path: Path) -> None:
    """What runs in the inspecting process cannot take 300 MiB, whatever it does."""
    import subprocess
    import sys

    code = (
        "from cixi_oversight.documents.ports.inspection import child\n"
        "child._inspect = lambda *_: {'pages': len(bytearray(280 * 1024 * 1024))}\n"
        f"raise SystemExit(child.main([{str(tmp_path)!r}, 'pdf', '{{}}']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=inspector._ROOT, capture_output=True, check=False)
    assert done.returncode == 3, done.stderr
    assert b"upload_too_heavy" in done.stdout
