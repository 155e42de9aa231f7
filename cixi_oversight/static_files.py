"""Front-end files out of the npm packages, by an explicit list: whole `dist` folders name files they do not ship."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"

# Static path -> file under node_modules. A file that names a source map needs it too: Manifest storage looks it up.
FILES = {
    "vendor/tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "vendor/tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "vendor/tabler/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "vendor/tabler/tabler-theme.min.js": "@tabler/core/dist/js/tabler-theme.min.js",
    "vendor/tabler/tabler-theme.min.js.map": "@tabler/core/dist/js/tabler-theme.min.js.map",
    "vendor/echarts/echarts.min.js": "echarts/dist/echarts.min.js",  # both renderers, the words of ZH and EN included
}


class NodePackageFinder(BaseFinder):
    """Staticfiles finder of FILES."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [source for source in FILES.values() if not (NODE_MODULES / source).is_file()]
        if not missing:
            return []
        return [
            Error(
                f"Front-end files are missing: {', '.join(missing)}.",
                hint="Run `npm ci` (or `make node_modules`) in the project's folder.",
                id="cixi_oversight.static_files.E001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = NODE_MODULES / FILES[path] if path in FILES else None
        if source is None or not source.is_file():
            return []
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, source in FILES.items():
            yield path, _OneFile(source)


class _OneFile(FileSystemStorage):
    """collectstatic opens the static path; the file lies under its package's own name."""

    def __init__(self, source: str) -> None:
        super().__init__(location=str(NODE_MODULES))
        self.source = source

    def path(self, name: str) -> str:
        return super().path(self.source)
