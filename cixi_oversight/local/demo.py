"""`make demo`: every step that an unchanged checkout does not need is skipped, then the portal runs."""

import hashlib
import http.client
import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from cixi_oversight.local.identity import project_identity
from cixi_oversight.local.paths import ROOT, VAR
from cixi_oversight.local.process import Child, say
from cixi_oversight.local.supervisor import Supervisor

SEED = ["seed_demo", "--size", "city", "--seed", "7", "--as-of", "2026-11-23", "--if-empty"]
NO_SOURCES = {"tests", ".git", ".venv", "node_modules", "var", "staticfiles", "__pycache__"}
HOST = "127.0.0.1"
CHANNELS = ("SMS", "DINGTALK")


def run() -> int:
    port = int(os.environ.get("PORT") or 8000)
    check_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cixi_oversight.settings.demo")
    with Supervisor() as supervisor:
        started = time.monotonic()
        start_gateway(supervisor, port)
        prepare(supervisor)
        start_portal(supervisor, port)
        wait_for_answer(supervisor, port)
        supervisor.finish(supervisor.start_step("logins", [sys.executable, "manage.py", "demo_logins"]))
        say(f"ready after {time.monotonic() - started:.0f} s: http://{HOST}:{port}/  (Ctrl-C stops everything)")
        supervisor.watch()
    return 128 + (supervisor.stop_signal or signal.SIGTERM)


def check_port(port: int) -> None:
    """Before any long work. Whoever takes the port later makes the web server give up, which says so too."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SystemExit(
                f"local: port {port}: {error.strerror}; choose another: PORT={port + 1} make demo"
            ) from None


def prepare(supervisor: Supervisor) -> None:
    """Messages, front-end files, tables, the demo city."""
    stamps = Stamps()
    if supervisor.postgres is None or supervisor.fresh:  # of somebody else's database we know nothing
        stamps.forget("tables", "city")
    elif stamps.interrupted("city"):
        say("the demo city was not finished last time: building it anew")
        supervisor.postgres.empty_database()
        stamps.forget("tables", "city")
    python = sys.executable
    if stamps.stale("messages", catalogues := _files("**/*.po")) or any(_uncompiled(path) for path in catalogues):
        _must(supervisor, supervisor.start_step("messages", [python, "-m", "cixi_oversight.i18n", "compile"]))
        stamps.renew("messages")
    collecting = None
    if stamps.stale("static", _static_sources()) or not (ROOT / "staticfiles").is_dir():
        argv = [python, "manage.py", "collectstatic", "--noinput", "--clear", "-v0", "-i", "redoc"]
        collecting = supervisor.start_step("collectstatic", argv)  # beside the database's steps
    if stamps.stale("tables", _files("**/*.py", "requirements.txt")):
        migrate = [python, "manage.py", "migrate", "-v0"]
        _must(supervisor, supervisor.start_step("migrate", migrate, owner=True))
        stamps.renew("tables")
    if stamps.stale("city", []):
        say("building the demo city")
        stamps.begin("city")
        _must(supervisor, supervisor.start_step("seed", [python, "manage.py", *SEED]))
        stamps.renew("city")
    if collecting is not None:
        _must(supervisor, collecting)
        stamps.renew("static")


def start_gateway(supervisor: Supervisor, port: int) -> None:
    """The other side of SMS and 浙政钉, on a free port, unless real ones are given. Its keys last as long as we run."""
    if any(os.environ.get(f"MESSAGE_{channel}_URL") for channel in CHANNELS):
        return
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        free = probe.getsockname()[1]
    url, control = f"http://{HOST}:{free}", secrets.token_hex(16)
    os.environ |= {"MESSAGE_SANDBOX_URL": url, "MESSAGE_SANDBOX_CONTROL": control, "GATEWAY_CONTROL": control}
    for channel in CHANNELS:
        os.environ[f"MESSAGE_{channel}_URL"] = url
        os.environ[f"MESSAGE_{channel}_SENDER"] = "慈溪市教育局"
        os.environ[f"MESSAGE_{channel}_TIMEOUT"] = "3"
        for name in ("KEY", "SECRET", "CALLBACK_SECRET"):
            os.environ[f"MESSAGE_{channel}_{name}"] = secrets.token_hex(16)
    callback = f"http://{HOST}:{port}/callbacks/messages/"
    words = ["-m", "cixi_oversight.local.gateway", "--quiet", "--port", str(free), "--callback", callback]
    store = ["--store", str(VAR / "gateway.jsonl")]
    supervisor.add(Child("gateway", [sys.executable, *words, *store], cwd=ROOT, identity=project_identity()))


def start_portal(supervisor: Supervisor, port: int) -> None:
    """The web server, the worker and the clock of the nights, each a process of its own."""
    celery = [
        sys.executable,
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "-q",
        "-A",
        "cixi_oversight.celery",
    ]
    workers = ["-w", "2", "--threads", "4", "--graceful-timeout", "5"]
    web = ["--no-control-socket", "--log-level", "warning", "-b", f"{HOST}:{port}", *workers]
    beat = ["beat", "-l", "warning", "-s", str(VAR / "celerybeat-schedule"), "--pidfile="]
    commands = {
        "web": [sys.executable, "-m", "gunicorn", *web, "cixi_oversight.wsgi"],
        "worker": [*celery, "worker", "-c", "2", "-l", "warning"],
        "beat": [*celery, *beat],
    }
    for name, argv in commands.items():
        # Without a parent they drop what they do at once: a job cut short is taken up again from its row.
        orphan = signal.SIGTERM if name == "beat" else signal.SIGQUIT
        supervisor.add(Child(name, argv, cwd=ROOT, identity=project_identity(), orphan_signal=orphan))


def wait_for_answer(supervisor: Supervisor, port: int) -> None:
    """The first page may be slow, an error is the page's to show: any answer will do."""
    for _ in range(600):
        supervisor.tend()
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise SystemExit("local: the web server does not answer; what it said stands above")


