"""Rights over background work."""

from typing import Final

from cixi_oversight.permissions import ANY_STAFF, BUREAU, Role, right

VIEW_JOBS: Final = right("jobs.view_jobs", BUREAU | {Role.SYSTEM_ADMIN})
RETRY_JOB: Final = right("jobs.retry_job", {Role.SYSTEM_ADMIN, Role.SECTION_CHIEF})
NEXT_DAY: Final = ANY_STAFF  # the demo only
