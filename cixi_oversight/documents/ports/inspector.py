"""Has an uploaded file looked at by a process of its own, under walls of memory and time. What happens to that
process is a refusal of the file and no fault of ours."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import filetype
import structlog

from cixi_oversight.documents import errors
from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.rules.files.kinds import RECOGNISED
from cixi_oversight.documents.rules.files.limits import WALL_SECONDS, Limits

log = structlog.get_logger(__name__)

_ROOT: Final = Path(__file__).resolve().parents[3]
_REFUSED: Final = 3
_HEAD: Final = 8_192
_CHILD: Final = "cixi_oversight.documents.ports.inspection.child"
_ERRORS: Final = {
    each.code: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.FileRefused)
}
# One inspection at a time in each of our processes: so many times 300 MiB a host, and no more.
TURN = threading.BoundedSemaphore(1)
_ENVIRONMENT: Final = {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "MALLOC_ARENA_MAX": "1"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found; the peak is that of the inspecting process, in bytes."""

    pages: int | None = None
    width: int | None = None
    height: int | None = None
    peak_bytes: int = 0


def kind_of(path: Path) -> FileKind | None:
    """By the first bytes; whether the rest keeps what they promise, `inspect` finds out."""
    with path.open("rb") as file:
        guessed = filetype.guess(file.read(_HEAD))
    return RECOGNISED.get(guessed.mime) if guessed else None


def inspect(folder: Path, kind: FileKind, limits: Limits) -> Inspected:
    """Look at `folder`/source; a picture is written anew beside it. Raises FileRefused and its kin; NotSaved where no
    turn came in time."""
    command = [sys.executable, "-m", _CHILD, str(folder), kind.value, json.dumps(asdict(limits))]
    if not TURN.acquire(timeout=WALL_SECONDS):
        raise errors.NotSaved
    try:
        done = subprocess.run(
            command, cwd=_ROOT, timeout=WALL_SECONDS, capture_output=True, check=False, env=_ENVIRONMENT
        )
    except subprocess.TimeoutExpired as error:
        raise errors.TooHeavy from error
    finally:
        TURN.release()
    if done.returncode not in {0, _REFUSED}:
        log.warning("inspection_died", kind=kind.value, status=done.returncode, error=_last_line(done.stderr))
        raise errors.TooHeavy
    said: dict[str, Any] = json.loads(done.stdout)
    if done.returncode == _REFUSED:
        raise _ERRORS[said["code"]](**said["figures"])
    return Inspected(**said["found"], peak_bytes=said["peak_bytes"])


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
