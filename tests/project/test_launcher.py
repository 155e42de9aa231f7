"""The launcher with real servers in folders of its own: what it starts it ends, and what it finds it can live with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cixi_oversight.local import demo

ROOT = Path(__file__).resolve().parents[2]
LAUNCHER = [sys.executable, "-m", "cixi_oversight.local"]
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(100)"]
ADDRESSES = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL", "CIXI_VAR")

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to the servers' user, which pytest's own folders are not."""
    path = Path(tempfile.mkdtemp(prefix="launcher-"))
    path.chmod(0o755)
    yield path
    for pid in processes(path):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(path)


def environment(var: Path, **more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ADDRESSES} | {"CIXI_VAR": str(var)} | more


@contextmanager
def started(var: Path) -> Iterator[subprocess.Popen[str]]:
    """Entered once its command runs, which it does once the servers answer."""
    with subprocess.Popen(
        [*LAUNCHER, "with", "--scratch", *SLEEP, str(var)],
        cwd=ROOT,
        env=environment(var),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as launcher:
        try:
            assert launcher.stdout is not None
            assert "up\n" in iter(launcher.stdout.readline, "")
            yield launcher
        finally:
            launcher.terminate()


def run(var: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LAUNCHER, *command],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def processes(var: Path) -> dict[int, str]:
    """Command lines that name the folder."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            zombie = (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if str(var) in line and not zombie:
            found[int(process.name)] = line
    return found


def pid_of(var: Path, program: str) -> int | None:
    return next((pid for pid, line in processes(var).items() if Path(line.split()[0]).name == program), None)


def eventually(condition: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_the_command_finds_the_servers_and_its_exit_code_is_ours(folder: Path) -> None:
    script = "import os, sys, psycopg2; psycopg2.connect(os.environ['DATABASE_URL']).close(); sys.exit(7)"
    assert run(folder, "with", "--scratch", sys.executable, "-c", script).returncode == 7
    assert not processes(folder)


def test_term_stops_every_child(folder: Path) -> None:
    with started(folder) as launcher:
        assert len(processes(folder)) >= 3
        launcher.terminate()
        assert launcher.wait(20) == 128 + signal.SIGTERM
        assert not processes(folder)


def test_a_killed_launcher_leaves_nothing_and_the_next_one_starts(folder: Path) -> None:
    with started(folder) as launcher:
        launcher.kill()
        launcher.wait()
    eventually(lambda: not processes(folder))
    assert run(folder, "with", "true").returncode == 0


def test_a_killed_server_is_started_again(folder: Path) -> None:
    connect = "import sys, psycopg2; psycopg2.connect(sys.argv[1]).close()"
    url = f"postgresql://app@/cixi?host={folder}/run"
    with started(folder):
        for program in ("postgres", "valkey-server"):
            before = pid_of(folder, program)
            assert before is not None
            os.kill(before, signal.SIGKILL)
            eventually(lambda program=program, before=before: pid_of(folder, program) not in {before, None})
        eventually(lambda: subprocess.call([sys.executable, "-c", connect, url], stderr=subprocess.DEVNULL) == 0)


def test_a_server_left_over_from_before_is_stopped_first(folder: Path) -> None:
    start = """
import subprocess
from cixi_oversight.local.servers import PostgreSQL
child = PostgreSQL().child
options = child.identity.popen_options()
raise SystemExit(subprocess.call(child.argv, cwd="/", preexec_fn=child.identity.before_exec, **options))
"""
    assert run(folder, "with", "true").returncode == 0
    with subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, env=environment(folder)) as leftover:
        eventually((folder / "run" / ".s.PGSQL.5432").exists)
        done = run(folder, "with", "true")
        assert "left over" in done.stdout, done.stdout + done.stderr
        assert done.returncode == 0
        assert leftover.wait(10) == 0


def test_a_lock_file_with_another_programs_number_is_no_hindrance(folder: Path) -> None:
    start = """
import subprocess, sys
from cixi_oversight.local.servers import PostgreSQL
postgres = PostgreSQL()
options = postgres.identity.popen_options()
with subprocess.Popen(["sleep", "60"], preexec_fn=postgres.identity.before_exec, **options) as other:
    (postgres.data / "postmaster.pid").write_text(f"{other.pid}\\n{postgres.data}\\n")
    code = subprocess.call([sys.executable, "-m", "cixi_oversight.local", "with", "true"], timeout=20)
    other.kill()
raise SystemExit(code)
"""
    assert run(folder, "with", "true").returncode == 0
    assert subprocess.call([sys.executable, "-c", start], cwd=ROOT, env=environment(folder)) == 0


def test_two_checkouts_run_at_once_but_one_only_once(folder: Path) -> None:
    with started(folder / "one") as one, started(folder / "other") as other:
        refused = run(folder / "one", "with", "true")
        assert refused.returncode == 1
        assert "already running" in refused.stderr
        for launcher in (one, other):
            launcher.send_signal(signal.SIGINT)
        assert {launcher.wait(20) for launcher in (one, other)} == {128 + signal.SIGINT}
        assert not processes(folder)


def test_a_step_is_done_again_when_its_sources_change_or_when_it_was_cut_short(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "VAR", folder)
    monkeypatch.setattr(demo, "ROOT", folder)
    source = folder / "source"
    source.write_text("as it was")
    assert demo.Stamps().stale("tables", [source])
    stamps = demo.Stamps()
    stamps.begin("tables")
    assert demo.Stamps().interrupted("tables")
    assert stamps.stale("tables", [source])
    stamps.renew("tables")
    assert not demo.Stamps().stale("tables", [source])
    assert not demo.Stamps().interrupted("tables")
    source.write_text("as it is")
    assert demo.Stamps().stale("tables", [source])


def test_a_taken_port_is_named_before_any_work(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(folder / "var", PORT=str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert not (folder / "var").exists()


def test_a_path_too_long_for_a_socket_is_no_hindrance(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    assert run(deep, "with", "--scratch", "true").returncode == 0
    assert not list(deep.glob("run/*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to somebody else")
def test_roots_private_folder_is_no_hindrance(folder: Path) -> None:
    folder.chmod(0o700)
    done = run(folder, "with", "--scratch", "true")
    assert done.returncode == 0 or "cannot enter" in done.stderr
