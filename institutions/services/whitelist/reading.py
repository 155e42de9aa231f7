"""The list as it stands, and its history, as everybody may read them."""

from __future__ import annotations

from typing import Any

from institutions.models import WhitelistEntry, WhitelistPublication


def listed() -> Any:
    """Standing entries with their institution, in no order."""
    rows: Any = WhitelistEntry.objects
    return rows.standing().select_related("institution__town", "entered")


def publications() -> Any:
    return WhitelistPublication.objects.select_related("county")


def changes_of(publication: WhitelistPublication) -> tuple[list[Any], list[Any]]:
    """Who entered and who left by it, by name; two queries."""
    entered = publication.entries.select_related("institution").order_by("institution__name", "pk")
    left = publication.exits.select_related("institution").order_by("institution__name", "pk")
    return list(entered), list(left)
