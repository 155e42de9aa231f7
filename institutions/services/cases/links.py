"""Where a case's pages are."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

SECTION: Final = "cases"
OWN_SECTION: Final = "my.cases"


def case_url(row: Any) -> str:
    return reverse("institutions:case", args=[row.public_id])


def own_case_url(row: Any) -> str:
    return reverse("institutions:my_case", args=[row.public_id])
