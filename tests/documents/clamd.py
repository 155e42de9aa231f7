"""A scanner for tests that speaks clamd's protocol: looks for EICAR, answers late, wrongly, or not at all."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

EICAR: Final = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass
class Scanner:
    """`mode`: honest, slow (until `released`), broken (says something else), silent (hangs up)."""

    address: str = ""
    mode: str = "honest"
    received: list[bytes] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        scanner: Scanner = self.server.scanner  # type: ignore[attr-defined]
        command = self._command()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
            return
        data = self._stream()
        scanner.received.append(data)
        if scanner.mode == "slow":
            scanner.released.wait(10)
        if scanner.mode == "silent":
            return
        if scanner.mode == "broken":
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        found = EICAR.encode() in data
        try:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")
        except OSError:
            assert scanner.mode == "slow"  # nobody waited

    def _command(self) -> bytes:
        word = b""
        while (letter := self.rfile.read(1)) not in {b"\0", b""}:
            word += letter
        return word

    def _stream(self) -> bytes:
        data = b""
        while True:
            (length,) = struct.unpack("!I", self.rfile.read(4))
            if not length:
                return data
            data += self.rfile.read(length)


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running(socket_path: Path | None = None, *, port: int = 0) -> Iterator[Scanner]:
    server: Any = _Unix(str(socket_path), _Handler) if socket_path else _Tcp(("127.0.0.1", port), _Handler)
    scanner = Scanner(f"clamd://{socket_path}" if socket_path else f"clamd://127.0.0.1:{server.server_address[1]}")
    server.scanner = scanner
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield scanner
    finally:
        scanner.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
