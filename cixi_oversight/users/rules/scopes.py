"""Scopes of departments' systems: a resource, to read or to write. What can be written is a short list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.users.enums import Resource, ScopeAccess

RESOURCES: Final[dict[Resource, Message]] = {
    Resource.INSTITUTIONS: msg("Institution register"),
    Resource.RISK_CODES: msg("Adopted codes"),
    Resource.COMPLAINTS: msg("Complaints"),
    Resource.EVENTS: msg("Change feed"),
    Resource.ASSIGNMENTS: msg("Assignments"),
    Resource.CASES: msg("Admission cases"),
    Resource.ANNUAL_INSPECTIONS: msg("Annual inspections"),
    Resource.STAR_RATINGS: msg("Star ratings"),
    Resource.REGISTER_CHANGES: msg("Register changes"),
    Resource.WHITELIST: msg("White list"),
    Resource.PAPERS: msg("Papers"),
    Resource.FILINGS: msg("Filings"),
}
ACCESS: Final[dict[ScopeAccess, Message]] = {ScopeAccess.READ: msg("to read"), ScopeAccess.WRITE: msg("to write")}

WRITABLE: Final = frozenset({Resource.COMPLAINTS, Resource.ASSIGNMENTS, Resource.CASES, Resource.REGISTER_CHANGES})


def scope(resource: Resource, access: ScopeAccess) -> str:
    return f"{resource}:{access}"


def every_scope() -> list[str]:
    """All that can be given, in the order of the form."""
    return [
        scope(resource, access)
        for resource in Resource
        for access in ScopeAccess
        if access is ScopeAccess.READ or resource in WRITABLE
    ]


def in_order(scopes: Iterable[str]) -> list[str]:
    held = set(scopes)
    return [name for name in every_scope() if name in held]


def is_known(name: str) -> bool:
    return name in every_scope()
