"""manage.py seed_demo --size city --seed 7 --as-of 2026-11-23"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cixi_oversight.demo.seeding import NotEmpty, is_empty, seed
from cixi_oversight.demo.sizes import FIRST_AS_OF, LAST_AS_OF, SIZES, Plan


class Command(BaseCommand):
    help = "Build a demo into an empty database: the same rows for the same size, seed and date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default="city")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--as-of", type=_day, default=dt.date(2026, 11, 23), help="business date, ISO")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where a county is present already")

    def handle(self, *, size: str, seed: int, as_of: dt.date, if_empty: bool, **options: Any) -> None:
        if not settings.BUSINESS_DATE_MAY_BE_PINNED:
            raise CommandError("These settings are not those of a demo: its invented rows stay out of a real register.")
        if not FIRST_AS_OF <= as_of <= LAST_AS_OF:
            raise CommandError(f"--as-of must lie from {FIRST_AS_OF} to {LAST_AS_OF}.")
        if if_empty and not is_empty():
            return
        try:
            self._seed(Plan(SIZES[size], seed, as_of), quiet=options["verbosity"] == 0)
        except NotEmpty as error:
            raise CommandError(str(error.sentence)) from None

    def _seed(self, plan: Plan, *, quiet: bool) -> None:
        seeded = seed(plan, say=(lambda _: None) if quiet else self.stdout.write)
        if not quiet:
            self.stdout.write(f"demo {plan.size.name} as of {plan.as_of}: {seeded.seconds['all']:.1f} s")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
