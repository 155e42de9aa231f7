"""python -m cixi_oversight.local                       the demo portal
python -m cixi_oversight.local with [--scratch] CMD...  the private servers for as long as CMD runs

--scratch: the database need not survive a power cut (tests). CIXI_VAR names another folder than var/.
"""

import signal
import sys

from cixi_oversight.local import demo
from cixi_oversight.local.identity import project_identity
from cixi_oversight.local.paths import ROOT
from cixi_oversight.local.process import Child
from cixi_oversight.local.supervisor import Supervisor


def run_with(command: list[str], *, scratch: bool) -> int:
    """The command's own exit code."""
    with Supervisor(scratch=scratch) as supervisor:
        child = Child(
            "command", command, cwd=ROOT, identity=project_identity(), foreground=sys.stdin.isatty(), once=True
        )
        supervisor.add(child, quiet=True)
        code = supervisor.finish(child)
        return code if code >= 0 else 128 - code
    return 128 + (supervisor.stop_signal or signal.SIGTERM)


def main(arguments: list[str]) -> int:
    match arguments:
        case []:
            return demo.run()
        case ["with", "--scratch", _, *_]:
            return run_with(arguments[2:], scratch=True)
        case ["with", first, *_] if not first.startswith("-"):
            return run_with(arguments[1:], scratch=False)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
