"""What the closed sets of uploads are called, and what the audit calls their verbs."""

from __future__ import annotations

from typing import Final

from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.errors import Message, msg

KINDS: Final[dict[FileKind, Message]] = {
    FileKind.PDF: msg("a PDF"),
    FileKind.JPEG: msg("a JPEG picture"),
    FileKind.PNG: msg("a PNG picture"),
    FileKind.XLSX: msg("an Excel sheet"),
}
PURPOSES: Final[dict[Purpose, Message]] = {
    Purpose.PERMIT_COPY: msg("Copy of the permit"),
    Purpose.REGISTRATION_COPY: msg("Copy of the registration"),
    Purpose.PROGRESS_NOTE: msg("With a note of progress"),
    Purpose.EVIDENCE: msg("Evidence"),
    Purpose.SITE_PHOTO: msg("Photo of a suspected site"),
    Purpose.FILING: msg("With a filing"),
    Purpose.CASE_DOCUMENT: msg("With an admission case"),
    Purpose.ANNUAL_REPORT: msg("With the self-report of an annual inspection"),
    Purpose.RECTIFICATION: msg("With a report of rectification"),
    Purpose.STAR_ENROLMENT: msg("Star rating: enrolment and advertising"),
    Purpose.STAR_FEES: msg("Star rating: fees and refunds"),
    Purpose.STAR_TEACHING: msg("Star rating: teachers and teaching"),
    Purpose.STAR_MANAGEMENT: msg("Star rating: management"),
    Purpose.STAR_SERVICE: msg("Star rating: service to society"),
}
STATES: Final[dict[FileState, Message]] = {
    FileState.QUARANTINED: msg("Waits for the virus scanner"),
    FileState.CLEAN: msg("Scanned, nothing found"),
    FileState.REFUSED: msg("Locked away: virus found"),
}
NOT_SCANNED: Final = msg("Not scanned for viruses")
VERBS: Final[dict[str, Message]] = {
    "documents.store_file": msg("Handed in a file"),
    "documents.download_file": msg("Opened a file"),
    "documents.lock_file": msg("Locked a file away: virus found"),
}