class Stamps:
    """What each step was last done for: a digest of the content of its sources, kept in var/."""

    def __init__(self) -> None:
        self.folder = VAR / "stamps"
        self.folder.mkdir(exist_ok=True)
        project_identity().give(self.folder)
        self.digests: dict[str, str] = {}

    def forget(self, *steps: str) -> None:
        for step in steps:
            (self.folder / step).unlink(missing_ok=True)
            (self.folder / f"{step}.begun").unlink(missing_ok=True)

    def begin(self, step: str) -> None:
        """For a step that, cut short, leaves what the next try would take for done."""
        (self.folder / f"{step}.begun").touch()

    def interrupted(self, step: str) -> bool:
        return (self.folder / f"{step}.begun").exists()

    def stale(self, step: str, sources: Iterable[Path]) -> bool:
        digest = hashlib.sha256()
        for path in sources:
            digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        self.digests[step] = digest.hexdigest()
        stamp = self.folder / step
        return not stamp.exists() or stamp.read_text() != self.digests[step]

    def renew(self, step: str) -> None:
        (self.folder / step).write_text(self.digests[step])
        (self.folder / f"{step}.begun").unlink(missing_ok=True)


def _must(supervisor: Supervisor, step: Child) -> None:
    if supervisor.finish(step) != 0:
        raise SystemExit(f"local: {step.name} failed; what it said stands above")


def _files(*patterns: str) -> list[Path]:
    """Sources of the checkout that match a pattern, in a fixed order."""
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NO_SOURCES)
        paths = (Path(folder) / name for name in sorted(files))
        found += [path for path in paths if any(path.match(pattern.removeprefix("**/")) for pattern in patterns)]
    return found


def _static_sources() -> list[Path]:
    own = [path for path in _files("**/*") if "static" in path.relative_to(ROOT).parts[:-1]]
    return [*own, *_files("requirements.txt", "package-lock.json", "static_files.py", "base.py")]


def _uncompiled(catalogue: Path) -> bool:
    return not catalogue.with_suffix(".mo").exists()
