"""The two servers: their folders, their command lines, what is left over of them, and when they answer."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from cixi_oversight.local.identity import Identity, project_identity, server_identity
from cixi_oversight.local.paths import APP_ROLE, DATABASE, OWNER_ROLE, VAR, postgres_programs, run_dir, valkey_program
from cixi_oversight.local.process import Child, say

ROLES = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{OWNER_ROLE}') then
    create role {OWNER_ROLE} login createdb;
  end if;
  if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
    create role {APP_ROLE} login;
  end if;
  grant {APP_ROLE} to {OWNER_ROLE};
end $$
"""
# Nothing but speed is gained by a database that a power cut may break: for tests, which make it anew.
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PATIENCE = 90.0


class PostgreSQL:
    """Trust authentication is safe only because nobody else enters the folder of the socket (0700)."""

    def __init__(self, *, scratch: bool = False) -> None:
        self.programs = postgres_programs()
        self.data = VAR / "pg"
        self.sockets = run_dir()
        self.identity = server_identity([VAR, self.programs])
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "256MB",
            "max_wal_size": "4GB",
            "jit": "off",
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
            "log_min_messages": "fatal",  # a refused statement is its sender's to report
            **(SCRATCH if scratch else {}),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.child = Child(
            "postgres",
            [self.programs / "postgres", "-D", self.data, *options],
            cwd=Path("/"),
            identity=self.identity,
            stop_signal=signal.SIGINT,  # fast: roll back and go
        )

    def prepare(self) -> bool:
        """Folders, the cluster, no left-over server; True when the cluster is new."""
        _private_folder(self.sockets, self.identity)
        fresh = self._initdb()
        _private_folder(self.data, self.identity)
        self._stop_leftover()
        return fresh

    def wait(self, check: Callable[[], None]) -> None:
        """Until it answers. A predecessor's last processes may still hold its memory: then it is started again."""
        end = time.monotonic() + PATIENCE
        pause = 0.25
        while self._psql("postgres", "select 1").returncode != 0:
            check()
            if time.monotonic() > end:
                raise SystemExit("local: PostgreSQL does not answer; what it said stands above")
            if not self.child.alive():
                time.sleep(pause := min(2 * pause, 8.0))
                self._stop_leftover()
                self.child.start()
            time.sleep(0.05)

    def create_database(self) -> None:
        self._must("postgres", ROLES)
        if not self._must("postgres", f"select 1 from pg_database where datname = '{DATABASE}'"):
            self._must("postgres", f"create database {DATABASE} owner {OWNER_ROLE}")

    def empty_database(self) -> None:
        self._must("postgres", f"drop database if exists {DATABASE} with (force)")
        self.create_database()

    def _initdb(self) -> bool:
        if (self.data / "PG_VERSION").exists():
            return False
        unfinished = VAR / "pg.init"
        shutil.rmtree(unfinished, ignore_errors=True)
        _private_folder(unfinished, self.identity)
        encoding = ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--no-instructions", *encoding)
        shutil.rmtree(self.data, ignore_errors=True)
        unfinished.rename(self.data)  # at one stroke: a kill in the middle leaves no half cluster
        return True

    def _stop_leftover(self) -> None:
        """A server that outlived its supervisor is known by its socket and its data folder, not by a written pid."""
        answer = self._psql("postgres", "show data_directory")
        if answer.returncode == 0 and Path(answer.stdout.strip()) == self.data:
            say("stopping a PostgreSQL left over from before")
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        self._drop_anothers_number()

    def _drop_anothers_number(self) -> None:
        """After a restart of the machine the number in the lock file may be some other program's."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        command = Path("/proc") / lock.read_text().split("\n", 1)[0] / "cmdline"
        if command.exists() and b"postgres" not in command.read_bytes():
            lock.unlink()

    def _psql(self, database: str, sql: str) -> subprocess.CompletedProcess[str]:
        where = ["-h", str(self.sockets), "-U", "postgres", "-d", database]
        argv = [str(self.programs / "psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", *where, "-c", sql]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return subprocess.run(argv, capture_output=True, text=True, cwd="/", env=variables, check=False)

    def _must(self, database: str, sql: str) -> str:
        result = self._psql(database, sql)
        if result.returncode != 0:
            raise SystemExit(f"local: PostgreSQL refused: {result.stderr.strip()}")
        return result.stdout.strip()

    def _run(self, program: str, *arguments: str | Path) -> None:
        result = subprocess.run(
            [self.programs / program, *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            preexec_fn=self.identity.before_exec,
            **self.identity.popen_options(),
        )
        if result.returncode != 0:
            raise SystemExit(f"local: {program} failed: {result.stderr.strip()[-2000:]}")


class Valkey:
    def __init__(self) -> None:
        self.folder = VAR / "valkey"
        self.socket = run_dir() / "valkey.sock"
        self.identity = server_identity([VAR, valkey_program().parent])
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "daemonize": "no",
            "loglevel": "warning",
            "logfile": "valkey.log",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.child = Child("valkey", [valkey_program(), *words], cwd=Path("/"), identity=self.identity)

    def prepare(self) -> None:
        _private_folder(self.socket.parent, self.identity)
        _private_folder(self.folder, self.identity)
        if str(self.folder).encode() in self._ask(b"CONFIG GET dir\r\n").splitlines():
            say("stopping a Valkey left over from before")
            self._ask(b"SHUTDOWN\r\n")

    def wait(self, check: Callable[[], None]) -> None:
        end = time.monotonic() + PATIENCE
        while b"PONG" not in self._ask(b"PING\r\n"):
            check()
            if time.monotonic() > end or not self.child.alive():
                raise SystemExit(f"local: Valkey does not answer; what it said stands in {self.folder}/valkey.log")
            time.sleep(0.03)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(command)
                return connection.recv(65536)
            except OSError:
                return b""


def make_var() -> None:
    os.umask(0o022)
    VAR.mkdir(parents=True, exist_ok=True)
    project_identity().give(VAR)


def _private_folder(path: Path, identity: Identity) -> None:
    """0700 and the server's own; one that somebody else put in its place is refused."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.lstat().st_uid not in _trusted_owners(identity):
        raise SystemExit(f"local: {path} belongs to somebody else")
    identity.give(path)
    path.chmod(0o700)


def _trusted_owners(identity: Identity) -> set[int]:
    own = {os.geteuid(), identity.file_owner}
    return own if os.geteuid() != 0 else own | {VAR.stat().st_uid, server_identity([]).file_owner}
