"""A worker's process: works one job through and dies where CIXI_CRASH names a place. Arguments: id of the job."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from cixi_oversight.jobs.services.engine import work_through  # noqa: E402

print(work_through(int(sys.argv[1]), patient=True, poll_seconds=0.05))
