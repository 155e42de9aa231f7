"""Who the servers run as. PostgreSQL refuses to run as root, so root hands its servers to somebody else."""

import ctypes
import os
import pwd
import stat
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cixi_oversight.local.paths import ROOT

NOBODY = 65534
CLONE_NEWUSER = 0x10000000


@dataclass(frozen=True)
class Identity:
    """uid and gid to change to (None: stay who we are), and whether to be `nobody` in a user namespace of one's own."""

    uid: int | None = None
    gid: int | None = None
    namespace: bool = False

    @property
    def file_owner(self) -> int:
        return os.geteuid() if self.uid is None else self.uid

    def popen_options(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def before_exec(self) -> None:
        """In the child, between fork and exec."""
        if self.namespace:
            enter_user_namespace()

    def give(self, path: Path) -> None:
        """Hands a folder of ours over, with what is in it where it belonged to somebody else."""
        if os.geteuid() != 0 or path.lstat().st_uid == self.file_owner:
            return
        gid = os.getegid() if self.gid is None else self.gid
        for folder, folders, files in os.walk(path):
            for name in (".", *folders, *files):
                os.chown(Path(folder) / name, self.file_owner, gid, follow_symlinks=False)


STAY = Identity()


def project_identity() -> Identity:
    """Web, worker and commands: root works for the owner of the checkout, whose files they are."""
    return _owner_of_checkout() or STAY


def server_identity(must_enter: Iterable[Path]) -> Identity:
    """PostgreSQL and Valkey: ourselves; as root the owner of the checkout, else nobody, else nobody in a namespace."""
    if os.geteuid() != 0:
        return STAY
    identity = _owner_of_checkout() or _named(os.environ.get("CIXI_SERVICE_USER", "nobody"))
    closed = next((closed for path in must_enter if (closed := _closed_folder(path, identity))), None)
    if closed is None:
        return identity
    if _namespaces_work():
        return Identity(namespace=True)
    raise SystemExit(
        f"local: root may not run PostgreSQL, and user {identity.uid}, who would, cannot enter {closed}. "
        "Move the checkout, start as an ordinary user, or set DATABASE_URL, OWNER_DATABASE_URL and REDIS_URL."
    )


def enter_user_namespace() -> None:
    """Root outside, nobody inside: the server sees an ordinary user, the files stay root's."""
    uid, gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {gid} 1")


def _owner_of_checkout() -> Identity | None:
    owner = ROOT.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        return None
    return Identity(owner.st_uid, owner.st_gid)


def _named(user: str) -> Identity:
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        raise SystemExit(f"local: there is no user {user}; name another in CIXI_SERVICE_USER") from None
    return Identity(entry.pw_uid, entry.pw_gid)


def _closed_folder(path: Path, identity: Identity) -> Path | None:
    """The first folder on the way to `path` that the identity cannot enter."""
    for folder in [path, *path.parents]:
        status = folder.stat()
        if status.st_uid == identity.uid:
            bit = stat.S_IXUSR
        elif status.st_gid == identity.gid:
            bit = stat.S_IXGRP
        else:
            bit = stat.S_IXOTH
        if not status.st_mode & bit:
            return folder
    return None


def _namespaces_work() -> bool:
    if sys.platform != "linux":
        return False
    try:
        subprocess.run([sys.executable, "-c", ""], preexec_fn=enter_user_namespace, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True
