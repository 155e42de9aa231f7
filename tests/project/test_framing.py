"""Requests whose ends two servers might see differently (request smuggling), sent byte by byte to the real server.

gunicorn answers each as one request or none; what is hidden behind an ambiguous end is never answered as a second one.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.test_production import EXAMPLE, ROOT

HOST = EXAMPLE["ALLOWED_HOSTS"]
HIDDEN = f"GET /healthz?hidden HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
TIMEOUT = 30


@pytest.fixture(scope="module")
def server(static_root: Path) -> Iterator[Path]:
    """One worker on a socket of its own, as the unit starts it; no page that is asked here needs the database."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder, "web.sock")
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"unix:{at}",
            "--no-control-socket",
            "--log-level",
            "error",
        ]
        env = {"PATH": "/usr/bin:/bin", **EXAMPLE, "STATIC_ROOT": str(static_root)}
        process = subprocess.Popen([*command, "cixi_oversight.wsgi"], cwd=ROOT, env=env)
        try:
            _wait(at, process)
            yield at
        finally:
            process.terminate()
            process.wait(TIMEOUT)


def _wait(at: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail("gunicorn did not start")
        with socket.socket(socket.AF_UNIX) as trial:
            if trial.connect_ex(str(at)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("gunicorn does not listen")


def answers(server: Path, raw: str | bytes) -> list[int]:
    """The status of every answer to what was sent, until the server closes or has no more to say."""
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(TIMEOUT)
        wire.connect(str(server))
        wire.sendall(raw if isinstance(raw, bytes) else raw.encode("latin-1"))
        wire.shutdown(socket.SHUT_WR)
        told = b""
        try:
            while part := wire.recv(65_536):
                told += part
        except ConnectionResetError:
            pass
    return [int(line.split()[1]) for line in told.split(b"\r\n") if line.startswith(b"HTTP/1.")]


def request(*headers: str, method: str = "POST", body: str = "", target: str = "/healthz") -> str:
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {HOST}", *headers, "", body])


def test_what_is_right_is_answered(server: Path) -> None:
    assert answers(server, request("Connection: close", method="GET")) == [200]
    assert answers(server, request("Content-Length: 3", "Connection: close", body="a=b")) == [403], (
        "read whole, and without a token"
    )
    chunked = request("Transfer-Encoding: chunked", "Connection: close", body="3\r\na=b\r\n0\r\n\r\n")
    assert answers(server, chunked) == [403]


SMUGGLED = {
    "length and chunks": request("Content-Length: 6", "Transfer-Encoding: chunked", body=f"0\r\n\r\n{HIDDEN}"),
    "two lengths": request("Content-Length: 0", f"Content-Length: {len(HIDDEN)}", body=HIDDEN),
    "a list of lengths": request(f"Content-Length: 0, {len(HIDDEN)}", body=HIDDEN),
    "a signed length": request("Content-Length: +0", body=HIDDEN),
    "a negative length": request("Content-Length: -1", body=HIDDEN),
    "a hexadecimal length": request("Content-Length: 0x10", body=HIDDEN),
    "a length in full-width digits": request("Content-Length: \xb2", body=HIDDEN),
    "another coding": request("Transfer-Encoding: xchunked", body=f"0\r\n\r\n{HIDDEN}"),
    "chunked twice": request("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body=f"0\r\n\r\n{HIDDEN}"),
    "chunked, then identity": request("Transfer-Encoding: chunked, identity", body=f"0\r\n\r\n{HIDDEN}"),
    "a blank before the colon": request("Transfer-Encoding : chunked", body=f"0\r\n\r\n{HIDDEN}"),
    "a folded header": request("Transfer-Encoding:", " chunked", body=f"0\r\n\r\n{HIDDEN}"),
    "NUL in a value": request("Transfer-Encoding: chunked\x00", body=f"0\r\n\r\n{HIDDEN}"),
    "a bare return": request("X: a\rTransfer-Encoding: chunked", "Content-Length: 5", body=f"0\r\n\r\n{HIDDEN}"),
    "a size that is none": request("Transfer-Encoding: chunked", body=f"-1\r\n{HIDDEN}"),
    "a size with 0x": request("Transfer-Encoding: chunked", body=f"0x0\r\n\r\n{HIDDEN}"),
    "a size too large": request("Transfer-Encoding: chunked", body=f"{'f' * 17}\r\n{HIDDEN}"),
    "a chunk without its end": request("Transfer-Encoding: chunked", body=f"1\r\nab{HIDDEN}"),
    "two hosts": request("Host: evil.example", "Content-Length: 0", body=HIDDEN),
    "an underscore for a hyphen": request("Content_Length: 0", "Content-Length: 5", body=f"12345{HIDDEN}"),
}


@pytest.mark.parametrize("raw", SMUGGLED.values(), ids=SMUGGLED)
def test_nothing_hides_behind_an_ambiguous_end(server: Path, raw: str) -> None:
    """Refused, or one request whose end both sides see alike: then the rest is a second, honest one."""
    told = answers(server, raw)
    assert len(told) <= 2
    if len(told) == 2 or (told and told[0] < 400):
        pytest.fail(f"answered with {told}")


@pytest.mark.parametrize(
    "raw",
    [
        "GET /healthz\r\n\r\n",
        "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "G\x00T /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        f"GET /{'a' * 9_000} HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\n" + "".join(f"X-{n}: 1\r\n" for n in range(200)) + "\r\n",
        f"GET /healthz HTTP/1.1\r\nHost: x\r\nX: {'a' * 9_000}\r\n\r\n",
    ],
    ids=[
        "no version",
        "another version",
        "two blanks",
        "NUL in the method",
        "TLS",
        "address",
        "200 headers",
        "long header",
    ],
)
def test_a_line_that_is_none_is_refused(server: Path, raw: str) -> None:
    told = answers(server, raw)
    assert len(told) <= 1
    assert all(400 <= status < 500 or status == 505 for status in told)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DELETE"])
def test_no_other_method(server: Path, method: str) -> None:
    assert answers(server, request("Connection: close", method=method)) in ([405], [403], [400])


@pytest.mark.parametrize("target", ["/.git/config", "/.env", "/staticfiles/", "/static/", "/static/../manage.py"])
def test_nothing_of_the_host_is_served(server: Path, target: str) -> None:
    secure = "X-Forwarded-Proto: https"
    told = answers(server, request("Connection: close", secure, method="GET", target=target))
    assert told in ([404], [400])
