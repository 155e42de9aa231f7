"""The virus scanner as we need it, and the one adapter: a clamd that is spoken to by INSTREAM, over TCP or a socket.

The setting DOCUMENTS_SCANNER names it: clamd://host:3310 or clamd:///run/clamav/clamd.sock; empty where there is none.
"""

from __future__ import annotations

import socket
import struct
import time
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 10.0
_PORT: Final = 3310
_CHUNK: Final = 64 * 1024
_ANSWER_MAX: Final = 4_096


class ScannerDown(Exception):
    """No answer, a late one, or one that is neither yes nor no. The file stays in quarantine."""


class Scanner(Protocol):
    def scan(self, path: Path) -> str:
        """What was found in the file; empty where nothing was. Raises ScannerDown."""

    def ping(self) -> bool:
        """Whether it answers just now."""


class Clamd:
    """`address` is (host, port) or the path of a socket; times in seconds, `answer` for the whole of a scan."""

    def __init__(
        self, address: tuple[str, int] | str, *, connect: float = CONNECT_SECONDS, answer: float = ANSWER_SECONDS
    ) -> None:
        self.address, self.connect, self.answer = address, connect, answer

    def scan(self, path: Path) -> str:
        deadline = time.monotonic() + self.answer
        try:
            with self._open() as line, path.open("rb") as file:
                line.sendall(b"zINSTREAM\0")
                while chunk := file.read(_CHUNK):
                    _hurry(line, deadline)
                    line.sendall(struct.pack("!I", len(chunk)) + chunk)
                line.sendall(struct.pack("!I", 0))
                return _verdict(_read(line, deadline))
        except OSError as error:
            raise ScannerDown(type(error).__name__) from error

    def ping(self) -> bool:
        try:
            with self._open() as line:
                line.sendall(b"zPING\0")
                return _read(line, time.monotonic() + self.connect) == "PONG"
        except (OSError, ScannerDown):
            return False

    def _open(self) -> socket.socket:
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        if family is socket.AF_INET:
            return socket.create_connection(self.address, timeout=self.connect)  # type: ignore[arg-type]
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(self.connect)
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def configured() -> Scanner | None:
    """The scanner that the settings name. Raises ValueError for an address that is none."""
    if not settings.DOCUMENTS_SCANNER:
        return None
    parts = urlsplit(settings.DOCUMENTS_SCANNER)
    if parts.scheme != "clamd" or not (parts.hostname or parts.path):
        raise ValueError("DOCUMENTS_SCANNER: clamd://host:port or clamd:///path/of/socket")
    return Clamd((parts.hostname, parts.port or _PORT) if parts.hostname else parts.path)


def _hurry(line: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ScannerDown("slow")
    line.settimeout(left)


def _read(line: socket.socket, deadline: float) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        _hurry(line, deadline)
        part = line.recv(_ANSWER_MAX)
        if not part or len(answer) > _ANSWER_MAX:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str:
    """ "stream: OK", "stream: Some-Name FOUND"; everything else is no verdict."""
    said = answer.partition(": ")[2]
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200] or "?"
    raise ScannerDown(answer[:80] or "no answer")
