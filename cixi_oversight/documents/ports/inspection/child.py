"""Looks at one uploaded file in a process of its own: python -m cixi_oversight.documents.ports.inspection.child

Arguments: folder, kind, caps as JSON. The folder holds `source`; a picture is written anew as `clean` and `thumbnail`.
Prints one JSON object: what was found, or the refusal; and the most memory this process ever had. Exit 0, or 3 with a
refusal; anything else means that memory or time ran out.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

from cixi_oversight.documents.enums import FileKind
from cixi_oversight.documents.errors import TooHeavy
from cixi_oversight.documents.rules.files.kinds import PICTURES
from cixi_oversight.documents.rules.files.limits import (
    ADDRESS_BYTES,
    CPU_SECONDS,
    DATA_BYTES,
    WRITTEN_BYTES,
    Limits,
)
from cixi_oversight.errors import DomainError

REFUSED: Final = 3
_WALLS: Final = {
    resource.RLIMIT_DATA: DATA_BYTES,
    resource.RLIMIT_AS: ADDRESS_BYTES,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_FSIZE: WRITTEN_BYTES,
    resource.RLIMIT_CORE: 0,
}


def main(arguments: list[str]) -> int:
    folder, kind, caps = Path(arguments[0]), FileKind(arguments[1]), Limits(**json.loads(arguments[2]))
    for wall, height in _WALLS.items():
        resource.setrlimit(wall, (height, height))
    try:
        said = {"found": _inspect(folder, kind, caps)}
    except MemoryError:
        said = _refusal(TooHeavy())
    except DomainError as error:
        said = _refusal(error)
    json.dump(said | {"peak_bytes": peak_bytes()}, sys.stdout)
    return REFUSED if "code" in said else 0


def _inspect(folder: Path, kind: FileKind, caps: Limits) -> dict[str, Any]:
    """Each kind loads its own library only."""
    source = folder / "source"
    if kind in PICTURES:
        from cixi_oversight.documents.ports.inspection.pictures import inspect_picture  # noqa: PLC0415

        return inspect_picture(source, kind, caps, folder / "clean", folder / "thumbnail")
    if kind is FileKind.PDF:
        from cixi_oversight.documents.ports.inspection.portable import inspect_pdf  # noqa: PLC0415

        return inspect_pdf(source, caps)
    from cixi_oversight.documents.ports.inspection.sheets import inspect_sheet  # noqa: PLC0415

    return inspect_sheet(source, caps)


def _refusal(error: DomainError) -> dict[str, Any]:
    return {"code": error.code, "figures": error.figures}


def peak_bytes() -> int:
    """The most that was ever resident, as the kernel counts it for this program; 0 where it does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
