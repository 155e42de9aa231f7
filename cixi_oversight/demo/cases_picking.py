"""Which institutions the demo's admission cases are about."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from cixi_oversight.demo.accounts import LOGINS
from institutions.enums import Category, LegalForm, Status
from institutions.models import Institution, Permit
from institutions.rules.cases.fitting import Known

_TOWNS: Final = frozenset(next(login.towns for login in LOGINS if login.username == "town"))


def is_near(row: Institution) -> bool:
    """In a town of the demo's town officer."""
    return row.town is not None and row.town.name in _TOWNS


def mixed(rows: Iterable[Institution]) -> list[Institution]:
    """Every third one in a town of the demo's town officer, so that there is something to check."""
    near, far = deque[Institution](), deque[Institution]()
    for row in rows:
        (near if is_near(row) else far).append(row)
    found: list[Institution] = []
    while near or far:
        found += [queue.popleft() for queue in (near, far, far) if queue]
    return found


def known(rows: list[Institution]) -> dict[int, Known]:
    """As `known_of` says one by one, in one query."""
    permits = {row.institution_id: row for row in Permit.objects.standing().order_by("recorded_at", "pk")}
    return {
        row.pk: Known(
            status=Status(row.status),
            category=Category(row.category) if row.category else None,
            legal_form=LegalForm(row.legal_form) if row.legal_form else None,
            has_permit=row.pk in permits,
            permit_ends=permits[row.pk].expires_on if row.pk in permits else None,
        )
        for row in rows
    }
