"""One child process: started so that it cannot outlive us, stopped with patience, then without."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from cixi_oversight.local.identity import STAY, Identity

PR_SET_PDEATHSIG = 1
RESTART_LIMIT = 5
STABLE_AFTER = 30.0
LONGEST_PAUSE = 10.0


def say(text: str) -> None:
    print(f"local: {text}", flush=True)


def die_with_parent(number: signal.Signals) -> None:
    """The kernel sends us the signal when our parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))


class Child:
    """`orphan_signal` is the kernel's to send when we die without a word, `stop_signal` ours.

    `once`: it ends by itself, and is not started again.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        cwd: Path,
        identity: Identity = STAY,
        stop_signal: signal.Signals = signal.SIGTERM,
        orphan_signal: signal.Signals | None = None,
        grace: float = 10.0,
        variables: Mapping[str, str] | None = None,
        foreground: bool = False,
        once: bool = False,
    ) -> None:
        self.name = name
        self.argv = [str(word) for word in argv]
        self.cwd = cwd
        self.identity = identity
        self.stop_signal = stop_signal
        self.orphan_signal = orphan_signal or stop_signal
        self.grace = grace
        self.variables = dict(variables or {})
        self.foreground = foreground
        self.once = once
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.restart_at: float | None = None

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def returncode(self) -> int | None:
        return self.process.returncode if self.process else None

    def start(self) -> None:
        parent = os.getpid()

        def before_exec() -> None:
            self.identity.before_exec()
            die_with_parent(self.orphan_signal)
            if os.getppid() != parent:  # we died before the line above
                os._exit(1)

        self.restart_at = None
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.argv,
            cwd=self.cwd,
            env={**os.environ, **self.variables},
            stdin=None if self.foreground else subprocess.DEVNULL,
            start_new_session=not self.foreground,
            preexec_fn=before_exec,
            **self.identity.popen_options(),
        )

    def alive(self) -> bool:
        """False once it has ended; what it left behind in its process group is then killed."""
        if self.process is None or self.process.returncode is not None:
            return False
        if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return True
        self._kill_group()  # before it is reaped: as long as it is a zombie its number cannot be another's
        self.process.wait()
        return False

    def ask_to_stop(self, with_signal: signal.Signals | None = None) -> None:
        if self.process is not None and self.alive():
            self.process.send_signal(with_signal or self.stop_signal)

    def wait_stopped(self, grace: float | None = None) -> None:
        end = time.monotonic() + (self.grace if grace is None else grace)
        while self.alive():
            if time.monotonic() >= end:
                say(f"{self.name} does not stop: killed")
                self.kill()
            time.sleep(0.02)

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            self._kill_group()

    def plan_restart(self) -> bool:
        """After a death: when to start again; False when it dies faster than restarting is worth."""
        now = time.monotonic()
        self.failures = 1 if now - self.started_at > STABLE_AFTER else self.failures + 1
        if self.failures > RESTART_LIMIT:
            return False
        self.restart_at = now + min(LONGEST_PAUSE, 0.2 * 2**self.failures)
        return True

    def _kill_group(self) -> None:
        if self.foreground or self.process is None:
            return  # it shares our group
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
