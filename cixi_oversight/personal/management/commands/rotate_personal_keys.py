"""manage.py rotate_personal_keys: seal and index everything by the current keys, needing neither worker nor Redis."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cixi_oversight import clock
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.personal.services import rotation
from cixi_oversight.users.services.viewer import system_viewer


class Command(BaseCommand):
    help = "Seal personal data by the current key. Interrupted, it goes on where it stood when called again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how many rows an older key has")

    def handle(self, *, check: bool, **options: Any) -> None:
        behind = rotation.old().count()
        self.stdout.write(f"{behind} rows of older keys")
        if check or not behind:
            return
        by = system_viewer(label=rotation.JOB)
        job = rotation.start_rotation(on=clock.today(), by=by, waking=False)
        state = work_through(job.pk, patient=True)
        left = rotation.old().count()
        self.stdout.write(f"{state}: {left} left")
        if state is not JobState.DONE or left:
            raise CommandError(f"{left} rows could not be sealed again: keep the older keys.")
