"""Starts the servers, keeps children alive, and takes all of them along when it goes."""

import fcntl
import os
import select
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from cixi_oversight.local.identity import project_identity
from cixi_oversight.local.paths import ROOT, VAR, env
from cixi_oversight.local.process import Child, die_with_parent, say
from cixi_oversight.local.servers import PostgreSQL, Valkey, make_var


class Stopped(BaseException):
    """Somebody asked us to stop; not an Exception, so that no step swallows it."""


class Supervisor:
    """`postgres` is None where DATABASE_URL names another server; `fresh`: the private one was made just now."""

    def __init__(self, *, scratch: bool = False) -> None:
        self.children: list[Child] = []
        self._servers = 0
        self.scratch = scratch
        self.fresh = False
        self.postgres: PostgreSQL | None = None
        self.stop_signal: signal.Signals | None = None

    def __enter__(self) -> Self:
        make_var()
        self._lock()
        self._listen_to_signals()
        if os.environ.pop("MAKELEVEL", None):
            die_with_parent(signal.SIGTERM)  # make has nothing else to live for; a shell has
        try:
            self._start_servers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        self.stop()
        return kind is Stopped

    def add(self, child: Child, *, quiet: bool = False) -> Child:
        child.start()
        self.children.append(child)
        if not quiet:
            say(f"{child.name} runs (pid {child.pid})")
        return child

    def start_step(self, name: str, argv: Sequence[str | Path], *, owner: bool = False) -> Child:
        """A command that ends by itself; its output is the user's to read. `owner`: it may change the tables."""
        variables = {"DATABASE_URL": os.environ["OWNER_DATABASE_URL"]} if owner else {}
        step = Child(name, argv, cwd=ROOT, identity=project_identity(), variables=variables, once=True)
        return self.add(step, quiet=True)

    def finish(self, child: Child) -> int:
        """Waits for a step or a command; servers that die meanwhile are started again."""
        while child.alive():
            self.tend()
            self._sleep()
        self.children.remove(child)
        return child.returncode or 0

    def watch(self) -> NoReturn:
        """Until somebody stops us, or a child dies faster than restarting is worth."""
        while True:
            self.tend()
            self._sleep()

    def check_stopped(self) -> None:
        if self.stop_signal is not None:
            raise Stopped

    def stop(self) -> None:
        """What leans on the servers first and together, then the servers."""
        signal.set_wakeup_fd(-1)
        servers, others = self.children[: self._servers], self.children[self._servers :]
        for child in reversed(others):
            child.ask_to_stop(self.stop_signal if child.foreground else None)
        for child in reversed(others):
            child.wait_stopped()
        for child in reversed(servers):
            child.ask_to_stop()
            child.wait_stopped()
        self.children.clear()
        self.lock.close()

    def _start_servers(self) -> None:
        given = [name for name in ("DATABASE_URL", "OWNER_DATABASE_URL") if os.environ.get(name)]
        if len(given) == 1:
            raise SystemExit(
                f"local: {given[0]} is set, its twin is not: DATABASE_URL and OWNER_DATABASE_URL go together"
            )
        if not given:
            self.postgres = postgres = PostgreSQL(scratch=self.scratch)
            self.fresh = postgres.prepare()
            self.add(postgres.child)
            self._servers += 1
            postgres.wait(self.check_stopped)
            postgres.create_database()
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey()
            valkey.prepare()
            self.add(valkey.child)
            self._servers += 1
            valkey.wait(self.check_stopped)
        for name, address in env().items():
            if not os.environ.get(name):
                os.environ[name] = address
        os.environ["CIXI_VAR"] = str(VAR)  # absolute, wherever a child goes

    def tend(self) -> None:
        """Restarts what died, with longer and longer pauses."""
        self.check_stopped()
        for child in self.children:
            if child.once or child.alive():
                continue
            if child.restart_at is None:
                if not child.plan_restart():
                    raise SystemExit(f"local: {child.name} keeps dying: giving up; what it said stands above")
                say(f"{child.name} died ({child.returncode}) and is started again")
            elif time.monotonic() >= child.restart_at:
                child.start()

    def _sleep(self) -> None:
        """Until a signal, a child's death included, or until a restart is due."""
        due = [child.restart_at - time.monotonic() for child in self.children if child.restart_at is not None]
        readable, _, _ = select.select([self._wake_up], [], [], max(0.0, min([*due, 5.0])))
        if readable:
            os.read(self._wake_up, 4096)
        self.check_stopped()

    def _lock(self) -> None:
        path = VAR / "local.lock"
        self.lock = path.open("a+")
        project_identity().give(path)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock.seek(0)
            raise SystemExit(f"local: already running (pid {self.lock.read().strip()}) in {VAR}") from None
        self.lock.seek(0)
        self.lock.truncate()
        self.lock.write(str(os.getpid()))
        self.lock.flush()

    def _listen_to_signals(self) -> None:
        self._wake_up, write_end = os.pipe()
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_signal = signal.Signals(number)
