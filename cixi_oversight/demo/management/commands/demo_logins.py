"""manage.py demo_logins: prints the accounts of the demo. `make demo` ends with it."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cixi_oversight.demo.accounts import LOGINS, PASSWORD
from cixi_oversight.errors import msg
from cixi_oversight.users.models import User
from cixi_oversight.users.services.demo_logins import demo_key
from cixi_oversight.web.words import worded


class Command(BaseCommand):
    help = "Print the logins of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("These settings are not those of the demo; there are no logins to print.")
        known = set(
            User.objects.filter(username__in=[login.username for login in LOGINS]).values_list("username", flat=True)
        )
        if not known:
            raise CommandError("No demo is in this database. Run seed_demo first.")
        self.stdout.write(worded(msg("Password of every login: %(password)s", password=PASSWORD)))
        for login in LOGINS:
            if login.username in known:
                self.stdout.write(f"  {login.username:<13}{_padded(login.name, 18)}{worded(login.label)}")
        if key := demo_key():
            self.stdout.write(
                worded(msg("Key of the API for the 12345 hotline, valid in the demo only: %(key)s", key=key))
            )


def _padded(text: str, width: int) -> str:
    """Chinese characters take two columns of a terminal."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - taken)
