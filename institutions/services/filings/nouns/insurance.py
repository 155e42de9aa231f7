"""Insurance: an accepted filing enters new policies and corrects those that changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cixi_oversight.permissions import Viewer
from institutions.enums import InsuranceKind
from institutions.models import Filing, InsurancePolicy
from institutions.rules.filings.forms.insurance import POLICIES
from institutions.rules.filings.schema import Payload, rows_of
from institutions.services.records import record_insurance


def accept(filing: Filing, payload: Payload, by: Viewer, at: dt.datetime) -> None:
    """One record a policy that is new or differs; what is as on record is left. Raises as `record_insurance`."""
    standing = {(row.kind, row.number): row for row in _standing(filing)}
    for line in rows_of(payload, POLICIES):
        before = standing.get((line["kind"], line["number"]))
        values = _values(line)
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            continue
        record_insurance(
            institution=filing.institution,
            by=by,
            at=at,
            kind=InsuranceKind(line["kind"]),
            number=line["number"],
            supersedes=before,
            **values,
        )


def prefill(filing: Filing) -> Payload:
    """The policies on record, with the copies of the filing in force."""
    filed = Filing.objects.all().same_thing(filing).in_force().first()
    copies = {
        (line.get("kind"), line.get("number")): line.get("copy")
        for line in rows_of(filed.payload if filed is not None else {}, POLICIES)
    }
    return {POLICIES: [_line(row, copies.get((row.kind, row.number))) for row in _standing(filing)]}


def facts(filing: Filing, on: dt.date) -> Mapping[str, Any]:
    running = [row for row in _standing(filing) if row.to_on >= on]
    return {"standing": [(row.kind, row.number, row.to_on.isoformat()) for row in running]}


def _standing(filing: Filing) -> list[InsurancePolicy]:
    rows = InsurancePolicy.objects.standing().filter(institution=filing.institution_id)
    return list(rows.order_by("from_on", "pk"))


def _values(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "insurer": line.get("insurer", ""),
        "from_on": dt.date.fromisoformat(line["from_on"]),
        "to_on": dt.date.fromisoformat(line["to_on"]),
        "insured_persons": line.get("insured_persons"),
        "limit_fen": line.get("limit"),
    }


def _line(row: InsurancePolicy, copy: str | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "kind": row.kind,
        "number": row.number,
        "insurer": row.insurer,
        "from_on": row.from_on.isoformat(),
        "to_on": row.to_on.isoformat(),
        "insured_persons": row.insured_persons,
        "limit": row.limit_fen,
        "copy": copy,
    }
    return {key: value for key, value in line.items() if value not in (None, "")}
