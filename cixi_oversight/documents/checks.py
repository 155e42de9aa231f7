"""Start-up checks of documents."""

from typing import Any

from django.core.checks import CheckMessage, Error

from cixi_oversight.documents.ports.scanner import configured
from cixi_oversight.documents.ports.typesetting import missing_fonts


def fonts_are_there(**_: Any) -> list[CheckMessage]:
    """Papers are set at run time: without the fonts none can be issued."""
    missing = missing_fonts()
    if not missing:
        return []
    return [
        Error(
            f"Fonts of papers are missing: {', '.join(missing)}.",
            hint="Run `npm ci` (or `make node_modules`) in the project's folder; a host that issues papers needs them.",
            id="documents.E001",
        )
    ]


def scanner_is_named(**_: Any) -> list[CheckMessage]:
    """A slip in the scanner's address must not let files wait for ever."""
    try:
        configured()
    except ValueError as error:
        return [Error(str(error), hint="Empty where there is no scanner.", id="documents.E002")]
    return []
