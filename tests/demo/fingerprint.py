"""A hash of what a demo contains: the same plan gives the same hash on any machine.

Primary keys and real times are left out. A reference is replaced by what the row it leads to is known by: a public
id, a code, a username, a number; references to rows that have none are left out.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.db import connection, models

from cixi_oversight.documents.models import Paper, PaperVoid
from cixi_oversight.personal.models import Contact, Person
from cixi_oversight.users.models import Actor, County, Department, Town, User
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from institutions.models import (
    CategoryRow,
    EnrolmentReturn,
    FilingDue,
    FilingMet,
    FinancialStatement,
    Institution,
    InstitutionTransition,
    InsurancePolicy,
    LegalFormRow,
    Permit,
    Registration,
    RegulatoryTalk,
    Site,
    TalkTransition,
)
from riskcodes.models import AdoptedCode, CodeChange, RiskRun

MODELS: Final[tuple[type[models.Model], ...]] = (
    County, Town, Department, User, Actor,
    Institution, InstitutionTransition, CategoryRow, LegalFormRow, Site, Permit, Registration,
    FilingDue, FilingMet, EnrolmentReturn, FinancialStatement, InsurancePolicy,
    Person, Contact, Complaint, ComplaintValidity, ComplaintResolution,
    Person, Contact,
    RiskRun, CodeChange, AdoptedCode,
    RegulatoryTalk, TalkTransition, Paper, PaperVoid,
)  # fmt: skip
_KNOWN_BY: Final[tuple[str, ...]] = ("public_id", "code", "username", "number", "label", "name")
_REAL_TIME: Final = {"password", "last_login", "started_at", "published_at", "row_hash", "job_id", "rule_set_id"}


def fingerprint() -> dict[str, str]:
    """SHA-256 of each table's rows, by label."""
    return {model._meta.label: _hash(model) for model in MODELS}


def _hash(model: type[models.Model]) -> str:
    """The database sorts and hashes: 30,000 rows never leave it."""
    parts, joins = [], []
    for number, field in enumerate(model._meta.concrete_fields):
        is_key = isinstance(field, models.BigIntegerField) and field.attname.endswith("_id")  # of whatever table
        if field.primary_key or field.attname in _REAL_TIME or is_key or field.generated:
            continue
        if not field.is_relation:
            parts.append(f"t.{_quote(field.column)}::text")
            continue
        known_by = _known_by(field.related_model)
        if known_by is not None:
            joins.append(
                f"left join {field.related_model._meta.db_table} j{number}"
                f" on j{number}.{_quote(field.related_model._meta.pk.column)} = t.{_quote(field.column)}"
            )
            parts.append(f"j{number}.{_quote(known_by)}::text")
    row = "concat_ws('|', {})".format(", ".join(f"coalesce({part}, '')" for part in parts))
    rows = f"select {row} as content from {model._meta.db_table} t {' '.join(joins)}"
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute("set local timezone = 'UTC'") if connection.in_atomic_block else cursor.execute(
            "set timezone = 'UTC'"
        )
        cursor.execute(f'select content from ({rows}) found order by content collate "C"')
        for (text,) in cursor.fetchall():
            digest.update(text.encode() + b"\n")
    return digest.hexdigest()


def _known_by(model: Any) -> str | None:
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    return next((columns[name] for name in _KNOWN_BY if name in columns), None)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
